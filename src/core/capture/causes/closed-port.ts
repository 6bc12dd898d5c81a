import type { CauseRule } from '../reset-context.ts';
import { hopNumber, isNearByTtl, milliseconds, NEAR_DELAY, shortestDelay } from '../reset-context.ts';

/** Answer to a SYN: nothing listens there, or a box on the way refuses in its name (RFC 9293 section 3.5.2 group 1). */
export const closedPort: CauseRule = (context) => {
  const { reset, session } = context;
  if (reset.phase !== 'syn-sent' || !reset.hasAckFlag) return null;
  const syn = session.sides[session.clientSide].synSequence;
  if (reset.acknowledgement !== ((syn + 1) | 0) >>> 0) return null;
  const delay = shortestDelay(reset);
  const timing = delay === null ? '' : ` ${milliseconds(delay)} after it`;
  const evidence = [
    { kind: 'phase', text: `It answers the very first packet of the session${timing}; no SYN-ACK came.` },
  ];
  if (isNearByTtl(context) && delay !== null && delay <= NEAR_DELAY) {
    evidence.push({
      kind: 'near',
      text: `TTL ${reset.ttl}: the sender is about hop ${hopNumber(reset.ttl)} on the way.`,
    });
    return { cause: 'near-device', confidence: 'moderate', evidence };
  }
  return { cause: 'closed-port', confidence: 'moderate', evidence };
};

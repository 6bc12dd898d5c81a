import type { CauseRule, Evidence } from '../reset-context.ts';
import {
  certainDelay,
  fasterThanService,
  isBare,
  matchingOtherEdge,
  milliseconds,
  noTriggerFits,
} from '../reset-context.ts';

/**
 * A machine that never saw this session answered one of its packets: another edge of the service (RFC 9293 section
 * 3.5.2 group 1: the reset's sequence number is our acknowledgement number). TTL and delay say which.
 */
export const otherEdge: CauseRule = (context) => {
  const { reset, ownEdge } = context;
  if (!isBare(reset) || !reset.echoesOurAck) return null;
  const match = matchingOtherEdge(context);
  const evidence: Evidence[] = [
    {
      kind: 'echo',
      text: `It carries nothing but our own acknowledgement number (${reset.sequence}): its sender does not know the session.`,
    },
  ];
  const ttlDiffers = reset.synAckTtl !== null && reset.ttl !== reset.synAckTtl && !reset.ttlSeenInSession;
  if (match) {
    const roundTrip =
      match.medianRoundTrip === null ? '' : ` and ${milliseconds(match.medianRoundTrip)} round trip`;
    evidence.push({
      kind: 'edge-match',
      text: `TTL ${reset.ttl} and delay fit edge ${match.name} (TTL ${match.ttl}${roundTrip}), which answered ${match.streams.length} other session(s) of the same address; this session belongs to edge ${ownEdge?.name ?? 'unknown'} (TTL ${reset.synAckTtl ?? 'unknown'}).`,
    });
  } else if (ttlDiffers) {
    if (fasterThanService(context) && certainDelay(reset) !== null && reset.triggerDelays.length === 1) {
      evidence.push({
        kind: 'faster',
        text: 'It came sooner than the known edges could answer: a nearer edge, or a device on the way.',
      });
    }
    evidence.push({
      kind: 'ttl',
      text: `TTL ${reset.ttl} against ${reset.synAckTtl} of the server's packets in this session: another machine, or another path.`,
    });
  } else {
    const delay = reset.triggerDelays[0] ?? null;
    const differs = ownEdge !== null && noTriggerFits(reset, ownEdge) && !fasterThanService(context);
    const overtaken = delay !== null && certainDelay(reset) === null && reset.serverContinues;
    if (!differs && !overtaken) return null;
    if (differs && delay !== null)
      evidence.push({
        kind: 'delay',
        text: `Same TTL (${reset.ttl}), but it came ${milliseconds(delay)} after our packet where this session's own edge answers in ${reset.roundTrip === null ? 'another time' : milliseconds(reset.roundTrip)}.`,
      });
  }
  if (reset.serverContinues)
    evidence.push({ kind: 'continues', text: 'The edge that owns the session went on sending afterwards.' });
  if (reset.sequenceOffset !== null && reset.sequenceOffset < 0)
    evidence.push({
      kind: 'stale',
      text: `It was ${-reset.sequenceOffset} bytes behind the session, so our system ignored it.`,
    });
  else if (reset.sequenceOffset === 0)
    evidence.push({
      kind: 'fatal',
      text: 'Its sequence number was exactly the expected one, so it ended the session.',
    });
  const confidence = match && (ttlDiffers || reset.serverContinues) ? 'moderate' : 'weak';
  return { cause: 'other-edge', confidence, evidence };
};

import type { CauseRule } from '../reset-context.ts';
import {
  certainDelay,
  fasterThanService,
  hopNumber,
  isNearByTtl,
  matchingOtherEdge,
  milliseconds,
  NEAR_DELAY,
  shortestDelay,
} from '../reset-context.ts';

/** A firewall, router or proxy close to this machine. Its header can be identical to another edge's; speed and TTL are not. */
export const nearDevice: CauseRule = (context) => {
  const { reset } = context;
  if (reset.phase === 'syn-sent' && reset.hasAckFlag) return null;
  const delay = shortestDelay(reset);
  if (delay === null || !fasterThanService(context)) return null;
  const nearByTtl = isNearByTtl(context);
  const certain = certainDelay(reset);
  const nearByDelay = certain !== null && certain <= NEAR_DELAY && reset.ttl !== reset.synAckTtl;
  if (!nearByTtl && (!nearByDelay || matchingOtherEdge(context) !== null)) return null;
  const roundTrip = context.smallestRoundTrip ?? reset.roundTrip;
  const evidence = [
    {
      kind: 'too-fast',
      text: `It came ${milliseconds(delay)} after our packet; the service's own round trip is ${roundTrip === null ? 'longer' : milliseconds(roundTrip)}.`,
    },
  ];
  if (nearByTtl)
    evidence.push({
      kind: 'near',
      text: `TTL ${reset.ttl}: the sender is about hop ${hopNumber(reset.ttl)} on the way; the server's packets come with TTL ${reset.synAckTtl ?? 'unknown'}.`,
    });
  else
    evidence.push({
      kind: 'ttl',
      text: `Its TTL (${reset.ttl}) is not the server's (${reset.synAckTtl ?? 'unknown'}).`,
    });
  if (reset.serverContinues)
    evidence.push({
      kind: 'continues',
      text: 'The real server went on sending afterwards: it was never told.',
    });
  return { cause: 'near-device', confidence: nearByTtl ? 'moderate' : 'weak', evidence };
};

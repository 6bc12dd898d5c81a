import type { CauseRule } from '../reset-context.ts';
import { fasterThanService, hopNumber, isNearByTtl, matchingOtherEdge, seconds } from '../reset-context.ts';

/** Silences of a minute and more are what firewalls, NAT and load balancers time out (domain notes 2.3). */
const LONG_SILENCE = 55e9;
/** A shorter one counts only when no session of the capture survived as long a silence. */
const SHORT_SILENCE = 1.5e9;

/** The session had been silent, and whoever kept state for it had forgotten it. */
export const idleExpiry: CauseRule = (context) => {
  const { reset, longestSurvivedGap } = context;
  if (reset.phase === 'syn-sent' || reset.ordinal > 1) return null;
  const near = isNearByTtl(context) && fasterThanService(context);
  const long = reset.idleBefore >= LONG_SILENCE;
  const longerThanAnySurvivor =
    reset.idleBefore >= SHORT_SILENCE && reset.idleBefore > 1.2 * longestSurvivedGap;
  if (!long && !(near && longerThanAnySurvivor)) return null;
  if (!near && matchingOtherEdge(context) !== null) return null;
  const evidence = [
    {
      kind: 'silence',
      text: `The session had been silent for ${seconds(reset.idleBefore)} before the packet that drew this reset.`,
    },
  ];
  if (!long)
    evidence.push({
      kind: 'survivors',
      text: `No session of this capture survived so long a silence; the longest survived was ${seconds(longestSurvivedGap)}.`,
    });
  if (near)
    evidence.push({
      kind: 'near',
      text: `TTL ${reset.ttl}: the sender is about hop ${hopNumber(reset.ttl)} on the way, not the server.`,
    });
  return { cause: 'idle-expiry', confidence: near || long ? 'moderate' : 'weak', evidence };
};

import type { CauseRule } from '../reset-context.ts';
import {
  certainDelay,
  fasterThanService,
  isNearByTtl,
  matchingOtherEdge,
  milliseconds,
  shortestDelay,
} from '../reset-context.ts';

/** Forged in the server's name: it claims the server's distance but arrives too early, or guesses sequence numbers. */
export const injected: CauseRule = (context) => {
  const { reset, session } = context;
  if (reset.phase === 'syn-sent') return null;
  const claimsServer = reset.ttlSeenInSession || reset.ttl === reset.synAckTtl;
  const delay = shortestDelay(reset);
  const negotiatedTimestamps = session.synAck?.options.includes('ts') ?? false;
  const realAbort = reset.hasAckFlag && reset.hasOptions;

  if (claimsServer && !realAbort && delay !== null && fasterThanService(context) && !isNearByTtl(context)) {
    const certain = certainDelay(reset) !== null;
    const alien = reset.hasAckFlag
      ? negotiatedTimestamps
      : reset.ipId !== 0 || !reset.dontFragment || reset.window !== 0;
    if ((certain || alien) && matchingOtherEdge(context) === null) {
      const evidence = [
        {
          kind: 'too-fast',
          text: `It came ${milliseconds(delay)} after our packet, far quicker than any round trip to this service, yet carries the server's TTL (${reset.ttl}).`,
        },
      ];
      if (alien)
        evidence.push({
          kind: 'alien-header',
          text: reset.hasAckFlag
            ? 'It lacks the timestamp option that both ends of this session had agreed on.'
            : `Its header differs from what an end of a session writes (IP id ${reset.ipId}, window ${reset.window}).`,
        });
      return { cause: 'injected', confidence: alien && certain ? 'moderate' : 'weak', evidence };
    }
  }
  const guessed = reset.sequenceOffset !== null && reset.sequenceOffset > 0 && !reset.echoesOurAck;
  if (guessed && session.handshakeDone && !realAbort)
    return {
      cause: 'injected',
      confidence: 'weak',
      evidence: [
        {
          kind: 'guessed-sequence',
          text: `Its sequence number lies ${reset.sequenceOffset} beyond the next byte of the session and is none we ever acknowledged: a guess.`,
        },
      ],
    };
  return null;
};

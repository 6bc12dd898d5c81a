import { fisherOneSided, wilsonInterval } from '../probe/statistics.ts';
import type { AddressAttempt } from './judge-addresses.ts';

/** One arm of the comparison: the usual addresses, or the legacy ones of the override. */
interface ArmTally {
  readonly addresses: readonly string[];
  readonly attempts: number;
  readonly proved: number;
  readonly resets: number;
}

export interface StillNeeded {
  /** `elsewhere`: both ways fail. `not-comparable`: one of them could not be tried. */
  readonly verdict: 'healthy' | 'still-broken' | 'unclear' | 'elsewhere' | 'not-comparable';
  readonly words: string;
  readonly anycast: ArmTally;
  readonly legacy: ArmTally;
}

/** What is rarer than one in twenty by chance counts as a difference. */
const CHANCE = 0.05;

function tally(addresses: readonly string[], attempts: readonly AddressAttempt[]): ArmTally {
  const mine = attempts.filter(({ address }) => addresses.includes(address));
  return {
    addresses,
    attempts: mine.length,
    proved: mine.filter(({ outcome }) => outcome === 'proved').length,
    resets: mine.filter(({ outcome }) => outcome === 'reset').length,
  };
}

/** Rounded up: the bound must not promise more than it is. */
const percent = (share: number): string => `${Math.ceil(share * 100)} %`;

/** Are the usual addresses healthy again, seen past the override? The two arms were tried in turn. */
export function judgeStillNeeded(
  anycastAddresses: readonly string[],
  legacyAddresses: readonly string[],
  attempts: readonly AddressAttempt[],
): StillNeeded {
  const anycast = tally(anycastAddresses, attempts);
  const legacy = tally(legacyAddresses, attempts);
  const say = (verdict: StillNeeded['verdict'], words: string): StillNeeded => ({
    ...{ verdict, words, anycast, legacy },
  });
  if (anycast.attempts === 0)
    return say(
      'not-comparable',
      'The usual addresses could not be found out past the override, so nothing can be said of them.',
    );
  const failed = anycast.attempts - anycast.proved;
  const legacyFailed = legacy.attempts - legacy.proved;
  const tries = `${anycast.proved} of ${anycast.attempts} connections to the usual addresses`;
  if (failed === 0) {
    const most = percent(wilsonInterval(0, anycast.attempts).high);
    return say(
      'healthy',
      `Past the override, ${tries} worked, without a reset. So with 95 % confidence at most ${most} of them fail; a rarer fault would not show in so few tries. The override can come off, and be made again if the resets come back.`,
    );
  }
  const legacyTries = `${legacy.proved} of ${legacy.attempts} to the legacy ones`;
  if (legacy.attempts > 0 && legacy.proved === 0)
    return say(
      'elsewhere',
      `Past the override, ${tries} worked, and ${legacyTries}. The override does not help now; the fault is elsewhere.`,
    );
  const chance = fisherOneSided(failed, anycast.attempts, legacyFailed, legacy.attempts);
  if (legacy.attempts > 0 && chance < CHANCE)
    return say(
      'still-broken',
      `Past the override, only ${tries} worked (${anycast.resets} were reset), but ${legacyTries}. The usual way is still broken: keep the override.`,
    );
  return say(
    'unclear',
    `Past the override, ${tries} worked, and ${legacyTries}. That difference can be chance. Try again later, or with a recording.`,
  );
}

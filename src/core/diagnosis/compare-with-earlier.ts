import type { Diagnosis, Earlier } from '../../contract/diagnosis.ts';
import { fisherTwoSided, highestRateAfterClean } from '../probe/two-arms.ts';

/** The service's provider calls its own maintenance over after ten minutes at most (Global Accelerator's guide, "TCP resets"). */
export const LOOK_AGAIN_MINUTES = 15;

type Measured = Pick<Diagnosis, 'startedAt' | 'endedAt' | 'verdict' | 'comparison'>;

/** A measurement beside the one that made somebody look again, in a sentence. */
export function compareWithEarlier(earlier: Measured, now: Measured): Earlier {
  const [before, after] = [earlier.comparison.anycast, now.comparison.anycast];
  const minutes = Math.max(1, Math.round((Date.parse(now.startedAt) - Date.parse(earlier.endedAt)) / 60_000));
  const since = `${minutes} minute${minutes === 1 ? '' : 's'} earlier`;
  const of = ({ failures, attempts }: typeof before): string => `${failures} of ${attempts}`;
  return {
    ...{ startedAt: earlier.startedAt, endedAt: earlier.endedAt, kind: earlier.verdict.kind },
    anycast: { attempts: before.attempts, failures: before.failures, resets: before.resets },
    text: sentence(),
  };

  function sentence(): string {
    if (before.attempts === 0 || after.attempts === 0)
      return `One of the two measurements made no attempts, so this one cannot be compared with that of ${since}.`;
    if (before.failures === 0 && after.failures === 0) {
      const rate = Math.ceil(100 * highestRateAfterClean(before.attempts + after.attempts, 0.95));
      return `Nothing failed ${since} (${of(before)}), and nothing now (${of(after)}); together they leave a rate of at most ${rate} %.`;
    }
    const chance = fisherTwoSided(before.failures, before.attempts, after.failures, after.attempts);
    const both = `${of(before)} attempts to the anycast addresses failed ${since}, ${of(after)} now`;
    if (chance >= 0.05)
      return after.failures === 0
        ? `${both}: it may be over, and so few failures may also be chance.`
        : `${both}: it goes on. Maintenance of the service would be over by now.`;
    if (after.failures === 0)
      return `${both}: it is over. That fits maintenance of the service, or a route that changed; measure again when it comes back.`;
    return before.failures / before.attempts < after.failures / after.attempts
      ? `${both}: it has become worse, by more than chance.`
      : `${both}: it has become better, by more than chance, and is not over.`;
  }
}

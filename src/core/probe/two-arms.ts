import { fisherOneSided } from './statistics.ts';

/**
 * Fisher's exact test, two-sided: the probability, given the totals, of all tables that are at most as probable as this
 * one (the sum R's `fisher.test` takes, with its tolerance of 1e-7).
 */
export function fisherTwoSided(
  failuresOne: number,
  attemptsOne: number,
  failuresTwo: number,
  attemptsTwo: number,
): number {
  const failures = failuresOne + failuresTwo;
  if (failures === 0 || attemptsOne === 0 || attemptsTwo === 0) return 1;
  const least = Math.max(0, failures - attemptsTwo);
  const most = Math.min(failures, attemptsOne);
  const tail = (from: number): number =>
    from > most ? 0 : fisherOneSided(from, attemptsOne, failures - from, attemptsTwo);
  const exactly = (count: number): number => tail(count) - tail(count + 1);
  const own = exactly(failuresOne);
  let probability = 0;
  for (let count = least; count <= most; count += 1) {
    const one = exactly(count);
    if (one <= own * (1 + 1e-7)) probability += one;
  }
  return Math.min(1, Math.max(own, probability));
}

/**
 * The highest failure rate that still gives no failure in so many attempts with the probability left over: the upper
 * end of Clopper and Pearson's one-sided interval, 1 - (1 - certainty)^(1/n); about 3/n at 95 % ("rule of three").
 */
export const highestRateAfterClean = (attempts: number, certainty: 0.95 | 0.99): number =>
  attempts === 0 ? 1 : 1 - (1 - certainty) ** (1 / attempts);

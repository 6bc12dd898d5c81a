/** Interval of a share, both ends 0..1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson score interval at 95 % (Wilson 1927). For 0 of n it ends at about 3.84 / (n + 3.84). */
export function wilsonInterval(failures: number, attempts: number): Interval {
  if (attempts === 0) return { low: 0, high: 1 };
  const z = 1.959964;
  const share = failures / attempts;
  const denominator = 1 + (z * z) / attempts;
  const centre = share + (z * z) / (2 * attempts);
  const spread = z * Math.sqrt((share * (1 - share)) / attempts + (z * z) / (4 * attempts * attempts));
  return {
    low: failures === 0 ? 0 : Math.max(0, (centre - spread) / denominator),
    high: failures === attempts ? 1 : Math.min(1, (centre + spread) / denominator),
  };
}

/** log(n!) by summation; exact enough for the few thousand attempts a case can have. */
function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k += 1) sum += Math.log(k);
  return sum;
}

/**
 * Fisher's exact test, one-sided: probability that arm one fails at least this often more than arm two by chance.
 */
export function fisherOneSided(
  failuresOne: number,
  attemptsOne: number,
  failuresTwo: number,
  attemptsTwo: number,
): number {
  const failures = failuresOne + failuresTwo;
  const total = attemptsOne + attemptsTwo;
  if (failures === 0 || attemptsOne === 0 || attemptsTwo === 0) return 1;
  const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  const denominator = logChoose(total, failures);
  let probability = 0;
  for (let k = failuresOne; k <= Math.min(failures, attemptsOne); k += 1) {
    if (failures - k > attemptsTwo) continue;
    probability += Math.exp(logChoose(attemptsOne, k) + logChoose(attemptsTwo, failures - k) - denominator);
  }
  return Math.min(1, probability);
}

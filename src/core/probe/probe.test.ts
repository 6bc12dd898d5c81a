import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareArms, type ExperimentPlan, sequentialState } from './experiment-plan.ts';
import { estimateShare, risingFailures, survival } from './shift-model.ts';
import { fisherOneSided, wilsonInterval } from './statistics.ts';
import { fisherTwoSided, highestRateAfterClean } from './two-arms.ts';

/** Exact by whole numbers: the sum of products of binomials over the binomial of all. */
const choose = (n: number, k: number): bigint => {
  let value = 1n;
  for (let index = 1; index <= k; index += 1) value = (value * BigInt(n - k + index)) / BigInt(index);
  return value;
};
function exactTables(one: number, n: number, two: number, m: number): { oneSided: number; twoSided: number } {
  const failures = one + two;
  const weight = (k: number): bigint =>
    k > n || failures - k > m || k > failures ? 0n : choose(n, k) * choose(m, failures - k);
  const all = Array.from({ length: failures + 1 }, (_, k) => weight(k));
  const total = all.reduce((sum, each) => sum + each, 0n);
  const share = (part: bigint): number => Number((part * 10n ** 18n) / total) / 1e18;
  const own = weight(one);
  return {
    oneSided: share(all.slice(one).reduce((sum, each) => sum + each, 0n)),
    twoSided: share(all.filter((each) => each <= own).reduce((sum, each) => sum + each, 0n)),
  };
}
const arms = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
  .chain(([n, m]) =>
    fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n), fc.integer({ min: 0, max: m }), fc.constant(m)),
  );

describe('Fisher’s exact test', () => {
  test('Fisher’s own tea: 3 of 4 against 1 of 4 is 17/70 and 34/70', () => {
    expect(fisherOneSided(3, 4, 1, 4)).toBeCloseTo(17 / 70, 12);
    expect(fisherTwoSided(3, 4, 1, 4)).toBeCloseTo(34 / 70, 12);
  });

  test('agrees with sums of whole numbers', () => {
    fc.assert(
      fc.property(arms, ([one, n, two, m]) => {
        const exact = exactTables(one, n, two, m);
        expect(fisherOneSided(one, n, two, m)).toBeCloseTo(exact.oneSided, 9);
        expect(fisherTwoSided(one, n, two, m)).toBeCloseTo(exact.twoSided, 8);
      }),
    );
  });

  test('fewest failures against none, as in the domain notes: 5, 7 and 9 of 20', () => {
    const fewest = (p: number): number =>
      Array.from({ length: 21 }, (_, k) => k).find((k) => k > 0 && fisherOneSided(k, 20, 0, 20) < p) ?? -1;
    expect([0.05, 0.01, 0.001].map(fewest)).toEqual([5, 7, 9]);
    expect(fisherOneSided(3, 30, 0, 30)).toBeGreaterThan(0.1);
    expect(fisherOneSided(7, 30, 0, 30)).toBeLessThan(0.01);
  });
});

describe('intervals', () => {
  test.each([
    [0, 20, 0, 16.1],
    [0, 300, 0, 1.3],
    [1, 30, 0.6, 16.7],
    [3, 30, 3.5, 25.6],
    [25, 50, 36.6, 63.4],
  ])('Wilson of %i of %i is %f to %f %%, as in the domain notes', (failures, attempts, low, high) => {
    const { low: from, high: to } = wilsonInterval(failures, attempts);
    expect(from * 100).toBeCloseTo(low, 1);
    expect(to * 100).toBeCloseTo(high, 1);
  });

  test('after a clean run the bound is about 3/n, and exactly the rate that stays clean in one of twenty', () => {
    for (const attempts of [30, 100, 300]) {
      const bound = highestRateAfterClean(attempts, 0.95);
      expect(bound).toBeLessThan(3 / attempts);
      expect(bound).toBeGreaterThan(2.8 / attempts);
      expect((1 - bound) ** attempts).toBeCloseTo(0.05, 10);
    }
    expect(highestRateAfterClean(0, 0.95)).toBe(1);
  });
});

describe('the model of a split', () => {
  test.each([
    [0.5, [50, 25, 6.3, 0.8]],
    [0.25, [62.5, 43.8, 23.8, 10]],
    [0.02, [96, 94, 90, 85]],
  ])('S(n) at q = %f is the table of the domain notes', (share, percents) => {
    [2, 3, 5, 8].forEach((packets, index) => {
      expect(100 * survival(packets, share)).toBeCloseTo(percents[index] ?? Number.NaN, 0);
    });
    expect(survival(1, share)).toBe(1);
  });

  test('the laboratory’s random 10 % is read off its own success rates (domain notes 3.1)', () => {
    const read = estimateShare([
      { clientPackets: 1, attempts: 100, failures: 0 },
      { clientPackets: 2, attempts: 100, failures: 21 },
      { clientPackets: 3, attempts: 100, failures: 22 },
    ]);
    expect(read?.share).toBeCloseTo(0.1, 1);
    expect(read?.interval.low).toBeLessThan(0.1);
    expect(read?.interval.high).toBeGreaterThan(0.1);
  });

  test('expected counts give the share back, within its interval', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.4, noNaN: true }), (share) => {
        const rungs = [2, 3, 200].map((clientPackets) => ({
          ...{ clientPackets, attempts: 1000 },
          failures: Math.round(1000 * (1 - survival(clientPackets, share))),
        }));
        const read = estimateShare(rungs);
        expect(Math.abs((read?.share ?? 1) - share)).toBeLessThan(0.02);
        expect(read?.interval.low).toBeLessThanOrEqual(read?.share ?? 0);
        expect(read?.interval.high).toBeGreaterThanOrEqual(read?.share ?? 1);
      }),
      { numRuns: 40 },
    );
  });

  test('no failure gives a share of none, with the bound the longest rung allows', () => {
    const read = estimateShare([{ clientPackets: 200, attempts: 20, failures: 0 }]);
    expect(read?.share).toBe(0);
    expect(read?.interval.low).toBe(0);
    expect(read?.interval.high).toBeGreaterThan(0);
    expect(read?.interval.high).toBeLessThan(0.001);
    expect(estimateShare([{ clientPackets: 1, attempts: 20, failures: 0 }])).toBeNull();
  });
});

describe('do failures rise with the packets', () => {
  const ladder = (...failures: number[]) =>
    failures.map((count, index) => ({
      clientPackets: [1, 2, 3, 200][index] ?? 0,
      attempts: 20,
      failures: count,
    }));

  test('two rungs are Fisher’s test', () => {
    expect(risingFailures(ladder(1, 6))).toBeCloseTo(fisherOneSided(6, 20, 1, 20), 9);
  });

  test('a ladder as a split makes it rises, an even one and a falling one do not', () => {
    expect(risingFailures(ladder(0, 3, 5, 18))).toBeLessThan(0.001);
    expect(risingFailures(ladder(3, 3, 3, 3))).toBeGreaterThan(0.3);
    expect(risingFailures(ladder(18, 5, 3, 0))).toBeGreaterThan(0.99);
    expect(risingFailures(ladder(0, 0, 0, 0))).toBe(1);
  });

  test('agrees with counting all ways on small ladders', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 }), (failures) => {
        const total = failures.reduce((sum, each) => sum + each, 0);
        const score = (counts: readonly number[]): number => (counts[1] ?? 0) + 2 * (counts[2] ?? 0);
        let [all, high] = [0n, 0n];
        for (let one = 0; one <= 3; one += 1)
          for (let two = 0; two <= 3; two += 1) {
            const three = total - one - two;
            if (three < 0 || three > 3) continue;
            const ways = choose(3, one) * choose(3, two) * choose(3, three);
            all += ways;
            if (score([one, two, three]) >= score(failures)) high += ways;
          }
        const rungs = failures.map((count, index) => ({
          clientPackets: index + 1,
          attempts: 3,
          failures: count,
        }));
        expect(risingFailures(rungs)).toBeCloseTo(total === 0 ? 1 : Number(high) / Number(all), 9);
      }),
    );
  });
});

describe('plans', () => {
  const sequential = (healthyRate: number, faultyRate: number) =>
    ({ kind: 'sequential', healthyRate, faultyRate, mostAttemptsPerArm: 100 }) as const;
  const cleanNeeded = (healthyRate: number, faultyRate: number): number =>
    Array.from({ length: 200 }, (_, index) => index).find(
      (attempts) =>
        sequentialState({ attempts, failures: 0 }, sequential(healthyRate, faultyRate)) === 'healthy',
    ) ?? -1;

  test('Wald’s test ends after as many clean attempts as the domain notes say', () => {
    expect([cleanNeeded(0.005, 0.1), cleanNeeded(0.005, 0.05), cleanNeeded(0.01, 0.2)]).toEqual([30, 65, 15]);
    expect(sequentialState({ attempts: 2, failures: 2 }, sequential(0.005, 0.1))).toBe('faulty');
    expect(sequentialState({ attempts: 1, failures: 1 }, sequential(0.005, 0.1))).toBe('go-on');
  });

  test('a fixed plan gives no p-value before its end, a sequential one never', () => {
    const fixed: ExperimentPlan = { kind: 'fixed', attemptsPerArm: 20 };
    const early = compareArms(fixed, { attempts: 19, failures: 19 }, { attempts: 19, failures: 0 });
    expect(early).toMatchObject({ isComplete: false, oneSided: null, twoSided: null });
    const whole = compareArms(fixed, { attempts: 20, failures: 7 }, { attempts: 20, failures: 0 });
    expect(whole.isComplete).toBe(true);
    expect(whole.oneSided).toBeCloseTo(fisherOneSided(7, 20, 0, 20), 12);
    expect(whole.legacy.highestRate).toBeCloseTo(highestRateAfterClean(20, 0.95), 12);
    expect(whole.anycast.highestRate).toBeNull();
    expect(
      compareArms(sequential(0.01, 0.2), { attempts: 9, failures: 9 }, { attempts: 9, failures: 0 }),
    ).toMatchObject({
      ...{ isComplete: true, oneSided: null, twoSided: null, sequential: 'faulty' },
    });
  });
});

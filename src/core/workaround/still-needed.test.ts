import { expect, test } from 'vitest';
import type { AddressAttempt, IdentityOutcome } from './judge-addresses.ts';
import { judgeStillNeeded } from './still-needed.ts';

const USUAL = '104.192.141.1';
const LEGACY = '18.205.93.1';
const attempts = (
  address: string,
  good: number,
  bad: number,
  how: IdentityOutcome = 'reset',
): AddressAttempt[] =>
  Array.from({ length: good + bad }, (_, index) => ({
    ...{ address, service: 'https', outcome: index < good ? 'proved' : how, ms: null, detail: null },
  }));
const judge = (usual: readonly [number, number], legacy: readonly [number, number], how?: IdentityOutcome) =>
  judgeStillNeeded(
    [USUAL],
    [LEGACY],
    [...attempts(USUAL, ...usual, how), ...attempts(LEGACY, ...legacy, how)],
  );

test.each([
  [[20, 0], [20, 0], 'healthy'],
  [[20, 0], [0, 20], 'healthy'],
  [[5, 15], [20, 0], 'still-broken'],
  [[19, 1], [20, 0], 'unclear'],
  [[10, 10], [10, 10], 'unclear'],
  [[10, 10], [0, 20], 'elsewhere'],
  [[0, 20], [0, 20], 'elsewhere'],
  [[0, 20], [0, 0], 'unclear'],
  [[0, 0], [20, 0], 'not-comparable'],
] as const)('usual %j, legacy %j (worked, failed): %s', (usual, legacy, verdict) => {
  expect(judge(usual, legacy).verdict).toBe(verdict);
});

test('a good result is only an upper bound, and says how low', () => {
  expect(judge([20, 0], [20, 0]).words).toMatch(/20 of 20 .*at most 17 % .*rarer fault/);
  expect(judge([100, 0], [20, 0]).words).toContain('at most 4 %');
});

test('what fails without a reset counts as failed, not as reset', () => {
  const { anycast, verdict } = judge([0, 20], [20, 0], 'timeout');
  expect(anycast).toEqual({ addresses: [USUAL], attempts: 20, proved: 0, resets: 0 });
  expect(verdict).toBe('still-broken');
});

import { expect, test } from 'vitest';
import { probePlan } from './probe-plan.ts';
import { secondsLeft } from './time-left.ts';

test.each([
  ['quick', 15, 40],
  ['standard', 45, 120],
  ['thorough', 120, 300],
] as const)('a %s measurement takes between %i and %i seconds by its plan', (mode, least, most) => {
  const { steps } = probePlan(mode);
  expect(secondsLeft(steps, 0, 0)).toBeGreaterThanOrEqual(least);
  expect(secondsLeft(steps, 0, 0)).toBeLessThanOrEqual(most);
  expect(secondsLeft(steps, steps.length, 1)).toBe(0);
});

test('the pace so far counts the more the longer it is known', () => {
  const { steps } = probePlan('standard');
  const planned = secondsLeft(steps.slice(16), 0, 0);
  const ratio = (done: number, slower: number): number => {
    const expected = secondsLeft(steps.slice(0, done), 0, 0) * 1000;
    return secondsLeft(steps, done, slower * expected) / secondsLeft(steps.slice(done), 0, 0);
  };
  expect(planned).toBeGreaterThan(0);
  expect(ratio(2, 3)).toBeLessThan(ratio(20, 3));
  expect(ratio(20, 3)).toBeGreaterThan(2);
  expect(ratio(20, 0.5)).toBeLessThan(0.7);
});

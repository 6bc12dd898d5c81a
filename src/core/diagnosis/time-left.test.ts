import { expect, test } from 'vitest';
import { probePlan } from './probe-plan.ts';
import { secondsLeft } from './time-left.ts';

test.each([
  ['quick', 15, 40],
  ['standard', 45, 120],
  ['thorough', 120, 300],
] as const)('a %s measurement takes between %i and %i seconds by its plan', (mode, least, most) => {
  const plan = probePlan(mode);
  expect(secondsLeft(plan, 0, 0)).toBeGreaterThanOrEqual(least);
  expect(secondsLeft(plan, 0, 0)).toBeLessThanOrEqual(most);
  expect(secondsLeft(plan, plan.steps.length, 1)).toBe(0);
});

test('the pace so far counts the more the longer it is known', () => {
  const { steps } = probePlan('standard');
  const of = (some: typeof steps) => ({ steps: some, everyMs: null });
  const planned = secondsLeft(of(steps.slice(16)), 0, 0);
  const ratio = (done: number, slower: number): number => {
    const expected = secondsLeft(of(steps.slice(0, done)), 0, 0) * 1000;
    return secondsLeft(of(steps), done, slower * expected) / secondsLeft(of(steps.slice(done)), 0, 0);
  };
  expect(planned).toBeGreaterThan(0);
  expect(ratio(2, 3)).toBeLessThan(ratio(20, 3));
  expect(ratio(20, 3)).toBeGreaterThan(2);
  expect(ratio(20, 0.5)).toBeLessThan(0.7);
});

test('a watch lasts as long as it was asked to, whatever its attempts take', () => {
  const plan = probePlan('watch', 60);
  expect(secondsLeft(plan, 0, 0)).toBe(3600);
  expect(secondsLeft(plan, 10, 600_000)).toBe(3000);
  expect(secondsLeft(plan, 54, 3_601_000)).toBe(0);
});

import { expect, test } from 'vitest';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import { compareArms } from '../probe/experiment-plan.ts';
import { compareWithEarlier } from './compare-with-earlier.ts';

function measured(hour: string, failures: number, attempts = 32) {
  const plan = { kind: 'fixed', attemptsPerArm: attempts } as const;
  const { anycast, legacy } = compareArms(plan, { attempts, failures }, { attempts, failures: 0 });
  return {
    startedAt: `2026-11-26T${hour}:00.000Z`,
    endedAt: `2026-11-26T${hour}:00.000Z`,
    verdict: { kind: 'insufficient' },
    comparison: { anycast: { ...anycast, resets: failures }, legacy: { ...legacy, resets: 0 } },
  } as unknown as Diagnosis;
}
const said = (before: number, now: number): string =>
  compareWithEarlier(measured('09:00', before), measured('09:15', now)).text;

test('failures that are gone beyond chance are over, which fits maintenance', () => {
  expect(said(12, 0)).toBe(
    '12 of 32 attempts to the anycast addresses failed 15 minutes earlier, 0 of 32 now: it is over. That fits maintenance of the service, or a route that changed; measure again when it comes back.',
  );
  expect(said(2, 0), 'two of thirty-two may be chance').toContain('may also be chance');
});

test('failures that stay exclude maintenance, and a change within chance is none', () => {
  expect(said(12, 11)).toContain('it goes on. Maintenance of the service would be over by now.');
  expect(said(2, 25)).toContain('worse, by more than chance');
  expect(said(25, 4)).toContain('better, by more than chance, and is not over');
  expect(said(0, 12)).toContain('worse');
});

test('two clean runs leave a bound, and a run without attempts compares nothing', () => {
  expect(said(0, 0)).toContain('together they leave a rate of at most 5 %');
  const none = compareWithEarlier(measured('09:00', 0, 0), measured('09:15', 0));
  expect(none.text).toContain('cannot be compared');
  expect(none).toMatchObject({ endedAt: '2026-11-26T09:00:00.000Z', anycast: { attempts: 0 } });
});

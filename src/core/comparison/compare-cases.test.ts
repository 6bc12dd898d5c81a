import { expect, test } from 'vitest';
import type { Case } from '../../contract/case.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import { playedAttempt } from '../../test-support/probe-attempts.ts';
import { fisherTwoSided } from '../probe/two-arms.ts';
import { createCase } from '../session/case-events.ts';
import { compareCases } from './compare-cases.ts';
import type { WholeCase } from './compared-case.ts';

const AT = '2026-11-24T20:00:00Z';

function measured(
  id: string,
  failures: number,
  attempts: number,
  more: Partial<Diagnosis> = {},
  from: Partial<Case> = {},
): WholeCase {
  const made = [...Array(attempts).keys()].map((index) =>
    playedAttempt({
      ...{ number: index + 1, arm: 'anycast', rung: 'tls', port: 443, address: '104.192.141.1' },
      outcome: index < failures ? 'reset' : 'ok',
    }),
  );
  const stopped = playedAttempt({
    ...{ number: 999, arm: 'anycast', rung: 'tls', port: 443, address: '104.192.141.1', outcome: 'stopped' },
  });
  const diagnosis = {
    ...{ mode: 'standard', startedAt: AT, endedAt: AT, attempts: [...made, stopped] },
    verdict: { kind: failures > 0 ? 'anycast-shift-per-packet' : 'healthy', confidence: 'weak', summary: '' },
    ...more,
  } as Diagnosis;
  return { current: { ...createCase(id, AT), ...from }, analysis: null, diagnosis, paths: null };
}

test('a fix that helped: counts of both, what was stopped left out, Fisher’s exact test, both verdicts', () => {
  const made = compareCases(measured('OTTER-42', 12, 32), measured('RAVEN-17', 0, 32));
  expect(made.basis).toBe('live');
  expect(made.probability).toBe(fisherTwoSided(12, 32, 0, 32));
  expect(made.summary).toBe(
    'To the anycast address live attempts failed: 12 of 32 (22 to 55 %) in OTTER-42 and 0 of 32 (0 to 11 %) in RAVEN-17; that is more than chance, which alone would differ so much in less than 0.1 % of such pairs; the verdicts are “Anycast shift: packets of one session are split” and “No fault seen”.',
  );
});

test('few attempts: the same direction is not called more than chance', () => {
  const made = compareCases(measured('OTTER-42', 2, 10), measured('RAVEN-17', 0, 10));
  expect(made.summary).toContain('not more than chance');
});

test('two clean cases do not differ', () => {
  const made = compareCases(measured('OTTER-42', 0, 32), measured('RAVEN-17', 0, 32));
  expect(made).toMatchObject({ probability: 1 });
  expect(made.summary).toContain('that is no difference; both verdicts are');
});

test('plans of different length are not compared, and that is said', () => {
  const made = compareCases(measured('OTTER-42', 12, 32), measured('RAVEN-17', 0, 56, { mode: 'thorough' }));
  expect(made).toMatchObject({ basis: 'none', probability: null });
  expect(made.summary).toContain('cannot be said');
  expect(made.limits.join()).toContain('different plans');
});

test('placeholders of another machine are said to be its own', () => {
  const elsewhere = measured(
    'OTTER-42',
    1,
    32,
    {},
    {
      title: 'branch',
      origin: {
        kind: 'imported',
        caseId: 'OTTER-42',
        madeAt: AT,
        importedAt: AT,
        version: '1',
        masksOn: true,
      },
    },
  );
  const made = compareCases(elsewhere, measured('RAVEN-17', 0, 32));
  expect(made.limits.join()).toContain('ip-1 there is not ip-1');
  expect(made.summary).toContain('OTTER-42 (branch)');
});

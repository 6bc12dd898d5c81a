import { expect, test } from 'vitest';
import type { ProbeOutcome } from '../../contract/diagnosis.ts';
import { playedAttempt } from '../../test-support/probe-attempts.ts';
import { noticesOfResets } from './diagnose-notices.ts';
import type { Notice } from './override-words.ts';

test('the first reset is told at once, others not again for ten minutes, and nothing else is', () => {
  const notices: Notice[] = [];
  const tell = noticesOfResets((notice) => void notices.push(notice));
  const at = (minute: number, outcome: ProbeOutcome) =>
    tell({
      ...playedAttempt({
        number: 1,
        arm: 'anycast',
        rung: 'tls',
        port: 443,
        address: '104.192.141.1',
        outcome,
      }),
      startedAt: new Date(Date.UTC(2026, 10, 26, 9, minute)).toISOString(),
    });
  at(0, 'ok');
  at(1, 'timeout');
  expect(notices).toEqual([]);
  at(2, 'reset');
  at(3, 'reset');
  at(11, 'reset');
  expect(notices).toHaveLength(1);
  expect(notices[0]?.body).toContain('usual (anycast) address 104.192.141.1, port 443');
  at(12, 'reset');
  expect(notices).toHaveLength(2);
});

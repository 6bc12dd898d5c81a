import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IdleSession } from '../../contract/idle-session.ts';
import { idlePauses } from '../probe/idle-plan.ts';
import { idleFindings, idleSentence } from './idle-reading.ts';

const session = (more: Partial<IdleSession>): IdleSession => ({
  ...{ minutes: 10, address: '104.192.141.1', port: 443, sourcePort: 40_000, end: 'alive' },
  ...{ startedAt: '2026-11-26T09:00:00.000Z', quietSeconds: null, survivedSeconds: 0 },
  pauses: [{ quietSeconds: 0, isAnswered: true }],
  ...more,
});

test('pauses grow, fill the time that was given, and no step is more than about twice the last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (minutes) => {
      const pauses = idlePauses(minutes);
      expect(pauses.reduce((sum, one) => sum + one, 0)).toBe(60 * minutes);
      for (const [index, pause] of pauses.entries()) {
        const before = pauses[index - 1] ?? 15;
        expect(pause).toBeGreaterThanOrEqual(before);
        expect(pause).toBeLessThanOrEqual(4 * before);
      }
    }),
  );
  expect(idlePauses(10), 'the last is longer than the provider’s limit').toEqual([15, 30, 60, 120, 375]);
});

test.each([
  [
    { end: 'reset-on-next-packet', quietSeconds: 120, survivedSeconds: 60 },
    'After 2 minutes of silence the session was forgotten on the way: its next packet was answered by a reset. It had outlived a pause of 60 seconds.',
  ],
  [
    { end: 'reset-in-silence', quietSeconds: 60.04 },
    'After 60 seconds of silence the session was forgotten on the way: it was reset while nobody used it.',
  ],
  [
    { end: 'closed', quietSeconds: 340.2, survivedSeconds: 120 },
    'The other side ended the quiet session properly after 5.7 minutes, as the service’s provider does with sessions quiet for 340 seconds. It had outlived a pause of 2 minutes.',
  ],
  [
    { end: 'closed', quietSeconds: 75 },
    'The other side ended the quiet session properly after 75 seconds, which is its own decision and no fault of the way.',
  ],
  [{ end: 'alive', survivedSeconds: 375 }, 'A session that was quiet for 6.3 minutes was still answered.'],
  [{ end: 'stopped' }, 'Stopped before the first pause was over.'],
] as const)('%j is said as it was', (more, sentence) => {
  expect(idleSentence(session(more))).toBe(sentence);
});

test('only a session nobody ended speaks of a firewall, with a keep-alive below what it outlived', () => {
  const [forgotten] = idleFindings(session({ end: 'no-answer', quietSeconds: 120, survivedSeconds: 45 }));
  expect(forgotten).toMatchObject({ kind: 'idle-firewall', severity: 'mind' });
  expect(forgotten?.text).toContain('ServerAliveInterval 45');
  const early = idleFindings(session({ end: 'reset-on-next-packet', quietSeconds: 15 }));
  expect(early[0]?.text).toContain('ServerAliveInterval 7');
  for (const end of ['closed', 'alive', 'stopped'] as const)
    expect(idleFindings(session({ end, quietSeconds: 340 })).map(({ kind }) => kind)).toEqual([
      'idle-survived',
    ]);
  expect(idleFindings(session({ end: 'not-opened' }))).toEqual([]);
});

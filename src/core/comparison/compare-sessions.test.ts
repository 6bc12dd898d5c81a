import { expect, test } from 'vitest';
import { playedReset, playedSession } from '../../test-support/analysed-session.ts';
import { compareSessions } from './compare-sessions.ts';

const differing = (...sessions: Parameters<typeof compareSessions>): string[] =>
  compareSessions(...sessions)
    .filter(({ differs }) => differs)
    .map(({ fact }) => fact);

test('a session laid beside itself differs in nothing', () => {
  expect(differing(playedSession(), playedSession())).toEqual([]);
});

test('what sets two sessions apart is marked, and nothing else', () => {
  const near = playedSession({
    ...{ arm: 'control', edge: null, packets: { toServer: 1, toClient: 3 } },
    resets: [playedReset({ ttl: 63, ack: true, cause: 'near-device', delayMs: 0.1, sequenceOffset: -1 })],
  });
  expect(differing(playedSession(), near)).toEqual([
    ...['arm', 'edge', 'packets', 'resetBy', 'resetTtl', 'resetDelay', 'resetFlags', 'resetPlace'],
  ]);
  const place = compareSessions(playedSession(), near).find(({ fact }) => fact === 'resetPlace');
  expect(place).toMatchObject({ one: 'the next byte, so it ended the session', other: '1 byte behind' });
});

test.each([
  [12.9, 17.8, false],
  [12.9, 18.0, true],
  [100, 124, false],
  [100, 135, true],
])('handshakes of %s and %s ms differ: %s', (one, other, differs) => {
  const made = compareSessions(playedSession({ handshakeMs: one }), playedSession({ handshakeMs: other }));
  expect(made.find(({ fact }) => fact === 'handshake')).toMatchObject({ differs });
});

test('beside a session without a reset its facts are empty, and of two such they are left out', () => {
  const calm = playedSession({ resets: [], state: 'SF' });
  expect(compareSessions(playedSession(), calm).find(({ fact }) => fact === 'resetBy')).toEqual({
    ...{ fact: 'resetBy', one: 'another edge', other: '', differs: true },
  });
  expect(compareSessions(calm, calm).map(({ fact }) => fact)).not.toContain('resetBy');
});

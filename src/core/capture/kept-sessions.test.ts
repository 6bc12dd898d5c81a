import { expect, test } from 'vitest';
import { analyseBytes, analyseTracked, CONTROL, TARGETS } from '../../test-support/analyse-bytes.ts';
import { pcapFile, type TcpPacket } from '../../test-support/build-capture.ts';
import { onePacketSessions } from '../../test-support/one-packet-sessions.ts';
import { handshake } from '../../test-support/sessions.ts';
import { summarisedText } from '../words/session-words.ts';
import { createCaptureReader } from './capture-reader.ts';
import { MOST_KEPT_SESSIONS } from './kept-sessions.ts';
import { createSessionTracker } from './session-tracker.ts';

/** Sessions one after another, twelve of them under way at a time: most end in order, some are reset, some never answered. */
function manySessions(count: number): TcpPacket[] {
  const packets = [...Array(count).keys()].flatMap((number): TcpPacket[] => {
    const at = number * 10;
    const ports = { clientPort: 20_000 + number, serverPort: number % 3 === 0 ? 22 : 443 };
    if (number % 11 === 0) return [{ ...ports, at, from: 'client', flags: 'S', seq: 1000 }];
    const opened = handshake({ ...ports, at, ...(number % 2 === 0 ? {} : { ttl: 52, roundTrip: 44 }) });
    const data = { ...ports, at: at + 90, seq: 1001, ack: 9001 };
    if (number % 20 === 1)
      return [
        ...opened,
        { ...data, from: 'client', flags: 'P.', payload: 100 },
        { ...ports, at: at + 134, from: 'server', flags: 'R', seq: 9001, ttl: 56 },
      ];
    return [
      ...opened,
      { ...data, from: 'client', flags: 'F.' },
      { ...ports, at: at + 110, from: 'server', flags: 'F.', seq: 9001, ack: 1002 },
    ];
  });
  return packets.sort((one, other) => one.at - other.at);
}

test('with half of the sessions put away again and again, counts, edges and verdict are those of all of them', () => {
  const bytes = pcapFile(manySessions(1200));
  const whole = analyseBytes(bytes, 'all');
  const thinned = analyseBytes(bytes, 'all', undefined, 150);
  expect(whole.tcp.summarised).toBeUndefined();
  const { summarised, ...tcp } = thinned.tcp;
  expect(tcp).toEqual(whole.tcp);
  // Only how often the edges alternate is told of the listed sessions, and said so.
  const kept = / \(\d+ changes in \d+ handshakes of the sessions that are listed\)/;
  const all = / \(\d+ changes in \d+ handshakes\)/;
  expect(JSON.parse(JSON.stringify(thinned.verdict).replace(kept, ''))).toEqual(
    JSON.parse(JSON.stringify(whole.verdict).replace(all, '')),
  );
  const told = ({ name, server, ttl, sessions, lastSeenAt }: (typeof whole.edges)[number]) => [
    ...[name, server, ttl, sessions, lastSeenAt],
  ];
  expect(thinned.edges.map(told)).toEqual(whole.edges.map(told));
  // Nothing that was reset went, and what went is all there in the counts.
  const withReset = ({ sessions }: typeof whole) => sessions.filter(({ resets }) => resets.length > 0);
  expect(withReset(thinned)).toEqual(withReset(whole));
  expect(thinned.sessions.length).toBeLessThanOrEqual(150);
  expect(summarised?.sessions).toBe(1200 - thinned.sessions.length);
  expect(summarised?.withReset).toBe(0);
  const inState = (state: string): number =>
    thinned.sessions.filter((one) => one.state === state).length +
    (summarised?.states.find((one) => one.state === state)?.sessions ?? 0);
  for (const state of ['SF', 'S0', 'RSTR'])
    expect(inState(state)).toBe(whole.sessions.filter((one) => one.state === state).length);
});

test('a session that was put away and goes on is not counted again, and its reset is judged', () => {
  const late = { clientPort: 20_001, at: 60_000 };
  const bytes = pcapFile(
    [
      ...manySessions(400).filter(({ clientPort }) => clientPort !== 20_001),
      ...handshake({ clientPort: 20_001, at: 15 }),
      { ...late, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 9 } as const,
      { ...late, at: 60_020, from: 'server', flags: 'R', seq: 9001, ttl: 56 } as const,
    ].sort((one, other) => one.at - other.at),
  );
  const whole = analyseBytes(bytes, 'reset');
  const thinned = analyseBytes(bytes, 'reset', undefined, 60);
  expect(thinned.tcp.sessions).toBe(whole.tcp.sessions);
  const ids = ({ sessions }: typeof whole) => sessions.map(({ id }) => id);
  expect(ids(thinned)).toEqual(ids(whole));
  // The same ports with another first sequence number are another session, put away or not.
  const again = pcapFile([
    ...manySessions(400),
    { ...late, from: 'client', flags: 'S', seq: 77_000 },
    { ...late, clientPort: 20_002, from: 'client', flags: 'S', seq: 1000 },
  ]);
  expect(analyseBytes(again, 'reset', undefined, 60).tcp).toMatchObject({
    sessions: 401,
    synRetransmissions: 1,
  });
});

test('three hundred thousand sessions of one packet each are counted to the last one, in the room of a few thousand', () => {
  const tracker = createSessionTracker({ anycast: TARGETS, control: CONTROL });
  const reader = createCaptureReader(tracker);
  for (const chunk of onePacketSessions(300_000, 50_000)) reader.push(chunk);
  const result = reader.end();
  if (!result.ok) throw new Error(result.message);
  expect(tracker.sessions.length).toBeLessThanOrEqual(MOST_KEPT_SESSIONS);
  const { tcp, verdict } = analyseTracked(tracker, result, 'reset');
  expect(tcp.sessions).toBe(300_000);
  expect(tcp.summarised?.sessions).toBe(300_000 - tracker.sessions.length);
  expect(tcp.summarised?.servers).toEqual([
    { address: '104.192.141.1', sessions: 300_000 - tracker.sessions.length },
  ]);
  expect(summarisedText(tcp)).toContain('are counted and not listed one by one');
  expect(verdict.kind).toBe('unreachable');
  // All but those of the last second: they may be answered yet.
  expect(verdict.summary).toContain('250000 of 300000 connection attempts');
}, 30_000);

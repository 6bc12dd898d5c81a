import { expect, test } from 'vitest';
import { analyseBytes } from '../../test-support/analyse-bytes.ts';
import { pcapFile, type TcpPacket } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';
import { MOST_KEPT_SESSIONS } from '../capture/kept-sessions.ts';
import { summarisedText } from '../words/session-words.ts';

const LEGACY = '18.205.93.1';

/** Sessions one after the other that ask, and get what `rest` says; times in `rest` count from each one's beginning. */
const sessions = (
  count: number,
  rest: readonly TcpPacket[],
  { from = 0, server }: { readonly from?: number; readonly server?: string } = {},
): TcpPacket[] =>
  Array.from({ length: count }, (_, index) => {
    const at = (from + index) * 300;
    const place = { clientPort: 10_000 + from + index, ...(server === undefined ? {} : { server }) };
    return [
      ...handshake({ at, ...place }),
      { ...place, at: at + 25, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 100 } as const,
      ...rest.map((packet) => ({ ...place, ...packet, at: at + packet.at })),
    ];
  }).flat();

const shifted: readonly TcpPacket[] = [{ at: 75, from: 'server', flags: 'R', seq: 9001, ttl: 52 }];
const late: readonly TcpPacket[] = [
  { at: 45, from: 'server', flags: 'F.', seq: 9001, ack: 1101, ttl: 56 },
  { at: 50, from: 'client', flags: 'P.', seq: 1101, ack: 9002, payload: 10 },
  { at: 70, from: 'server', flags: 'R', seq: 9002, ttl: 56 },
];
const notLookedInto = ({ verdict }: ReturnType<typeof analyseBytes>): string | undefined =>
  verdict.against.find(({ kind }) => kind === 'not-looked-into')?.text;

test('more sessions than are kept, every one of them reset: all are counted, and the share is of those looked into', () => {
  const count = MOST_KEPT_SESSIONS + 1000;
  const { tcp, verdict, ...analysis } = analyseBytes(pcapFile(sessions(count, shifted)), 'reset');
  const listed = analysis.sessions.length;
  expect(tcp).toMatchObject({ sessions: count, resets: count });
  expect(listed).toBeGreaterThanOrEqual(MOST_KEPT_SESSIONS / 2);
  expect(tcp.summarised).toMatchObject({ sessions: count - listed, withReset: count - listed });
  expect(verdict.kind).toBe('anycast-shift-per-packet');
  expect(verdict.summary).toContain(`${listed} of ${listed} sessions were reset by an edge`);
  expect(notLookedInto({ tcp, verdict, ...analysis })).toContain(
    `${count - listed} sessions with a reset are only counted, and nobody looked for the cause: this rests on a sample of ${listed} from the whole time.`,
  );
  expect(summarisedText(tcp)).toContain(`${count - listed} of them were reset too`);
}, 30_000);

test('legacy addresses most of whose resets were put away are not called clean: those looked into say that they fail, too', () => {
  const packets = [...sessions(80, shifted, { server: LEGACY }), ...sessions(400, shifted, { from: 80 })];
  const bytes = pcapFile(packets);
  const controlLines = (mostKept?: number): string[] =>
    analyseBytes(bytes, 'reset', undefined, mostKept)
      .verdict.score.map(({ line }) => line)
      .filter((line) => line.startsWith('control'));
  expect(controlLines()).toEqual(['control-fails-too']);
  expect(controlLines(150)).toEqual(['control-fails-too']);
});

test('legacy addresses of whose resets next to none was looked into are not compared with', () => {
  const packets = [...sessions(20, shifted, { server: LEGACY }), ...sessions(1500, shifted, { from: 20 })];
  const { verdict } = analyseBytes(pcapFile(packets), 'reset', undefined, 80);
  expect(verdict.score.filter(({ line }) => line.startsWith('control'))).toEqual([]);
  expect(verdict.against.map(({ kind }) => kind)).toContain('no-control');
});

test('when what is kept ended in order, the sessions nobody looked into are not called whole', () => {
  const analysis = analyseBytes(pcapFile(sessions(600, late)), 'reset', undefined, 90);
  const { verdict, tcp } = analysis;
  expect(tcp.summarised?.withReset).toBeGreaterThan(400);
  const shown = 600 - (tcp.summarised?.withReset ?? 0);
  expect(Number(/^0 of (\d+) sessions/.exec(verdict.summary)?.[1] ?? 0)).toBeLessThanOrEqual(shown);
  expect(verdict.confidence).not.toBe('moderate');
  expect(notLookedInto(analysis)).toMatch(/^\d+ sessions with a reset are only counted/);
});

test('what is looked into is from the whole time: two thirds of one cause are not hidden by the last third of another', () => {
  const packets = [...sessions(800, shifted), ...sessions(400, late, { from: 800 })];
  const analysis = analyseBytes(pcapFile(packets), 'reset', undefined, 120);
  const streams = analysis.sessions.map(({ id }) => Number(id.slice('tcp-'.length)));
  for (let from = 0; from < 1200; from += 200)
    expect(
      streams.filter((stream) => stream >= from && stream < from + 200).length,
      `from ${from}`,
    ).toBeGreaterThan(3);
  expect(analysis.verdict.kind).toBe('anycast-shift-per-packet');
});

test('of an ordinary capture nothing of the kind is said', () => {
  expect(notLookedInto(analyseBytes(pcapFile(sessions(20, shifted)), 'all'))).toBeUndefined();
});

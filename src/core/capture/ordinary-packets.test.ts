import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { analyseTracked, CONTROL, FIXTURES, TARGETS } from '../../test-support/analyse-bytes.ts';
import { CLIENT, pcapFile, pcapngFile, SERVER, type TcpPacket } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';
import type { CaptureMemory } from './capture-memory.ts';
import { createCaptureReader } from './capture-reader.ts';
import { LINE_WORDS, LOG_LINES, OPENING_PACKETS } from './log-line.ts';
import { BASE_SECONDS, LINES_WRITTEN } from './memory-cells.ts';
import { OPENING_COUNT, ROW_WORDS } from './session-row.ts';
import { SessionTracker } from './session-tracker.ts';

/** Sessions of the captures below, at most, unless told otherwise. */
const MOST_SESSIONS = 1000;

interface OneReading {
  /** Everything that is known afterwards: the numbers as they lie in the memory, and the document. */
  readonly known: unknown;
  /** How many packets went the short way. */
  readonly ordinary: number;
}

/** Reads files of one case, and gives the memory back. */
function readOneWay(
  files: readonly Uint8Array[],
  shortWay: boolean,
  pieceBytes: number,
  mostKept = MOST_SESSIONS,
): OneReading {
  const tracker = new SessionTracker({ anycast: TARGETS, control: CONTROL }, { shortWay, mostKept });
  const handedOver = vi.spyOn(tracker, 'packet');
  const results = files.map((bytes, file) => {
    tracker.file = file;
    const reader = createCaptureReader(tracker);
    for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
    return reader.end();
  });
  const { memory, counts } = tracker;
  const lines = Math.min(memory.get(LINES_WRITTEN), LOG_LINES);
  const [result] = results;
  const known = {
    rows: tracker.sessions.map(({ row }) => [
      memory.rowWords.slice(row * ROW_WORDS, (row + 1) * ROW_WORDS),
      openingOf(memory, row),
    ]),
    lines: memory.lineWords.slice(0, lines * LINE_WORDS),
    cells: [memory.get(LINES_WRITTEN), memory.get(BASE_SECONDS), memory.slotMask],
    resets: tracker.sessions.map(({ resets, excerpt }) => [resets, excerpt]),
    document: result?.ok ? analyseTracked(tracker, result, 'all') : result,
    results,
    counts: { ...counts },
  };
  tracker.release();
  return { known, ordinary: counts.packets - handedOver.mock.calls.length };
}

/** What a row has of its first packets; what lies behind them is nobody's. */
function openingOf({ rowWords, openingWords }: CaptureMemory, row: number): Int32Array {
  const from = row * OPENING_PACKETS * LINE_WORDS;
  const count = rowWords[row * ROW_WORDS + OPENING_COUNT] as number;
  return openingWords.slice(from, from + count * LINE_WORDS);
}

/** @returns how many packets went the short way */
function expectBothWaysToAgree(bytes: Uint8Array, pieceBytes = bytes.length): number {
  return expectCaseToAgree([bytes], pieceBytes);
}

function expectCaseToAgree(files: readonly Uint8Array[], pieceBytes: number, mostKept?: number): number {
  const short = readOneWay(files, true, pieceBytes, mostKept);
  const long = readOneWay(files, false, 1 << 20, mostKept);
  expect(short.known).toEqual(long.known);
  expect(long.ordinary).toBe(0);
  return short.ordinary;
}

/** A session of a dozen packets, some of them data, closed by both ends. */
const sessionWith = ({ at = 0, clientPort }: { at?: number; clientPort: number }): TcpPacket[] => {
  const client = { from: 'client', clientPort } as const;
  const server = { from: 'server', clientPort } as const;
  return [
    ...handshake({ at, clientPort }),
    { ...client, at: at + 21, flags: 'P.', seq: 1001, ack: 9001, payload: 20 },
    { ...server, at: at + 41, flags: 'P.', seq: 9001, ack: 1021, payload: 30 },
    { ...client, at: at + 42, flags: '.', seq: 1021, ack: 9031 },
    { ...client, at: at + 43, flags: 'P.', seq: 1021, ack: 9031, payload: 20 },
    { ...server, at: at + 63, flags: 'F.', seq: 9031, ack: 1041 },
    { ...client, at: at + 64, flags: 'F.', seq: 1041, ack: 9032 },
    { ...server, at: at + 84, flags: '.', seq: 9032, ack: 1042 },
  ];
};

/** The kinds of file that ordinary packets are read from, and one that goes the long way. */
const KINDS: Readonly<Record<string, (packets: readonly TcpPacket[]) => Uint8Array>> = {
  pcap: pcapFile,
  'pcap with nanoseconds': (packets) => pcapFile(packets, { nanoseconds: true }),
  'pcap cut short': (packets) => pcapFile(packets, { snapLength: 60 }),
  pcapng: pcapngFile,
  'pcapng with microseconds': (packets) => pcapngFile(packets, { nanoseconds: false }),
};

/** Sequence numbers around those of the handshake, around the turn of 2^32, and from nowhere. */
const number = fc.oneof(
  fc.integer({ min: 900, max: 1400 }),
  fc.integer({ min: 8900, max: 9400 }),
  fc.constant(9001),
  fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1),
);

const anyPacket: fc.Arbitrary<TcpPacket> = fc.record({
  at: fc.integer({ min: 30, max: 90_000 }),
  from: fc.constantFrom('client' as const, 'server' as const),
  flags: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('.', 'P.') },
    { weight: 2, arbitrary: fc.constantFrom('S', 'S.', 'F.', 'F', 'R', 'R.', 'P', '.U', 'SR', 'SF.') },
  ),
  seq: number,
  ack: number,
  payload: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
  ttl: fc.constantFrom(52, 56, 64, 255),
  window: fc.integer({ min: 0, max: 65_535 }),
  ipId: fc.integer({ min: 0, max: 65_535 }),
  options: fc.constantFrom([], [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2]),
  // Also a machine that talks to itself, from the port it talks to.
  client: fc.oneof(
    { weight: 5, arbitrary: fc.constant(CLIENT) },
    { weight: 1, arbitrary: fc.constant(SERVER) },
  ),
  clientPort: fc.constantFrom(50_000, 50_001, 443),
});

describe('an ordinary packet, followed the short way', () => {
  test.each(Object.entries(KINDS))(
    'leaves everything as the long way does, in %s',
    (_kind, fileOf) => {
      let ordinary = 0;
      fc.assert(
        fc.property(
          fc.array(anyPacket, { minLength: 30, maxLength: 120 }),
          fc.boolean(),
          fc.integer({ min: 30, max: 20_000 }),
          (rest, inOrder, pieceBytes) => {
            // The second one's SYN-ACK is acknowledged by a packet of the rest, or never.
            const packets = [...handshake(), ...handshake({ clientPort: 50_001 }).slice(0, 2), ...rest];
            if (inOrder) packets.sort((one, other) => one.at - other.at);
            ordinary += expectBothWaysToAgree(fileOf(packets), pieceBytes);
          },
        ),
        { numRuns: 60 },
      );
      expect(ordinary).toBeGreaterThan(300);
    },
    60_000,
  );

  test.each(Object.entries(KINDS))(
    'also when it is damaged anywhere, in %s',
    (_kind, fileOf) => {
      const packets = [...Array(40).keys()].map((turn): TcpPacket => {
        const fromClient = turn % 3 !== 0;
        const seq = (fromClient ? 1001 : 9001) + turn * 10;
        return {
          at: 30 + turn,
          from: fromClient ? 'client' : 'server',
          flags: 'P.',
          seq,
          ack: 1,
          payload: 10,
        };
      });
      const whole = fileOf([...handshake(), ...packets]);
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat({ max: whole.length - 25 }), fc.nat({ max: 255 })), {
            minLength: 1,
            maxLength: 6,
          }),
          (changes) => {
            const bytes = Uint8Array.from(whole);
            for (const [at, value] of changes) bytes[24 + at] = value;
            expectBothWaysToAgree(bytes);
          },
        ),
        { numRuns: 100 },
      );
    },
    60_000,
  );

  test('also with any bit of its headers turned', () => {
    const data = (at: number, seq: number): TcpPacket => ({
      ...{ at, from: 'client', flags: 'P.', seq, ack: 9001, payload: 4 },
    });
    const before = pcapFile([...handshake(), data(30, 1001)]);
    const whole = pcapFile([...handshake(), data(30, 1001), data(40, 1005), data(50, 1009)]);
    const frameAt = before.length + 16;
    for (let at = frameAt; at < frameAt + 54; at += 1)
      for (let bit = 1; bit < 256; bit *= 2) {
        const bytes = Uint8Array.from(whole);
        bytes[at] = (bytes[at] as number) ^ bit;
        expectBothWaysToAgree(bytes);
      }
  });

  test('leaves alone what it does not know: the other byte order, cooked frames, several capture points', () => {
    const data = [...Array(20).keys()].map(
      (turn): TcpPacket => ({
        at: 30 + turn,
        from: 'client',
        flags: 'P.',
        seq: 1001 + turn,
        ack: 9001,
        payload: 1,
      }),
    );
    const packets = [...handshake(), ...data];
    expect(expectBothWaysToAgree(pcapFile(packets))).toBeGreaterThan(10);
    for (const options of [
      { bigEndian: true },
      { link: 'sll' },
      { link: 'sll2' },
      { link: 'vlan' },
    ] as const) {
      expect(expectBothWaysToAgree(pcapFile(packets, options))).toBe(0);
      expect(expectBothWaysToAgree(pcapngFile(packets, options))).toBe(0);
    }
    const twoPoints = packets.map((packet, index) => ({ ...packet, point: index === 0 ? 2 : 1 }));
    expect(expectBothWaysToAgree(pcapngFile([{ ...data[0], point: 1 } as TcpPacket, ...twoPoints]))).toBe(0);
  });

  test('also in several files of one case, of any kind, with more sessions than are kept', () => {
    let ordinary = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...Object.values(KINDS)), fc.nat({ max: 40 })), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.constantFrom(12, 30, 5000),
        fc.integer({ min: 500, max: 40_000 }),
        (kinds, mostKept, pieceBytes) => {
          const files = kinds.map(([fileOf, first], file) =>
            fileOf(
              [...Array(60).keys()].flatMap((index) =>
                sessionWith({ at: file * 9000 + index * 40, clientPort: 40_000 + first + index }),
              ),
            ),
          );
          ordinary += expectCaseToAgree(files, pieceBytes, mostKept);
        },
      ),
      { numRuns: 40 },
    );
    expect(ordinary).toBeGreaterThan(2000);
  }, 60_000);

  test('a later file whose interface has had no packet of its own the long way still names its link type', () => {
    const goesOn: TcpPacket = { at: 900, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 4 };
    const later = pcapngFile([goesOn, { ...goesOn, point: 2 }, { ...goesOn, seq: 1005 }]);
    const view = new DataView(later.buffer);
    // The first two become packets of the second interface, which has another link type and no TCP.
    let [interfaces, packets] = [0, 0];
    for (let at = 0; at < later.length && packets < 2; at += view.getUint32(at + 4, true)) {
      const type = view.getUint32(at, true);
      if (type === 1) interfaces += 1;
      if (type === 1 && interfaces === 2) view.setUint16(at + 8, 101, true);
      if (type !== 6) continue;
      packets += 1;
      view.setUint32(at + 8, 1, true);
    }
    const files = [pcapFile([...handshake(), { ...goesOn, at: 30 }]), later];
    expect(expectCaseToAgree(files, 1 << 20), 'the acknowledgement, the data, and what goes on').toBe(3);
  });

  test('an analysis in a memory that was used before is the one in a fresh memory, and the one before cannot reach it', () => {
    const targets = { anycast: TARGETS, control: CONTROL };
    const many = [...Array(3000).keys()].flatMap((index) =>
      sessionWith({ at: index * 2, clientPort: 10_000 + index }),
    );
    const few = pcapFile(sessionWith({ clientPort: 10_007 }));
    const before = new SessionTracker(targets, { mostKept: 5000 });
    const left = createCaptureReader(before);
    left.push(pcapFile(many));
    before.release();
    before.release();
    const again = new SessionTracker(targets, { mostKept: 5000 });
    expect(again.memory).toBe(before.memory);
    const fresh = new SessionTracker(targets, { mostKept: 5000 });
    expect(fresh.memory).not.toBe(before.memory);
    left.push(pcapFile(many).subarray(24));
    const read = (tracker: SessionTracker): unknown => {
      const reader = createCaptureReader(tracker);
      reader.push(few);
      left.push(pcapFile(many).subarray(24, 5000));
      const result = reader.end();
      return result.ok ? analyseTracked(tracker, result, 'all') : result;
    };
    expect(read(again)).toEqual(read(fresh));
    expect(again.sessions).toHaveLength(1);
  });

  test('lends its buffer to one reader at a time', () => {
    const tracker = new SessionTracker({ anycast: TARGETS, control: CONTROL });
    const buffer = tracker.ordinary?.lend();
    expect(buffer).toBeInstanceOf(Uint8Array);
    expect(tracker.ordinary?.lend()).toBeNull();
    tracker.ordinary?.giveBack();
    expect(tracker.ordinary?.lend()).toBe(buffer);
  });

  const recordings = readdirSync(FIXTURES).filter((name) => /\.pcap(ng)?$/.test(name));
  test.each(recordings)('in the recording %s', (name) => {
    expectBothWaysToAgree(readFileSync(join(FIXTURES, name)), 10_007);
  });
});

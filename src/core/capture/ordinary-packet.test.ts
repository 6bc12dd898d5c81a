import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { analyseTracked, CONTROL, FIXTURES, TARGETS } from '../../test-support/analyse-bytes.ts';
import { pcapFile, type TcpPacket } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';
import { createCaptureReader } from './capture-reader.ts';
import { OrdinaryPackets } from './ordinary-packet.ts';
import { SessionTracker } from './session-tracker.ts';

/** Everything that is known after reading: of each packet as it came, of each session, and the document. */
function readOneWay(bytes: Uint8Array, shortWay: boolean): unknown {
  const tracker = new SessionTracker({ anycast: TARGETS, control: CONTROL }, { shortWay });
  const perPacket: unknown[] = [];
  const reader = createCaptureReader({
    packet(...args) {
      tracker.packet(...args);
      const { stream, headersEnd, current } = tracker;
      perPacket.push([stream, current?.stream ?? null, stream < 0 ? null : headersEnd - args[1]]);
    },
  });
  reader.push(bytes);
  const result = reader.end();
  const sides = tracker.sessions.flatMap(({ sides }) =>
    sides.map((side) => [
      ...[side.packets, side.payloadBytes, side.baseSequence, side.hasNext, side.lastAck, side.hasAck],
      ...[side.inOrderEnd, side.sawSyn, side.sawFin, side.sawReset, side.lowestTtl, side.highestTtl],
      ...[side.longestStuck, side.longestStuckBytes, side.state],
    ]),
  );
  const sessions = tracker.sessions.map((one) => [
    ...[one.firstAt, one.lastAt, one.newestLine, one.handshakeDone, one.synAckRepeats],
    ...[one.otherSynAcks, one.longestSurvivedGap, one.resets, one.excerpt, one.clientSide],
  ]);
  const document = result.ok ? analyseTracked(tracker, result, 'all') : result;
  return { perPacket, sides, sessions, document, counts: tracker.counts };
}

/** @returns how many packets went the short way */
function expectBothWaysToAgree(bytes: Uint8Array): number {
  const follow = vi.spyOn(OrdinaryPackets.prototype, 'follow');
  try {
    const short = readOneWay(bytes, true);
    const ordinary = follow.mock.results.filter(({ value }) => value >= 0).length;
    follow.mockClear();
    expect(short).toEqual(readOneWay(bytes, false));
    expect(follow).not.toHaveBeenCalled();
    return ordinary;
  } finally {
    follow.mockRestore();
  }
}

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
  clientPort: fc.constantFrom(50_000, 50_001, 443),
});

describe('an ordinary packet, followed the short way', () => {
  test('leaves everything as the long way does, whatever else is in the capture', () => {
    let ordinary = 0;
    fc.assert(
      fc.property(fc.array(anyPacket, { minLength: 30, maxLength: 120 }), fc.boolean(), (rest, inOrder) => {
        // The second one's SYN-ACK is acknowledged by a packet of the rest, or never.
        const packets = [...handshake(), ...handshake({ clientPort: 50_001 }).slice(0, 2), ...rest];
        if (inOrder) packets.sort((one, other) => one.at - other.at);
        ordinary += expectBothWaysToAgree(pcapFile(packets));
      }),
      { numRuns: 200 },
    );
    expect(ordinary).toBeGreaterThan(1000);
  }, 60_000);

  test('also in a file that is damaged anywhere', () => {
    const packets = [...Array(40).keys()].map((turn): TcpPacket => {
      const fromClient = turn % 3 !== 0;
      const seq = (fromClient ? 1001 : 9001) + turn * 10;
      return { at: 30 + turn, from: fromClient ? 'client' : 'server', flags: 'P.', seq, ack: 1, payload: 10 };
    });
    const whole = pcapFile([...handshake(), ...packets]);
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
      { numRuns: 300 },
    );
  }, 60_000);

  const recordings = readdirSync(FIXTURES).filter((name) => name.endsWith('.pcap'));
  test.each(recordings)('in the recording %s', (name) => {
    expectBothWaysToAgree(readFileSync(join(FIXTURES, name)));
  });
});

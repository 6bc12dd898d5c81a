import { describe, expect, test } from 'vitest';
import { analyseBytes } from '../../test-support/analyse-bytes.ts';
import { pcapFile, pcapngFile, type TcpPacket, TIMESTAMPS } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';

const LEGACY = '18.205.93.1';

/** A session that is opened, sends a request, and gets what `rest` says; times in `rest` count from its beginning. */
function session(index: number, rest: readonly TcpPacket[], server?: string): TcpPacket[] {
  const at = index * 300;
  const place = { clientPort: 50_000 + index, ...(server ? { server } : {}) };
  return [
    ...handshake({ at, ...place }),
    { ...place, at: at + 25, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 100 },
    ...rest.map((packet) => ({ ...place, ...packet, at: at + packet.at })),
  ];
}

const sessions = (count: number, rest: readonly TcpPacket[], from = 0, server?: string): TcpPacket[] =>
  Array.from({ length: count }, (_, index) => session(from + index, rest, server)).flat();

const clean: readonly TcpPacket[] = [
  { at: 45, from: 'server', flags: 'P.', seq: 9001, ack: 1101, payload: 200, ttl: 56 },
  { at: 46, from: 'client', flags: 'F.', seq: 1101, ack: 9201 },
  { at: 66, from: 'server', flags: 'F.', seq: 9201, ack: 1102, ttl: 56 },
  { at: 67, from: 'client', flags: '.', seq: 1102, ack: 9202 },
];
const control = sessions(10, clean, 500, LEGACY);
const analyse = (...packets: readonly TcpPacket[]) => analyseBytes(pcapFile(packets));
const causes = (analysis: ReturnType<typeof analyse>) =>
  analysis.sessions.flatMap(({ resets }) => resets.map(({ cause }) => cause));

describe('the same header, another sender', () => {
  test('a reject in the middle of a session is a firewall, however like another edge it looks', () => {
    const reject: TcpPacket[] = [{ at: 25.2, from: 'server', flags: 'R', seq: 9001, ttl: 64 }];
    const analysis = analyse(...sessions(6, reject), ...sessions(6, clean, 20), ...control);
    expect(analysis.verdict).toMatchObject({ kind: 'firewall-reset', confidence: 'moderate' });
    expect(causes(analysis)).toEqual(Array(6).fill('near-device'));
  });

  test('the answer to data after the server closed is no fault', () => {
    const late: TcpPacket[] = [
      { at: 45, from: 'server', flags: 'F.', seq: 9001, ack: 1101, ttl: 56 },
      { at: 50, from: 'client', flags: 'P.', seq: 1101, ack: 9002, payload: 10 },
      { at: 70, from: 'server', flags: 'R', seq: 9002, ttl: 56 },
    ];
    const analysis = analyse(...sessions(8, late));
    expect(analysis.verdict.kind).toBe('healthy');
    expect(causes(analysis)).toEqual(Array(8).fill('late-after-close'));
  });

  test('a reset with acknowledgement, timestamps and the TTL of the server is the server', () => {
    const abort: TcpPacket[] = [
      {
        at: 45,
        from: 'server',
        flags: 'R.',
        seq: 9001,
        ack: 1101,
        ttl: 56,
        window: 502,
        options: TIMESTAMPS,
      },
    ];
    expect(analyse(...sessions(5, abort)).verdict.kind).toBe('server-abort');
  });

  test('another edge is found by its TTL and round trip, known from the sessions it answered', () => {
    const shifted: TcpPacket[] = [{ at: 75, from: 'server', flags: 'R', seq: 9001, ttl: 52 }];
    const others = Array.from({ length: 4 }, (_, index) => [
      ...handshake({ at: 6000 + index * 300, clientPort: 51_000 + index, ttl: 52, roundTrip: 50 }),
    ]).flat();
    const analysis = analyse(...sessions(8, shifted), ...others, ...control);
    expect(analysis.verdict).toMatchObject({ kind: 'anycast-shift-per-packet', confidence: 'moderate' });
    expect(causes(analysis)).toEqual(Array(8).fill('other-edge'));
  });
});

describe('counting', () => {
  test('resets this machine sent are never counted as received', () => {
    const own: TcpPacket[] = [{ at: 60, from: 'client', flags: 'R.', seq: 1101, ack: 9001 }];
    const analysis = analyse(...sessions(6, own));
    expect(causes(analysis)).toEqual(Array(6).fill('local'));
    expect(analysis.verdict.kind).toBe('local-reset');
  });

  test('two identical resets on one capture point are two; on two points they are one', () => {
    const twice: TcpPacket[] = [
      { at: 75, from: 'server', flags: 'R', seq: 9001, ttl: 52 },
      { at: 75.08, from: 'server', flags: 'R', seq: 9001, ttl: 52 },
    ];
    const onePoint = analyse(...session(0, twice));
    expect(onePoint.sessions[0]?.resets).toHaveLength(2);
    const copied = session(0, twice.slice(0, 1)).flatMap((packet) => [
      { ...packet, point: 1 },
      { ...packet, at: packet.at + 0.02, point: 2 },
    ]);
    const twoPoints = analyseBytes(pcapngFile(copied));
    expect(twoPoints.sessions[0]?.resets).toHaveLength(1);
    expect(twoPoints.tcp.resets).toBe(2);
    expect(twoPoints.counts.duplicatesDropped).toBe(5);
  });

  test('sequence numbers that pass 2^32 are compared modulo 2^32', () => {
    const [syn, synAck, ack] = handshake({ serverSequence: 0xffffff00 }) as [TcpPacket, TcpPacket, TcpPacket];
    const packets: TcpPacket[] = [
      syn,
      synAck,
      ack,
      { at: 25, from: 'client', flags: 'P.', seq: 1001, ack: 0xffffff01, payload: 50 },
      { at: 45, from: 'server', flags: 'P.', seq: 0xffffff01, ack: 1051, payload: 0x200, ttl: 56 },
      { at: 46, from: 'client', flags: '.', seq: 1051, ack: 0x101 },
      { at: 96, from: 'server', flags: 'R', seq: 0x101, ttl: 52 },
    ];
    expect(analyse(...packets).sessions[0]?.resets[0]).toMatchObject({ sequence: 0x101, sequenceOffset: 0 });
  });

  test('a new SYN on the same ports opens a new session', () => {
    const first = session(0, clean);
    const second = first.map((packet) => ({
      ...packet,
      at: packet.at + 5000,
      seq: (packet.seq ?? 0) + 70_000,
      ack: packet.ack === undefined ? 0 : packet.ack + 70_000,
    }));
    expect(analyse(...first, ...second).tcp.sessions).toBe(2);
  });
});

describe('what a capture cannot say', () => {
  test('one direction only is not judged, and the sentence says what to do', () => {
    const half = sessions(5, clean).filter(({ from }) => from === 'client');
    const { verdict } = analyse(...half);
    expect(verdict).toMatchObject({ kind: 'capture-invalid', confidence: 'none' });
    expect(verdict.for[0]?.text).toContain('-i any');
  });

  test('a capture that began too late is not judged', () => {
    const tail = sessions(5, [{ at: 45, from: 'server', flags: 'R', seq: 9001, ttl: 52 }]).filter(
      ({ flags }) => !flags.includes('S'),
    );
    expect(analyse(...tail).verdict.kind).toBe('capture-invalid');
  });

  test('a capture of a proxy holds no session with the service', () => {
    const { verdict } = analyse(...sessions(5, clean, 0, '10.0.0.8'));
    expect(verdict.kind).toBe('capture-invalid');
    expect(verdict.for[0]?.text).toContain('proxy');
  });

  test('no resets in a few sessions is a result with its bound, never "0 %"', () => {
    const { verdict } = analyse(...sessions(20, clean));
    expect(verdict.kind).toBe('healthy');
    expect(verdict.summary).toMatch(/0 of 20 sessions .* as high as 16 %/);
  });

  test('three of thirty resets against none of thirty is not called sure', () => {
    const shifted: TcpPacket[] = [{ at: 75, from: 'server', flags: 'R', seq: 9001, ttl: 52 }];
    const { verdict } = analyse(
      ...sessions(3, shifted),
      ...sessions(27, clean, 10),
      ...sessions(30, clean, 100, LEGACY),
    );
    expect(verdict.score.find(({ line }) => line.startsWith('control-clean'))).toBeUndefined();
  });

  test('a capture alone never gives strong confidence', () => {
    const shifted: TcpPacket[] = [{ at: 75, from: 'server', flags: 'R', seq: 9001, ttl: 52 }];
    for (const count of [1, 5, 60])
      expect(analyse(...sessions(count, shifted), ...control).verdict.confidence).not.toBe('strong');
  });
});

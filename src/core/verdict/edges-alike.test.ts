import { describe, expect, test } from 'vitest';
import { analyseBytes } from '../../test-support/analyse-bytes.ts';
import { pcapFile, type TcpPacket } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';

const LEGACY = '18.205.93.1';

/** Both edges answer in the session's own round trip of 20 ms: nothing in such a reset tells them apart. */
function resetByALike(at: number, clientPort: number): TcpPacket[] {
  const common = { clientPort, ttl: 56 };
  return [
    ...handshake({ at, clientPort }),
    { ...common, at: at + 21, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 10 },
    { ...common, at: at + 41, from: 'server', flags: 'R', seq: 9001, ack: 0 },
  ];
}

/** The same between two packets of ours, and the session's own edge goes on after it. */
function resetAndGoesOn(at: number, clientPort: number): TcpPacket[] {
  const common = { clientPort, ttl: 56 };
  return [
    ...handshake({ at, clientPort }),
    { ...common, at: at + 30, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 10 },
    { ...common, at: at + 40, from: 'client', flags: 'P.', seq: 1011, ack: 9001, payload: 10 },
    { ...common, at: at + 50, from: 'server', flags: 'P.', seq: 9001, ack: 1011, payload: 10 },
    { ...common, at: at + 60, from: 'server', flags: 'R', seq: 9001, ack: 0 },
    { ...common, at: at + 61, from: 'server', flags: 'P.', seq: 9011, ack: 1021, payload: 10 },
  ];
}

function held(at: number, clientPort: number, server?: string): TcpPacket[] {
  const to = server === undefined ? {} : { server };
  return [
    ...handshake({ at, clientPort, ...to }),
    { ...to, clientPort, at: at + 30, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 10 },
    { ...to, clientPort, at: at + 50, from: 'server', flags: 'P.', seq: 9001, ack: 1011, payload: 10 },
  ];
}

const capture = (goingOn: number, control: readonly TcpPacket[]) => {
  const anycast = Array.from({ length: 12 }, (_, index) =>
    index < goingOn ? resetAndGoesOn(index * 100, 50_000 + index) : resetByALike(index * 100, 50_000 + index),
  );
  const packets = [...anycast.flat(), ...control].sort((one, other) => one.at - other.at);
  return analyseBytes(pcapFile(packets)).verdict;
};
const clean = (count: number): TcpPacket[] =>
  Array.from({ length: count }, (_, index) => held(20 + index * 100, 51_000 + index, LEGACY)).flat();

describe('edges at the same distance in hops and in time', () => {
  test('are a split when the legacy addresses are clean and some resets give them away', () => {
    const verdict = capture(4, clean(12));
    expect(verdict).toMatchObject({ kind: 'anycast-shift-per-packet', confidence: 'weak' });
    expect(verdict.against.map(({ kind }) => kind)).toContain('others');
  });

  test('are left open when none does, and not blamed on what would have shown on the legacy addresses', () => {
    expect(capture(0, clean(12)).kind).toBe('insufficient');
  });

  test('look like a lost source address where nothing can be compared, which is said', () => {
    for (const [control, words] of [
      [0, '0 sessions to the legacy addresses are in the capture, 0 of them reset'],
      [1, '1 session to the legacy addresses is in the capture, 0 of them reset'],
    ] as const) {
      const verdict = capture(0, clean(control));
      expect(verdict).toMatchObject({ kind: 'stateless-reset-not-anycast', confidence: 'weak' });
      expect(verdict.against.map(({ text }) => text).join()).toContain(words);
    }
  });
});

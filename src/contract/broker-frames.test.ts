import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BrokerFrame, createFrameDecoder, encodeFrame, FRAME_HEADER_BYTES } from './broker-frames.ts';

const frames = fc.array(
  fc.record({
    kind: fc.constantFrom('control' as const, 'capture' as const),
    payload: fc.uint8Array({ minLength: 1, maxLength: 400 }),
  }),
  { maxLength: 12 },
);

const joined = (sent: readonly BrokerFrame[]): Uint8Array => {
  const parts = sent.map(({ kind, payload }) => encodeFrame(kind, payload));
  return new Uint8Array(parts.flatMap((part) => [...part]));
};

/** Cuts bytes at arbitrary places, as sockets do. */
const cut = (bytes: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
};

const header = (length: number, kind: number): Uint8Array => {
  const bytes = new Uint8Array(FRAME_HEADER_BYTES);
  new DataView(bytes.buffer).setUint32(0, length);
  bytes[4] = kind;
  return bytes;
};

describe('the frames between program and broker', () => {
  it('come out as they went in, however the socket cuts them', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat(), { maxLength: 20 }), (sent, places) => {
        const decoder = createFrameDecoder();
        const received = cut(joined(sent), places).flatMap((piece) => [...decoder.push(piece)]);
        expect(received).toEqual(sent);
        expect(decoder.damage).toBeNull();
      }),
    );
  });

  it('take the longest payload of each kind and refuse one byte more', () => {
    for (const [kind, most] of [
      [0, 64 * 1024],
      [1, 1024 * 1024],
    ] as const) {
      const fits = createFrameDecoder();
      fits.push(header(most, kind));
      expect(fits.push(new Uint8Array(most))).toHaveLength(1);
      const tooLong = createFrameDecoder();
      tooLong.push(header(most + 1, kind));
      expect(tooLong.damage).toBe('bad-length');
    }
    expect(() => encodeFrame('control', new Uint8Array(64 * 1024 + 1))).toThrow(RangeError);
  });

  it('of a length or kind that cannot be are damage, and nothing after them is believed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.record({
            length: fc.integer({ min: 1024 * 1024 + 1, max: 0xffffffff }),
            kind: fc.constantFrom(0, 1),
          }),
          fc.record({ length: fc.constant(0), kind: fc.constantFrom(0, 1) }),
          fc.record({
            length: fc.integer({ min: 0, max: 0xffffffff }),
            kind: fc.integer({ min: 2, max: 255 }),
          }),
        ),
        frames,
        ({ length, kind }, later) => {
          const decoder = createFrameDecoder();
          expect(decoder.push(header(length, kind))).toEqual([]);
          expect(decoder.damage).not.toBeNull();
          expect(decoder.push(joined(later))).toEqual([]);
        },
      ),
    );
  });

  it('survive 10,000 strings of random bytes without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        for (const frame of createFrameDecoder().push(bytes)) expect(frame.payload.length).toBeGreaterThan(0);
      }),
      { numRuns: 10_000 },
    );
  });
});

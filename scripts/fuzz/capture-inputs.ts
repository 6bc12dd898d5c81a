import type { TcpPacket } from '../../src/test-support/build-capture.ts';
import { handshake } from '../../src/test-support/sessions.ts';

const numbers = (size: 2 | 4, values: readonly number[]): Uint8Array[] =>
  values.flatMap((value) =>
    [true, false].map((isLittle) => {
      const bytes = new Uint8Array(size);
      const view = new DataView(bytes.buffer);
      if (size === 2) view.setUint16(0, value, isLittle);
      else view.setUint32(0, value, isLittle);
      return bytes;
    }),
  );

/** Link types by their numbers (tcpdump.org/linktypes): all that are decoded, and two that are not. */
export const FUZZED_LINK_TYPES = [
  0, 1, 9, 12, 14, 50, 51, 100, 101, 104, 105, 107, 108, 109, 113, 117, 127, 147, 149, 178, 228, 229, 242,
  258, 276, 65_535,
];

/** Magic numbers, block types, link types, EtherTypes, protocols and options of everything a capture is made of. */
export const CAPTURE_WORDS: readonly Uint8Array[] = [
  ...numbers(4, [0xa1b2c3d4, 0xa1b23c4d, 0xa1b2cd34, 0x0a0d0d0a, 0x1a2b3c4d]),
  ...numbers(4, [1, 2, 3, 4, 5, 6, 10, 0xbad, 28, 32, 36, 60]),
  ...numbers(4, FUZZED_LINK_TYPES),
  ...numbers(2, [0x0800, 0x86dd, 0x8100, 0x88a8, 0x9100, 0x8847, 0x8864, 0x0021, 0x0057, 0x0281, 4]),
  // Options of pcapng: resolution of time, its offset, packets dropped.
  ...[
    [9, 0, 1, 0],
    [9, 0, 1, 0, 9, 0, 0, 0],
    [9, 0, 1, 0, 0xff, 0, 0, 0],
    [9, 0, 1, 0, 0x7f, 0, 0, 0],
    [14, 0, 8, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
    [5, 0, 8, 0],
    [0xaa, 0xaa, 3, 0, 0, 0],
    [0xff, 3],
    [0x0f, 0],
    // The beginnings of IP headers, by protocol: TCP, ICMP, IP in IP, GRE, UDP, AH.
    ...[6, 1, 4, 41, 47, 17, 51].map((protocol) => [0x45, 0, 0, 60, 0, 0, 0x40, 0, 64, protocol]),
    ...[6, 58, 0, 43, 44, 51, 60, 135].map((next) => [0x60, 0, 0, 0, 0, 40, next, 64]),
    [3, 4, 0, 0, 0, 0, 5, 0xdc],
    [2, 0, 0, 0, 0, 0, 0x05, 0x78],
    [2, 4, 5, 180, 4, 2, 8, 10],
    [5, 10],
    [104, 192, 141, 1],
    [10, 0, 0, 2],
  ].map((bytes) => Uint8Array.from(bytes)),
];

/** A session that is opened, asks, and is reset. */
export const resetSession = (): TcpPacket[] => [
  ...handshake(),
  { at: 21, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 60 },
  { at: 41, from: 'server', flags: 'P.', seq: 9001, ack: 1061, payload: 40 },
  { at: 75, from: 'server', flags: 'R', seq: 9001, ttl: 52 },
];

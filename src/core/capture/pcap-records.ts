import { ETHERNET, MAX_PACKET_BYTES } from './container-limits.ts';
import type { ContainerState, OrdinaryReader, PacketSink } from './container-state.ts';

const FILE_HEADER_BYTES = 24;

interface PcapVariant {
  readonly nanoseconds: boolean;
  readonly recordHeaderBytes: number;
}

/** Magic numbers as read big-endian (libpcap sf-pcap.c; Wireshark wiretap/libpcap.c for the modified one). */
const VARIANTS: Readonly<Record<number, PcapVariant>> = {
  2712847316: { nanoseconds: false, recordHeaderBytes: 16 },
  2712812621: { nanoseconds: true, recordHeaderBytes: 16 },
  2712849716: { nanoseconds: false, recordHeaderBytes: 24 },
};

function u32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  return (littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** Reads the 24-byte file header in either byte order. */
export function openPcap(state: ContainerState): 'yes' | 'no' | 'need-more' | 'unknown-version' {
  const { bytes, start } = state;
  const big = VARIANTS[u32(bytes, start, false)];
  const little = VARIANTS[u32(bytes, start, true)];
  const variant = big ?? little;
  if (!variant) return 'no';
  state.magicSeen = true;
  if (state.end - start < FILE_HEADER_BYTES) return 'need-more';
  state.littleEndian = big === undefined;
  // Version 2 is the only one ever written by anything still running (libpcap sf-pcap.c refuses others too).
  const major = bytes[start + (state.littleEndian ? 4 : 5)] as number;
  if (major !== 2) return 'unknown-version';
  state.nanosecondStamps = variant.nanoseconds;
  state.timeDigits = variant.nanoseconds ? 9 : 6;
  state.recordHeaderBytes = variant.recordHeaderBytes;
  // Only the low 16 bits are the link type; the others tell about frame check sequences (captures trap 7).
  state.linkType = u32(bytes, start + 20, state.littleEndian) & 0xffff;
  state.linkTypes.add(state.linkType);
  state.start += FILE_HEADER_BYTES;
  return 'yes';
}

/** Hands every complete record in the window to the sink, those that `ordinary` reads by itself excepted. */
export function readPcapRecords(
  state: ContainerState,
  sink: PacketSink,
  ordinary: OrdinaryReader | null,
): void {
  const { bytes, littleEndian, recordHeaderBytes, nanosecondStamps, linkType, end } = state;
  let at = state.start;
  // By whole words: byte by byte the four numbers of a record's header took as long as decoding its packet.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const perUnit = nanosecondStamps ? 1 : 1000;
  const short = linkType === ETHERNET && littleEndian ? ordinary : null;
  while (at + recordHeaderBytes <= end) {
    if (short !== null && state.packets > 0) {
      const next = short.readPcap(at, end, recordHeaderBytes, perUnit, state.packets);
      if (next > at) {
        at = next;
        state.packets = short.lastNumber;
        state.sawTime(short.lastSeconds, short.lastNanoseconds);
        if (at + recordHeaderBytes > end) break;
      }
    }
    const seconds = view.getUint32(at, littleEndian);
    const fraction = view.getUint32(at + 4, littleEndian);
    const captured = view.getUint32(at + 8, littleEndian);
    const original = view.getUint32(at + 12, littleEndian);
    if (captured > MAX_PACKET_BYTES) {
      state.start = at;
      state.fail(
        'impossible-length',
        at,
        `A record claims ${captured} captured bytes, more than any packet has; reading stopped there.`,
      );
      return;
    }
    const frame = at + recordHeaderBytes;
    if (frame + captured > end) {
      state.wanted = recordHeaderBytes + captured;
      break;
    }
    const nanoseconds = fraction * perUnit;
    state.sawTime(seconds, nanoseconds);
    state.packets += 1;
    const wire = Math.max(original, captured);
    sink.packet(
      bytes,
      frame,
      frame + captured,
      frame + wire,
      linkType,
      seconds,
      nanoseconds,
      0,
      state.packets,
    );
    at = frame + captured;
  }
  state.start = at;
  if (at + recordHeaderBytes > end) state.wanted = recordHeaderBytes;
}

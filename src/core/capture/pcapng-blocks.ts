import {
  ENHANCED_PACKET,
  ENHANCED_PACKET_BYTES,
  ETHERNET,
  MAX_BLOCK_BYTES,
  MAX_PACKET_BYTES,
} from './container-limits.ts';
import type { CaptureInterface, ContainerState, OrdinaryReader, PacketSink } from './container-state.ts';

/** Block types of draft-ietf-opsawg-pcapng section 11.1. */
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const OBSOLETE_PACKET = 2;
const SIMPLE_PACKET = 3;
const INTERFACE_STATISTICS = 5;

const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** More than any machine has capture points; each is remembered, and a block of 20 bytes describes one. */
const MOST_INTERFACES = 65_536;

const OPTION_TIME_RESOLUTION = 9;
const OPTION_TIME_OFFSET = 14;
const OPTION_DROPPED_BY_INTERFACE = 5;
const OPTION_DROPPED_BY_SYSTEM = 7;

function u32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  return (littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : (a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function u16(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  return littleEndian ? a | (b << 8) : (a << 8) | b;
}

/** The section header's type reads the same in both byte orders. */
export function isPcapngStart(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x0a && bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0d && bytes[at + 3] === 0x0a;
}

/** Hands the packets of every complete block in the window to the sink, those that `ordinary` reads by itself excepted. */
export function readPcapngBlocks(
  state: ContainerState,
  sink: PacketSink,
  ordinary: OrdinaryReader | null,
): void {
  for (;;) {
    if (ordinary !== null) readOrdinary(state, ordinary);
    if (state.skip > 0) {
      const passed = Math.min(state.skip, state.end - state.start);
      state.skip -= passed;
      state.start += passed;
      if (state.skip > 0) return;
    }
    const available = state.end - state.start;
    if (available < 12) {
      state.wanted = 12;
      return;
    }
    const { bytes, start } = state;
    const isSection = isPcapngStart(bytes, start);
    if (isSection && !readByteOrder(state)) return;
    const type = isSection ? SECTION_HEADER : u32(bytes, start, state.littleEndian);
    const length = u32(bytes, start + 4, state.littleEndian);
    if (length < 12 || (length & 3) !== 0 || length > MAX_BLOCK_BYTES) {
      state.fail(
        'bad-block',
        start,
        `A block claims a length of ${length} bytes, which cannot be; reading stopped there.`,
      );
      return;
    }
    if (length > available) {
      if (carriesPackets(type)) state.wanted = length;
      else if (length > 65_536 && type !== SECTION_HEADER && type !== INTERFACE_DESCRIPTION) {
        state.skip = length;
        state.skippedFrom = state.received - available;
      } else state.wanted = length;
      if (state.skip > 0) continue;
      return;
    }
    if (!readBlock(state, sink, type, length)) return;
    state.start += length;
  }
}

/** Of the file's first interface alone: a packet of another one may be a copy, which is no ordinary packet. */
function readOrdinary(state: ContainerState, ordinary: OrdinaryReader): void {
  const from = state.interfaces[0];
  if (from === undefined || from.point !== 0 || from.linkType !== ETHERNET || from.offsetSeconds !== 0)
    return;
  const { unitsPerSecond } = from;
  if (state.packets === 0 || state.skip > 0 || !state.littleEndian || 1e9 % unitsPerSecond !== 0) return;
  const next = ordinary.readPcapng(state.start, state.end, 0, unitsPerSecond, state.packets);
  if (next === state.start) return;
  state.start = next;
  state.linkTypes.add(from.linkType);
  state.packets = ordinary.lastNumber;
  state.sawTime(ordinary.lastSeconds, ordinary.lastNanoseconds);
}

const carriesPackets = (type: number): boolean =>
  type === ENHANCED_PACKET || type === SIMPLE_PACKET || type === OBSOLETE_PACKET;

/** Each section has its own byte order and its own interface numbers (captures traps 3 and 4). */
function readByteOrder(state: ContainerState): boolean {
  const { bytes, start } = state;
  if (u32(bytes, start + 8, true) === BYTE_ORDER_MAGIC) state.littleEndian = true;
  else if (u32(bytes, start + 8, false) === BYTE_ORDER_MAGIC) state.littleEndian = false;
  else {
    state.fail('bad-block', start, 'A section header has no valid byte-order mark; reading stopped there.');
    return false;
  }
  return true;
}

function readBlock(state: ContainerState, sink: PacketSink, type: number, length: number): boolean {
  const { bytes, start, littleEndian } = state;
  switch (type) {
    case SECTION_HEADER:
      state.interfaces = [];
      return readVersion(state, length);
    case INTERFACE_DESCRIPTION:
      if (length < 20) return true;
      if (state.interfaces.length >= MOST_INTERFACES) {
        state.fail(
          'bad-block',
          start,
          `A section describes more than ${MOST_INTERFACES} interfaces, which no machine has; reading stopped there.`,
        );
        return false;
      }
      state.interfaces.push(describeInterface(state, length));
      return true;
    case INTERFACE_STATISTICS:
      readStatistics(state, length);
      return true;
    case ENHANCED_PACKET:
    case OBSOLETE_PACKET: {
      if (length < ENHANCED_PACKET_BYTES) return failShort(state);
      const id =
        type === ENHANCED_PACKET ? u32(bytes, start + 8, littleEndian) : u16(bytes, start + 8, littleEndian);
      const captured = u32(bytes, start + 20, littleEndian);
      const original = u32(bytes, start + 24, littleEndian);
      return emit(state, sink, id, start + 28, captured, original, length - ENHANCED_PACKET_BYTES, true);
    }
    case SIMPLE_PACKET: {
      if (length < 16) return failShort(state);
      const original = u32(bytes, start + 8, littleEndian);
      const snap = state.interfaces[0]?.snapLength ?? 0;
      const captured = Math.min(original, snap === 0 ? original : snap, length - 16);
      return emit(state, sink, 0, start + 12, captured, original, length - 16, false);
    }
    default:
      return true;
  }
}

/** Major version 1; minor 0, and 2 which some writers used for the same layout (draft-ietf-opsawg-pcapng section 4.1). */
function readVersion(state: ContainerState, length: number): boolean {
  const { bytes, start, littleEndian } = state;
  const major = length >= 16 ? u16(bytes, start + 12, littleEndian) : 0;
  const minor = length >= 16 ? u16(bytes, start + 14, littleEndian) : 0;
  if (major === 1 && (minor === 0 || minor === 2)) return true;
  state.unknownVersion = true;
  state.fail(
    'bad-block',
    start,
    `A section has the unknown version ${major}.${minor}; reading stopped there.`,
  );
  return false;
}

function failShort(state: ContainerState): boolean {
  state.fail(
    'bad-block',
    state.start,
    'A packet block is too short to hold a packet; reading stopped there.',
  );
  return false;
}

function emit(
  state: ContainerState,
  sink: PacketSink,
  interfaceId: number,
  at: number,
  captured: number,
  original: number,
  space: number,
  stamped: boolean,
): boolean {
  const from = state.interfaces[interfaceId];
  if (!from) {
    state.fail(
      'unknown-interface',
      state.start,
      `A packet names interface ${interfaceId}, which the file never described; reading stopped there.`,
    );
    return false;
  }
  if (captured > space || captured > MAX_PACKET_BYTES) {
    state.fail(
      'impossible-length',
      state.start,
      `A packet claims ${captured} captured bytes, more than its block holds; reading stopped there.`,
    );
    return false;
  }
  let seconds = 0;
  let nanoseconds = 0;
  if (stamped) {
    const high = u32(state.bytes, state.start + 12, state.littleEndian);
    const low = u32(state.bytes, state.start + 16, state.littleEndian);
    if (from.unitsExact === null) {
      const units = high * 4_294_967_296 + low;
      const whole = Math.floor(units / from.unitsPerSecond);
      seconds = whole + from.offsetSeconds;
      nanoseconds = Math.round((units - whole * from.unitsPerSecond) * (1e9 / from.unitsPerSecond));
    } else {
      const units = (BigInt(high) << 32n) | BigInt(low);
      const whole = units / from.unitsExact;
      seconds = Number(whole) + from.offsetSeconds;
      nanoseconds = Number(((units - whole * from.unitsExact) * 1_000_000_000n) / from.unitsExact);
    }
  }
  state.linkTypes.add(from.linkType);
  state.sawTime(seconds, nanoseconds);
  state.packets += 1;
  const wire = Math.max(original, captured);
  sink.packet(
    state.bytes,
    at,
    at + captured,
    at + wire,
    from.linkType,
    seconds,
    nanoseconds,
    from.point,
    state.packets,
  );
  return true;
}

function describeInterface(state: ContainerState, length: number): CaptureInterface {
  const { bytes, start, littleEndian } = state;
  let unitsPerSecond = 1e6;
  let unitsExact: bigint | null = null;
  let offsetSeconds = 0;
  eachOption(state, start + 16, start + length - 4, (code, at, size) => {
    if (code === OPTION_TIME_RESOLUTION && size >= 1) {
      const value = bytes[at] as number;
      const exponent = value & 0x7f;
      const exact = value & 0x80 ? 1n << BigInt(exponent) : 10n ** BigInt(exponent);
      unitsPerSecond = Number(exact);
      unitsExact = unitsPerSecond <= 1e6 ? null : exact;
      if (unitsPerSecond > 1e6) state.timeDigits = 9;
    }
    if (code === OPTION_TIME_OFFSET && size >= 8) {
      const first = u32(bytes, at, littleEndian);
      const second = u32(bytes, at + 4, littleEndian);
      const high = (littleEndian ? second : first) | 0;
      offsetSeconds = high * 4_294_967_296 + (littleEndian ? first : second);
    }
  });
  const point = state.points;
  state.points += 1;
  return {
    linkType: u16(bytes, start + 8, littleEndian),
    snapLength: u32(bytes, start + 12, littleEndian),
    unitsPerSecond,
    unitsExact,
    offsetSeconds,
    point,
  };
}

function readStatistics(state: ContainerState, length: number): void {
  const { bytes, start, littleEndian } = state;
  eachOption(state, start + 20, start + length - 4, (code, at, size) => {
    if ((code !== OPTION_DROPPED_BY_INTERFACE && code !== OPTION_DROPPED_BY_SYSTEM) || size < 8) return;
    const low = u32(bytes, littleEndian ? at : at + 4, littleEndian);
    state.droppedByKernel = (state.droppedByKernel ?? 0) + low;
  });
}

/** Option values are padded to four bytes, their length field is not; the list may end without an end mark. */
function eachOption(
  state: ContainerState,
  from: number,
  to: number,
  visit: (code: number, at: number, size: number) => void,
): void {
  const { bytes, littleEndian } = state;
  for (let at = from; at + 4 <= to; ) {
    const code = u16(bytes, at, littleEndian);
    const size = u16(bytes, at + 2, littleEndian);
    if (code === 0 || at + 4 + size > to) return;
    visit(code, at + 4, size);
    at += 4 + ((size + 3) & ~3);
  }
}

import * as container from '../core/capture/container-limits';
import * as line from '../core/capture/log-line';
import * as cell from '../core/capture/memory-cells';
import * as session from '../core/capture/session-row';

/**
 * Nearly all packets of a capture are ordinary ones: TCP over IPv4 without options of IP, straight behind an Ethernet
 * header, data, an acknowledgement or a FIN that moves an open session on. They are read here, in WebAssembly
 * (AssemblyScript), which needs no warming up and takes a third of what JavaScript does (docs/performance.md). It does for
 * them exactly what `decodeNetworkLayer` and `followSession` do, and stops before the first packet that is not one of them,
 * having changed nothing for it: a test reads captures both ways.
 */

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;
const URG = 0x20;
const SENDER_KNOWN = session.SEEN_BASE | session.SEEN_NEXT;
const ETHERNET_HEADER = 14;
const BLOCK_BYTES: u32 = container.ENHANCED_PACKET_BYTES;
const ROW_BYTES = session.ROW_WORDS * 4;
const LINE_BYTES = line.LINE_WORDS * 4;
const SLOT_BYTES = cell.SLOT_WORDS * 4;

/**
 * Reads records of a classic pcap in little-endian order (pcap-savefile(5)) as long as they are whole and ordinary.
 *
 * @param start where the first record begins; `end` is behind the last byte that is there
 * @param perUnit nanoseconds of one unit of the fraction: 1000 or 1
 * @returns where the first record begins that was not read
 */
export function readPcap(start: usize, end: usize, headerBytes: usize, perUnit: f64): usize {
  const rows = load<usize>(cell.ROWS_AT);
  const slots = load<usize>(cell.SLOTS_AT);
  const mask = load<u32>(cell.SLOT_MASK);
  const lines = load<usize>(cell.LINES_AT);
  const base = load<f64>(cell.BASE_SECONDS);
  const before = <u32>load<f64>(cell.LAST_NUMBER);
  let number = before;
  let at = start;
  let seconds: u32 = 0;
  let fraction: u32 = 0;
  while (at + headerBytes <= end) {
    const captured = load<u32>(at, 8);
    const frame = at + headerBytes;
    if (captured > <u32>container.MAX_PACKET_BYTES || frame + captured > end) break;
    const itsSeconds = load<u32>(at);
    const itsFraction = load<u32>(at, 4);
    const time = (<f64>itsSeconds - base) * 1e9 + <f64>itsFraction * perUnit;
    if (!Packet.follow(frame, frame + captured, time, number + 1, rows, slots, mask, lines)) break;
    number += 1;
    seconds = itsSeconds;
    fraction = itsFraction;
    at = frame + captured;
  }
  if (number !== before) keepLast(<f64>seconds, <f64>fraction * perUnit, number);
  return at;
}

/**
 * Reads enhanced packet blocks of a pcapng file in little-endian order (draft-ietf-opsawg-pcapng section 4.3) as long as
 * they are whole, ordinary and of one interface.
 *
 * @param start where the first block begins; `end` is behind the last byte that is there
 * @param perSecond units of its time stamps: a divisor of 10^9
 * @returns where the first block begins that was not read
 */
export function readPcapng(start: usize, end: usize, ofInterface: u32, perSecond: u32): usize {
  const rows = load<usize>(cell.ROWS_AT);
  const slots = load<usize>(cell.SLOTS_AT);
  const mask = load<u32>(cell.SLOT_MASK);
  const lines = load<usize>(cell.LINES_AT);
  const base = load<f64>(cell.BASE_SECONDS);
  const before = <u32>load<f64>(cell.LAST_NUMBER);
  const perUnit: u32 = 1000000000 / perSecond;
  // Larger numbers of coarse units are read as doubles the long way, which rounds them.
  const mostHigh: u32 = perSecond <= 1000000 ? 0x1fffff : 0xffffffff;
  let number = before;
  let at = start;
  let seconds: f64 = 0;
  let nanoseconds: f64 = 0;
  while (at + BLOCK_BYTES <= end) {
    const length = load<u32>(at, 4);
    if (load<u32>(at) !== container.ENHANCED_PACKET || length < BLOCK_BYTES || (length & 3) !== 0) break;
    if (length > <u32>container.MAX_BLOCK_BYTES || at + length > end || load<u32>(at, 8) !== ofInterface)
      break;
    const captured = load<u32>(at, 20);
    const high = load<u32>(at, 12);
    if (captured > length - BLOCK_BYTES || captured > <u32>container.MAX_PACKET_BYTES || high > mostHigh)
      break;
    const units = ((<u64>high) << 32) | <u64>load<u32>(at, 16);
    const whole = units / perSecond;
    const itsNanoseconds = <f64>((units - whole * perSecond) * perUnit);
    const frame = at + 28;
    const time = (<f64>whole - base) * 1e9 + itsNanoseconds;
    if (!Packet.follow(frame, frame + captured, time, number + 1, rows, slots, mask, lines)) break;
    number += 1;
    seconds = <f64>whole;
    nanoseconds = itsNanoseconds;
    at += length;
  }
  if (number !== before) keepLast(seconds, nanoseconds, number);
  return at;
}

function keepLast(seconds: f64, nanoseconds: f64, number: u32): void {
  store<f64>(cell.LAST_SECONDS, seconds);
  store<f64>(cell.LAST_NANOSECONDS, nanoseconds);
  store<f64>(cell.LAST_NUMBER, <f64>number);
}

// biome-ignore lint/complexity/noStaticOnlyClass: only a method can be told to be inlined, which saves a tenth of the time
class Packet {
  /** @returns whether the packet is ordinary; when it is not, nothing has changed */
  @inline
  static follow(
    frame: usize,
    end: usize,
    time: f64,
    number: u32,
    rows: usize,
    slots: usize,
    mask: u32,
    lines: usize,
  ): bool {
    const network = frame + ETHERNET_HEADER;
    const tcp = network + 20;
    if (tcp + 20 > end) return false;
    // EtherType IPv4, then version 4 and five words of header; protocol TCP; neither "more fragments" nor an offset.
    if (load<u16>(frame, 12) !== 0x0008 || load<u8>(network) !== 0x45 || load<u8>(network, 9) !== 6)
      return false;
    if ((load<u16>(network, 6) & 0xff3f) !== 0) return false;
    const flags = <u32>load<u8>(tcp, 13) & 0x3f;
    if ((flags & (SYN | RST | URG)) !== 0 || (flags & ACK) === 0) return false;
    const headerLength = (<i32>load<u8>(tcp, 12) >>> 4) << 2;
    const payload = <i32>bswap<u16>(load<u16>(network, 2)) - 20 - headerLength;
    if (headerLength < 20 || payload < 0) return false;

    const source = bswap<i32>(load<i32>(network, 12));
    const destination = bswap<i32>(load<i32>(network, 16));
    const ports = bswap<u32>(load<u32>(tcp));
    const isFromLow = source < destination || (source === destination && ports >>> 16 <= (ports & 0xffff));
    const side: usize = isFromLow ? 0 : 1;
    const row = Packet.find(
      isFromLow ? source : destination,
      isFromLow ? destination : source,
      isFromLow ? ports : rotl<u32>(ports, 16),
      rows,
      slots,
      mask,
    );
    if (row === 0) return false;

    const sender = row + session.SIDE * 4 + side * (session.SIDE_WORDS * 4);
    const receiver = row + (session.SIDE + session.SIDE_WORDS) * 4 - side * (session.SIDE_WORDS * 4);
    const is = load<u32>(row, session.IS * 4);
    const seen = load<u32>(sender, session.SEEN * 4);
    if ((seen & SENDER_KNOWN) !== SENDER_KNOWN || (is & session.HAS_RESET) !== 0) return false;
    if ((load<u32>(receiver, session.SEEN * 4) & session.SEEN_BASE) === 0) return false;
    const sequence = bswap<i32>(load<i32>(tcp, 4));
    // A FIN takes a place among the sequence numbers (RFC 9293 section 3.4), and is the lowest bit of the flags.
    const length = payload + <i32>(flags & FIN);
    const sequenceEnd = sequence + length;
    const ahead = sequenceEnd - load<i32>(sender, session.NEXT * 4);
    if (ahead <= 0 && length > 0) return false;

    const gap = time - load<f64>(row, session.LAST_AT * 8);
    store<f64>(row, time, session.LAST_AT * 8);
    const acknowledgement = bswap<i32>(load<i32>(tcp, 8));
    const fromClient = load<u32>(row, session.CLIENT * 4) === <u32>side;
    const pending = load<f64>(row, session.PENDING_GAP * 8);
    if (fromClient) {
      if (gap > pending) store<f64>(row, gap, session.PENDING_GAP * 8);
      if (
        (is & (session.ANSWERED | session.HANDSHAKE_DONE)) === session.ANSWERED &&
        acknowledgement === load<i32>(row, session.SYN_ACK_END * 4)
      )
        store<u32>(row, is | session.HANDSHAKE_DONE, session.IS * 4);
    } else if (pending !== 0) {
      if (pending > load<f64>(row, session.SURVIVED_GAP * 8))
        store<f64>(row, pending, session.SURVIVED_GAP * 8);
      store<f64>(row, 0, session.PENDING_GAP * 8);
    }
    store<i32>(sender, load<i32>(sender, session.PACKETS * 4) + 1, session.PACKETS * 4);
    const ttl = <i32>load<u8>(network, 8);
    if (ttl < load<i32>(sender, session.LOWEST_TTL * 4)) store<i32>(sender, ttl, session.LOWEST_TTL * 4);
    if (ttl > load<i32>(sender, session.HIGHEST_TTL * 4)) store<i32>(sender, ttl, session.HIGHEST_TTL * 4);
    const bytesAt = row + side * 8;
    store<f64>(
      bytesAt,
      load<f64>(bytesAt, session.PAYLOAD_BYTES * 8) + <f64>payload,
      session.PAYLOAD_BYTES * 8,
    );
    if (ahead > 0) {
      const inOrder = load<i32>(sender, session.IN_ORDER * 4);
      if (length > 0 && sequenceEnd - inOrder > 0 && sequence - inOrder <= 0)
        store<i32>(sender, sequenceEnd, session.IN_ORDER * 4);
      store<i32>(sender, sequenceEnd, session.NEXT * 4);
    }
    if ((flags & FIN) !== 0) {
      store<u32>(sender, seen | session.SEEN_FIN, session.SEEN * 4);
      store<i32>(sender, session.CLOSED, session.STATE * 4);
    }
    if ((seen & session.SEEN_ACK) === 0 || acknowledgement - load<i32>(sender, session.LAST_ACK * 4) > 0) {
      store<i32>(sender, acknowledgement, session.LAST_ACK * 4);
      store<u32>(sender, load<u32>(sender, session.SEEN * 4) | session.SEEN_ACK, session.SEEN * 4);
      store<i32>(receiver, 0, session.STUCK_COUNT * 4);
    }

    const written = load<f64>(cell.LINES_WRITTEN);
    const last = load<f64>(row, session.NEWEST_LINE * 8);
    const back = last < 0 ? 0 : min<f64>(written - last, <f64>line.LONGEST_WAY_BACK);
    const to = lines + <usize>(<i64>written & (line.LOG_LINES - 1)) * LINE_BYTES;
    store<f64>(row, written, session.NEWEST_LINE * 8);
    store<f64>(cell.LINES_WRITTEN, written + 1);
    store<f64>(to, time, line.TIME * 8);
    store<i32>(to, <i32>back, line.BACK * 4);
    store<u32>(to, number, line.NUMBER * 4);
    store<i32>(to, sequence, line.SEQUENCE * 4);
    store<i32>(to, acknowledgement, line.ACKNOWLEDGEMENT * 4);
    const window = <u32>bswap<u16>(load<u16>(tcp, 14));
    store<u32>(to, flags | ((<u32>side) << 6) | ((<u32>ttl) << 8) | (window << 16), line.PACKED * 4);
    store<i32>(to, payload, line.PAYLOAD * 4);
    store<u32>(to, <u32>bswap<u16>(load<u16>(network, 4)), line.POINT_AND_ID * 4);
    store<f32>(to, <f32>gap, line.GAP * 4);
    const opened = load<i32>(row, session.OPENING_COUNT * 4);
    if (opened < line.OPENING_PACKETS) {
      const rowNumber = (row - rows) / ROW_BYTES;
      const index = rowNumber * line.OPENING_PACKETS + <usize>opened;
      memory.copy(load<usize>(cell.OPENINGS_AT) + index * LINE_BYTES, to, LINE_BYTES);
      store<i32>(row, opened + 1, session.OPENING_COUNT * 4);
    }
    return true;
  }

  /** @returns where the row of the session begins, 0 for none */
  @inline
  static find(low: i32, high: i32, ports: u32, rows: usize, slots: usize, mask: u32): usize {
    let at = Packet.mix(low, high, ports) & mask;
    let row: usize = 0;
    while (true) {
      const oneMore = load<u32>(slots + at * SLOT_BYTES, 4);
      if (oneMore === 0) break;
      const found = rows + <usize>(oneMore - 1) * ROW_BYTES;
      if (
        load<u32>(found, session.PORTS * 4) === ports &&
        load<i32>(found, (session.LOW + 3) * 4) === low &&
        load<i32>(found, (session.HIGH + 3) * 4) === high &&
        load<i32>(found, session.FAMILY * 4) === 4
      ) {
        row = found;
        break;
      }
      at = (at + 1) & mask;
    }
    return row;
  }

  /** As `mix` of the session table. */
  @inline
  static mix(one: u32, two: u32, three: u32): u32 {
    let hash = (one ^ (two * 0x9e3779b1) ^ (three * 0x85ebca6b)) * 0xc2b2ae35;
    hash ^= hash >>> 15;
    hash *= 0x27d4eb2f;
    return hash ^ (hash >>> 13);
  }
}

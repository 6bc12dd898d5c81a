import { ACK, FIN, RST, SYN, URG } from './packet-fields.ts';
import * as line from './packet-log.ts';
import * as of from './session-columns.ts';
import type { SessionTable } from './session-table.ts';

const NOT_ORDINARY = FIN | SYN | RST | URG;
const SENDER_KNOWN = of.SEEN_BASE | of.SEEN_NEXT | of.SEEN_ACK;

/**
 * Nearly all packets of a capture are ordinary ones, and calls, fields and branches for what they are not took three
 * quarters of their time (docs/performance.md). So they are decoded and followed in one piece, which does for them
 * exactly what `decodeNetworkLayer` and `followSession` do: a test reads captures both ways.
 */
export class OrdinaryPackets {
  /** All times of sessions count from there, seconds since 1970. */
  baseSeconds = 0;
  /** Where the headers of the packet last followed end in its buffer. */
  headersEnd = 0;
  readonly #columns: of.SessionColumns;
  readonly #table: SessionTable;
  readonly #log: line.PacketLog;

  constructor(columns: of.SessionColumns, table: SessionTable, log: line.PacketLog) {
    this.#columns = columns;
    this.#table = table;
    this.#log = log;
  }

  /**
   * Reads and follows the packet when it is an ordinary one: TCP over IPv4 without options of IP, straight behind the link
   * header, data or an acknowledgement that moves an open session on. Nothing is changed when it is not.
   *
   * @param view over the whole buffer
   * @param network where the IP header would begin; `end` is behind the last captured byte
   * @returns the row of its session, or -1 for a packet that must go the long way
   */
  follow(
    view: DataView,
    network: number,
    end: number,
    seconds: number,
    nanoseconds: number,
    number: number,
  ): number {
    const tcp = network + 20;
    if (tcp + 20 > end) return -1;
    // Version 4 and five words of header; protocol TCP; neither "more fragments" nor an offset.
    const first = view.getInt32(network);
    if (first >>> 24 !== 0x45) return -1;
    const lengthAndProtocol = view.getInt32(network + 8);
    if (((lengthAndProtocol >>> 16) & 0xff) !== 6) return -1;
    const fragment = view.getInt32(network + 4);
    if ((fragment & 0x3fff) !== 0) return -1;
    const offsetFlagsWindow = view.getInt32(tcp + 12);
    const flags = (offsetFlagsWindow >>> 16) & 0x3f;
    if ((flags & NOT_ORDINARY) !== 0 || (flags & ACK) === 0) return -1;
    const headerLength = (offsetFlagsWindow >>> 28) << 2;
    const payload = (first & 0xffff) - 20 - headerLength;
    if (headerLength < 20 || payload < 0) return -1;

    const source = view.getInt32(network + 12);
    const destination = view.getInt32(network + 16);
    const ports = view.getInt32(tcp);
    const sourcePort = ports >>> 16;
    const destinationPort = ports & 0xffff;
    const isFromLow = source < destination || (source === destination && sourcePort <= destinationPort);
    const side = isFromLow ? 0 : 1;
    const row = isFromLow
      ? this.#table.findVersion4(source, destination, ports)
      : this.#table.findVersion4(destination, source, (destinationPort << 16) | sourcePort);
    if (row < 0) return -1;

    const { words, doubles } = this.#columns;
    const at = row * of.ROW_WORDS;
    const sender = at + of.SIDE + side * of.SIDE_WORDS;
    const receiver = at + of.SIDE + of.SIDE_WORDS - side * of.SIDE_WORDS;
    const seen = words[sender + of.SEEN] as number;
    const is = words[at + of.IS] as number;
    if ((seen & SENDER_KNOWN) !== SENDER_KNOWN || (is & of.HAS_RESET) !== 0) return -1;
    if (((words[receiver + of.SEEN] as number) & of.SEEN_BASE) === 0) return -1;
    // The first packets are kept apart; the client's acknowledgement of the SYN-ACK is noted.
    if ((words[at + of.OPENING_COUNT] as number) < line.OPENING_PACKETS) return -1;
    const fromClient = words[at + of.CLIENT] === side;
    if (fromClient && (is & (of.ANSWERED | of.HANDSHAKE_DONE)) === of.ANSWERED) return -1;
    const sequence = view.getInt32(tcp + 4);
    const sequenceEnd = (sequence + payload) | 0;
    const ahead = (sequenceEnd - (words[sender + of.NEXT] as number)) | 0;
    if (ahead <= 0 && payload > 0) return -1;

    const inDoubles = row * of.ROW_DOUBLES;
    const time = (seconds - this.baseSeconds) * 1e9 + nanoseconds;
    const gap = time - (doubles[inDoubles + of.LAST_AT] as number);
    doubles[inDoubles + of.LAST_AT] = time;
    const pending = doubles[inDoubles + of.PENDING_GAP] as number;
    if (fromClient) {
      if (gap > pending) doubles[inDoubles + of.PENDING_GAP] = gap;
    } else if (pending !== 0) {
      if (pending > (doubles[inDoubles + of.SURVIVED_GAP] as number))
        doubles[inDoubles + of.SURVIVED_GAP] = pending;
      doubles[inDoubles + of.PENDING_GAP] = 0;
    }
    words[sender + of.PACKETS] = (words[sender + of.PACKETS] as number) + 1;
    const ttl = lengthAndProtocol >>> 24;
    if (ttl < (words[sender + of.LOWEST_TTL] as number)) words[sender + of.LOWEST_TTL] = ttl;
    if (ttl > (words[sender + of.HIGHEST_TTL] as number)) words[sender + of.HIGHEST_TTL] = ttl;
    if (payload > 0) {
      const bytesAt = inDoubles + of.PAYLOAD_BYTES + side;
      doubles[bytesAt] = (doubles[bytesAt] as number) + payload;
      const inOrder = words[sender + of.IN_ORDER] as number;
      if (((sequenceEnd - inOrder) | 0) > 0 && ((sequence - inOrder) | 0) <= 0)
        words[sender + of.IN_ORDER] = sequenceEnd;
    }
    if (ahead > 0) words[sender + of.NEXT] = sequenceEnd;
    const acknowledgement = view.getInt32(tcp + 8);
    if (((acknowledgement - (words[sender + of.LAST_ACK] as number)) | 0) > 0) {
      words[sender + of.LAST_ACK] = acknowledgement;
      words[receiver + of.STUCK_COUNT] = 0;
    }

    const log = this.#log;
    const newLine = log.newLine(row);
    const to = newLine * line.LINE_WORDS;
    const lineWords = log.words;
    log.doubles[newLine * line.LINE_DOUBLES + line.TIME] = time;
    lineWords[to + line.NUMBER] = number;
    lineWords[to + line.SEQUENCE] = sequence;
    lineWords[to + line.ACKNOWLEDGEMENT] = acknowledgement;
    lineWords[to + line.PACKED] = flags | (side << 6) | (ttl << 8) | (offsetFlagsWindow << 16);
    lineWords[to + line.PAYLOAD] = payload;
    lineWords[to + line.POINT_AND_ID] = fragment >>> 16;
    log.floats[to + line.GAP] = gap;
    this.headersEnd = Math.min(tcp + headerLength, end);
    return row;
  }
}

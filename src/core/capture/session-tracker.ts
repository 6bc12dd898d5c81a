import { type AddressRange, rangeContains } from './address.ts';
import { CaptureMemory, giveBackCaptureMemory, takeCaptureMemory } from './capture-memory.ts';
import type { PacketSink } from './container-state.ts';
import { followSession } from './follow-session.ts';
import { createKeptSessions, type KeptSessions, MOST_KEPT_SESSIONS } from './kept-sessions.ts';
import { locateNetworkLayer, NOT_IP } from './link-layer.ts';
import { BASE_SECONDS } from './memory-cells.ts';
import { DECODED, decodeNetworkLayer } from './network-layer.ts';
import { OrdinaryPackets } from './ordinary-packets.ts';
import { ACK, createPacketFields, type PacketFields, RST, SYN } from './packet-fields.ts';
import { PacketLog } from './packet-log.ts';
import type { TcpSession } from './session.ts';
import { SessionColumns } from './session-columns.ts';
import * as of from './session-row.ts';
import type { SessionSummary } from './session-summary.ts';

/** Exact counts over everything read, taken before copies of one packet are dropped. */
export interface CaptureCounts {
  packets: number;
  ipv4: number;
  ipv6: number;
  tcp: number;
  fragments: number;
  tunnelled: number;
  undecoded: number;
  duplicatesDropped: number;
  resets: number;
  resetsWithAck: number;
  synRetransmissions: number;
}

export interface TrackerTargets {
  readonly anycast: readonly AddressRange[];
  readonly control: readonly AddressRange[];
}

export interface TrackerOptions {
  /** Sessions kept whole at most. */
  readonly mostKept?: number;
  /** False sends every packet the long way: for threads that end with their capture, and to compare both ways. */
  readonly shortWay?: boolean;
}

const LINUX_SLL2 = 276;

/** Follows every TCP session of a capture, one packet at a time. */
export class SessionTracker implements PacketSink {
  readonly counts: CaptureCounts = {
    packets: 0,
    ipv4: 0,
    ipv6: 0,
    tcp: 0,
    fragments: 0,
    tunnelled: 0,
    undecoded: 0,
    duplicatesDropped: 0,
    resets: 0,
    resetsWithAck: 0,
    synRetransmissions: 0,
  };
  /** Sessions so far, those included that are no longer kept. */
  sessionCount = 0;
  /** Path-MTU messages (ICMP "fragmentation needed", ICMPv6 "packet too big") seen, and the smallest MTU they name. */
  tooBigMessages = 0;
  smallestMtu = 0;
  /** Which file of the case the next packets come from (0-based). */
  file = 0;
  /** The short way; null when every packet is to go the long one. */
  readonly ordinary: OrdinaryPackets | null;
  /** The numbers of all that was followed, as both ways share them. */
  readonly memory: CaptureMemory;
  readonly #targets: TrackerTargets;
  readonly #columns: SessionColumns;
  readonly #log: PacketLog;
  readonly #kept: KeptSessions;
  readonly #fields = createPacketFields();
  #baseSeconds = 0;
  #headersEnd = 0;
  #points = 0;
  #seenBytes: Uint8Array | null = null;
  #row = -1;
  #isReleased = false;

  constructor(
    targets: TrackerTargets,
    { mostKept = MOST_KEPT_SESSIONS, shortWay = true }: TrackerOptions = {},
  ) {
    this.#targets = targets;
    const memory = shortWay ? takeCaptureMemory(mostKept) : new CaptureMemory(mostKept);
    this.memory = memory;
    this.#columns = new SessionColumns(memory);
    this.#log = new PacketLog(memory, this.#columns);
    this.#kept = createKeptSessions(memory, this.#columns, this.#log, mostKept);
    this.ordinary = shortWay
      ? new OrdinaryPackets(
          memory,
          () => this.counts.packets > 0 && this.#points === 0 && !this.#isReleased,
          (packets) => this.#countOrdinary(packets),
        )
      : null;
  }

  /** All is done with it: neither it nor a session of it may be used afterwards. */
  release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    if (this.ordinary !== null) giveBackCaptureMemory(this.memory);
  }

  /** Those that are kept: all of them, unless there are more than {@link MOST_KEPT_SESSIONS}. */
  get sessions(): readonly TcpSession[] {
    return this.#kept.list;
  }
  /** What became of sessions that are no longer kept; null while all are. */
  get summary(): SessionSummary | null {
    return this.#kept.summary;
  }
  /** Seconds since 1970 that all session times count from; set by the first packet. */
  get baseSeconds(): number {
    return this.#baseSeconds;
  }
  /** The session of the last packet and its number, null and -1 for none. */
  get current(): TcpSession | null {
    return this.#row < 0 ? null : this.#kept.at(this.#row);
  }
  get stream(): number {
    return this.#row < 0 ? -1 : (this.#columns.words[this.#row * of.ROW_WORDS + of.STREAM] as number);
  }
  /** Where the headers of the last packet that belongs to a session end in its buffer. */
  get headersEnd(): number {
    return this.#headersEnd;
  }

  packet(
    bytes: Uint8Array,
    at: number,
    end: number,
    wireEnd: number,
    linkType: number,
    seconds: number,
    nanoseconds: number,
    interfacePoint: number,
    number: number,
  ): void {
    // Another one may have its memory already.
    if (this.#isReleased) return;
    const { counts } = this;
    const fields = this.#fields;
    if (bytes !== this.#seenBytes) {
      this.#seenBytes = bytes;
      fields.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    if (counts.packets === 0) {
      this.#baseSeconds = seconds;
      this.memory.set(BASE_SECONDS, seconds);
    }
    counts.packets += 1;
    this.#row = -1;
    const network = locateNetworkLayer(linkType, bytes, at, end);
    if (network < 0) {
      if (network !== NOT_IP) counts.undecoded += 1;
      return;
    }
    if (!this.#decode(bytes, network, end, wireEnd)) return;
    // Linux cooked v2 carries the interface index, the only way to tell copies apart on `-i any`.
    const point = linkType === LINUX_SLL2 ? fields.view.getInt32(at + 4) : interfacePoint;
    if (point > this.#points) this.#points = point;
    fields.time = (seconds - this.#baseSeconds) * 1e9 + nanoseconds;
    fields.seconds = seconds;
    fields.nanoseconds = nanoseconds;
    fields.number = number;
    fields.point = point;
    fields.file = this.file;
    this.#follow(bytes);
  }

  #countOrdinary(packets: number): void {
    this.counts.packets += packets;
    this.counts.ipv4 += packets;
    this.counts.tcp += packets;
    this.#row = -1;
  }

  /** Counts the packet by what it is. @returns whether it is TCP with ports and flags that can be read */
  #decode(bytes: Uint8Array, network: number, end: number, wireEnd: number): boolean {
    const { counts } = this;
    const fields = this.#fields;
    const outcome = decodeNetworkLayer(fields, bytes, network, end, wireEnd);
    if (fields.family === 4) counts.ipv4 += 1;
    else if (fields.family === 6) counts.ipv6 += 1;
    if (outcome !== DECODED) counts.undecoded += 1;
    if (fields.family === 0) return false;
    if (fields.isFragment) counts.fragments += 1;
    if (fields.isTunnelled) counts.tunnelled += 1;
    if (fields.tooBigMtu > 0) {
      this.tooBigMessages += 1;
      if (this.smallestMtu === 0 || fields.tooBigMtu < this.smallestMtu) this.smallestMtu = fields.tooBigMtu;
    }
    if (!fields.isTcp) return false;
    counts.tcp += 1;
    if (!fields.hasPorts || !fields.hasFlags) return false;
    if (fields.flags & RST) {
      counts.resets += 1;
      if (fields.flags & ACK) counts.resetsWithAck += 1;
    }
    return true;
  }

  /** Finds or opens the session of the packet in the fields, and takes it into account. */
  #follow(bytes: Uint8Array): void {
    const { counts } = this;
    const fields = this.#fields;
    const columns = this.#columns;
    const kept = this.#kept;
    const { table } = kept;
    let row = table.find(fields);
    const { side } = table;
    if (row < 0 || (isSyn(fields) && opensNewSession(columns, row, fields, side))) {
      const before = row < 0 ? kept.findPutAway(fields) : null;
      const continued = before !== null && !(isSyn(fields) && before.baseSequence !== fields.sequence);
      if (continued && isSyn(fields)) counts.synRetransmissions += 1;
      row = kept.take();
      const stream = continued ? before.stream : this.sessionCount;
      openSession(columns, row, stream, fields, side, this.#targets, continued);
      if (!continued) this.sessionCount += 1;
      kept.add(fields, row);
    } else if (this.#points > 0 && this.#log.isCopyFromAnotherPoint(row, fields, side)) {
      counts.duplicatesDropped += 1;
      if (isSyn(fields) && isRepeatedSyn(columns, row, fields, side)) counts.synRetransmissions += 1;
      return;
    }
    this.#row = row;
    this.#headersEnd = fields.optionsAt + fields.optionsLength;
    if (isSyn(fields) && isRepeatedSyn(columns, row, fields, side)) counts.synRetransmissions += 1;
    followSession(columns, row, fields, bytes, side, this.#log);
  }
}

export const createSessionTracker = (targets: TrackerTargets, mostKept?: number): SessionTracker =>
  new SessionTracker(targets, mostKept === undefined ? {} : { mostKept });

const isSyn = (f: PacketFields): boolean => (f.flags & (SYN | ACK)) === SYN;

const sideAt = (row: number, side: 0 | 1): number => row * of.ROW_WORDS + of.SIDE + side * of.SIDE_WORDS;

function isRepeatedSyn({ words }: SessionColumns, row: number, f: PacketFields, side: 0 | 1): boolean {
  const sender = sideAt(row, side);
  return (
    ((words[sender + of.SEEN] as number) & of.SEEN_SYN) !== 0 &&
    words[sender + of.SYN_SEQUENCE] === f.sequence
  );
}

/** tshark's rule (packet-tcp.c): a SYN without ACK whose sequence differs from that direction's base opens a new stream. */
function opensNewSession({ words }: SessionColumns, row: number, f: PacketFields, side: 0 | 1): boolean {
  const sender = sideAt(row, side);
  return ((words[sender + of.SEEN] as number) & of.SEEN_BASE) !== 0 && words[sender + of.BASE] !== f.sequence;
}

/** Writes the beginning of a session into a blank row. */
function openSession(
  { words, doubles }: SessionColumns,
  row: number,
  stream: number,
  f: PacketFields,
  side: 0 | 1,
  targets: TrackerTargets,
  isContinued: boolean,
): void {
  const at = row * of.ROW_WORDS;
  const low = side === 0 ? f.source : f.destination;
  const high = side === 0 ? f.destination : f.source;
  words.set(low, at + of.LOW);
  words.set(high, at + of.HIGH);
  const within = (ranges: readonly AddressRange[], address: Int32Array): boolean =>
    ranges.some((range) => rangeContains(range, f.family, address));
  const portLow = side === 0 ? f.sourcePort : f.destinationPort;
  const portHigh = side === 0 ? f.destinationPort : f.sourcePort;
  const highIsService = within(targets.anycast, high) || within(targets.control, high);
  const lowIsService = within(targets.anycast, low) || within(targets.control, low);
  const isControl = within(targets.control, low) || within(targets.control, high);
  let clientSide: 0 | 1 = side;
  if (highIsService !== lowIsService) clientSide = highIsService ? 0 : 1;
  else if (portLow < 1024 !== portHigh < 1024) clientSide = portLow < 1024 ? 1 : 0;
  words[at + of.PORTS] = (portLow << 16) | portHigh;
  words[at + of.FAMILY] = f.family;
  words[at + of.STREAM] = stream;
  words[at + of.CLIENT] = clientSide;
  words[at + of.IS] =
    (highIsService || lowIsService ? of.TARGET : 0) |
    (isControl ? of.CONTROL : 0) |
    (isContinued ? of.CONTINUED : 0);
  doubles[row * of.ROW_DOUBLES + of.FIRST_AT] = f.time;
  doubles[row * of.ROW_DOUBLES + of.LAST_AT] = f.time;
}

import { type AddressRange, rangeContains } from './address.ts';
import type { PacketSink } from './container-state.ts';
import { followSession } from './follow-session.ts';
import { createKeptSessions, MOST_KEPT_SESSIONS } from './kept-sessions.ts';
import { locateNetworkLayer, NOT_IP } from './link-layer.ts';
import { DECODED, decodeNetworkLayer } from './network-layer.ts';
import { ACK, createPacketFields, type PacketFields, RST, SYN } from './packet-fields.ts';
import { createPacketLog } from './packet-log.ts';
import type { Mutable, TcpSession } from './session.ts';
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

export interface SessionTracker extends PacketSink {
  readonly counts: CaptureCounts;
  /** Those that are kept: all of them, unless there are more than {@link MOST_KEPT_SESSIONS}. */
  readonly sessions: readonly TcpSession[];
  /** Sessions so far, those included that are no longer kept. */
  readonly sessionCount: number;
  /** What became of sessions that are no longer kept; null while all are. */
  readonly summary: SessionSummary | null;
  /** Seconds since 1970 that all session times count from; set by the first packet. */
  readonly baseSeconds: number;
  /** Path-MTU messages (ICMP "fragmentation needed", ICMPv6 "packet too big") seen, and the smallest MTU they name. */
  readonly tooBigMessages: number;
  readonly smallestMtu: number;
  /** Which file of the case the next packets come from (0-based). */
  file: number;
  /** The session of the last packet and its number, null and -1 for none, and where that packet's headers end in its buffer. */
  readonly current: TcpSession | null;
  readonly stream: number;
  readonly headersEnd: number;
}

export interface TrackerTargets {
  readonly anycast: readonly AddressRange[];
  readonly control: readonly AddressRange[];
}

/** Follows every TCP session of a capture, one packet at a time. */
export function createSessionTracker(targets: TrackerTargets, mostKept = MOST_KEPT_SESSIONS): SessionTracker {
  const fields = createPacketFields();
  const log = createPacketLog();
  const kept = createKeptSessions(log, mostKept);
  const { table } = kept;
  const counts: CaptureCounts = {
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
  let hasBase = false;
  let points = 0;
  let seenBytes: Uint8Array | null = null;

  const tracker = {
    counts,
    get sessions() {
      return kept.list;
    },
    get summary() {
      return kept.summary;
    },
    sessionCount: 0,
    current: null as TcpSession | null,
    baseSeconds: 0,
    tooBigMessages: 0,
    smallestMtu: 0,
    file: 0,
    stream: -1,
    headersEnd: 0,
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
      counts.packets += 1;
      tracker.stream = -1;
      tracker.current = null;
      if (bytes !== seenBytes) {
        seenBytes = bytes;
        fields.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
      if (!hasBase) {
        hasBase = true;
        tracker.baseSeconds = seconds;
      }
      const network = locateNetworkLayer(linkType, bytes, at, end);
      if (network < 0) {
        if (network !== NOT_IP) counts.undecoded += 1;
        return;
      }
      const outcome = decodeNetworkLayer(fields, bytes, network, end, wireEnd);
      if (fields.family === 4) counts.ipv4 += 1;
      else if (fields.family === 6) counts.ipv6 += 1;
      if (outcome !== DECODED) counts.undecoded += 1;
      if (fields.family === 0) return;
      if (fields.isFragment) counts.fragments += 1;
      if (fields.isTunnelled) counts.tunnelled += 1;
      if (fields.tooBigMtu > 0) {
        tracker.tooBigMessages += 1;
        if (tracker.smallestMtu === 0 || fields.tooBigMtu < tracker.smallestMtu)
          tracker.smallestMtu = fields.tooBigMtu;
      }
      if (!fields.isTcp) return;
      counts.tcp += 1;
      if (!fields.hasPorts || !fields.hasFlags) return;
      if (fields.flags & RST) {
        counts.resets += 1;
        if (fields.flags & ACK) counts.resetsWithAck += 1;
      }
      // Linux cooked v2 carries the interface index, the only way to tell copies apart on `-i any`.
      const point = linkType === 276 ? sll2Interface(bytes, at) : interfacePoint;
      if (point > points) points = point;
      fields.time = (seconds - tracker.baseSeconds) * 1e9 + nanoseconds;
      fields.seconds = seconds;
      fields.nanoseconds = nanoseconds;
      fields.number = number;
      fields.point = point;
      fields.file = tracker.file;
      let session = table.find(fields);
      const { side } = table;
      if (session === undefined || opensNewSession(session, fields, side)) {
        const before = session === undefined ? kept.findPutAway(fields) : null;
        const continued = before !== null && !(isSyn(fields) && before.baseSequence !== fields.sequence);
        if (continued && isSyn(fields)) counts.synRetransmissions += 1;
        session = openSession(
          kept.blank(),
          continued ? before.stream : tracker.sessionCount,
          fields,
          side,
          targets,
          continued,
        );
        if (!continued) tracker.sessionCount += 1;
        kept.add(fields, session);
      } else if (points > 0 && log.isCopyFromAnotherPoint(session, fields, side)) {
        counts.duplicatesDropped += 1;
        if (isRepeatedSyn(session, fields, side)) counts.synRetransmissions += 1;
        return;
      }
      tracker.current = session;
      tracker.stream = session.stream;
      tracker.headersEnd = fields.optionsAt + fields.optionsLength;
      if (isRepeatedSyn(session, fields, side)) counts.synRetransmissions += 1;
      followSession(session, fields, bytes, side, log);
    },
  };
  return tracker;
}

function sll2Interface(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at + 4] as number) << 24) |
    ((bytes[at + 5] as number) << 16) |
    ((bytes[at + 6] as number) << 8) |
    (bytes[at + 7] as number)
  );
}

const isSyn = (f: PacketFields): boolean => (f.flags & (SYN | ACK)) === SYN;

const isRepeatedSyn = (session: TcpSession, f: PacketFields, side: 0 | 1): boolean =>
  isSyn(f) && session.sides[side].sawSyn && session.sides[side].synSequence === f.sequence;

/** tshark's rule (packet-tcp.c): a SYN without ACK whose sequence differs from that direction's base opens a new stream. */
function opensNewSession(session: TcpSession, f: PacketFields, side: 0 | 1): boolean {
  if (!isSyn(f)) return false;
  const sender = session.sides[side];
  return sender.hasBase && sender.baseSequence !== f.sequence;
}

/** Writes the beginning of a session into `room`, a blank one. */
function openSession(
  room: TcpSession,
  stream: number,
  f: PacketFields,
  side: 0 | 1,
  targets: TrackerTargets,
  isContinued: boolean,
): TcpSession {
  const low = side === 0 ? f.source : f.destination;
  const high = side === 0 ? f.destination : f.source;
  const { words } = room;
  for (let word = 0; word < 4; word += 1) {
    words[word] = low[word] as number;
    words[word + 4] = high[word] as number;
  }
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
  const session = room as Mutable<TcpSession>;
  session.stream = stream;
  session.family = f.family;
  session.portLow = portLow;
  session.portHigh = portHigh;
  session.clientSide = clientSide;
  session.isContinued = isContinued;
  session.isTarget = highIsService || lowIsService;
  session.isControl = isControl;
  session.firstAt = f.time;
  session.lastAt = f.time;
  return session;
}

import { type AddressRange, rangeContains } from './address.ts';
import type { PacketSink } from './container-state.ts';
import { locateNetworkLayer, NOT_IP } from './link-layer.ts';
import { DECODED, decodeNetworkLayer } from './network-layer.ts';
import { ACK, createPacketFields, FIN, type PacketFields, RST, SYN } from './packet-fields.ts';
import { createPacketLog, type PacketLog } from './packet-log.ts';
import { observeReset } from './reset-features.ts';
import { createSide, type SessionSide, type TcpSession } from './session.ts';
import { createSessionTable } from './session-table.ts';
import { optionsFingerprint } from './tcp-options.ts';

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
  readonly sessions: readonly TcpSession[];
  /** Seconds since 1970 that all session times count from; set by the first packet. */
  readonly baseSeconds: number;
  /** Path-MTU messages (ICMP "fragmentation needed", ICMPv6 "packet too big") seen, and the smallest MTU they name. */
  readonly tooBigMessages: number;
  readonly smallestMtu: number;
  /** Which file of the case the next packets come from (0-based). */
  file: number;
  /** The session of the last packet by its number, -1 for none, and where that packet's headers end in its buffer. */
  readonly stream: number;
  readonly headersEnd: number;
}

export interface TrackerTargets {
  readonly anycast: readonly AddressRange[];
  readonly control: readonly AddressRange[];
}

/** Follows every TCP session of a capture, one packet at a time. */
export function createSessionTracker(targets: TrackerTargets): SessionTracker {
  const fields = createPacketFields();
  const table = createSessionTable();
  const log = createPacketLog();
  const sessions: TcpSession[] = [];
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
    sessions,
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
      const side = table.side;
      if (session === undefined || opensNewSession(session, fields, side)) {
        session = openSession(sessions.length, fields, side, targets);
        sessions.push(session);
        table.put(fields, session);
      } else if (points > 0 && log.isCopyFromAnotherPoint(session, fields, side)) {
        counts.duplicatesDropped += 1;
        if (isRepeatedSyn(session, fields, side)) counts.synRetransmissions += 1;
        return;
      }
      tracker.stream = session.stream;
      tracker.headersEnd = fields.optionsAt + fields.optionsLength;
      if (isRepeatedSyn(session, fields, side)) counts.synRetransmissions += 1;
      follow(session, fields, bytes, side, log);
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

const isRepeatedSyn = (session: TcpSession, f: PacketFields, side: 0 | 1): boolean =>
  (f.flags & (SYN | ACK)) === SYN &&
  session.sides[side].sawSyn &&
  session.sides[side].synSequence === f.sequence;

/** tshark's rule (packet-tcp.c): a SYN without ACK whose sequence differs from that direction's base opens a new stream. */
function opensNewSession(session: TcpSession, f: PacketFields, side: 0 | 1): boolean {
  if ((f.flags & (SYN | ACK)) !== SYN) return false;
  const sender = session.sides[side];
  return sender.hasBase && sender.baseSequence !== f.sequence;
}

function openSession(stream: number, f: PacketFields, side: 0 | 1, targets: TrackerTargets): TcpSession {
  const low = side === 0 ? f.source : f.destination;
  const high = side === 0 ? f.destination : f.source;
  const words = new Int32Array(8);
  words.set(low, 0);
  words.set(high, 4);
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
  return {
    stream,
    family: f.family,
    words,
    portLow,
    portHigh,
    sides: [createSide(), createSide()],
    clientSide,
    clientCertainty: 1,
    isTarget: highIsService || lowIsService,
    isControl,
    firstAt: f.time,
    lastAt: f.time,
    synAck: null,
    handshakeDone: false,
    synAckRepeats: 0,
    otherSynAcks: 0,
    lastServerPacketAt: -1,
    longestSurvivedGap: 0,
    pendingGap: 0,
    tooBigMtu: 0,
    resets: [],
    lastLine: -1,
    opening: -1,
    openingCount: 0,
    excerpt: null,
    excerptLeft: 0,
  };
}

function follow(session: TcpSession, f: PacketFields, bytes: Uint8Array, side: 0 | 1, log: PacketLog): void {
  const sender = session.sides[side];
  const receiver = session.sides[side === 0 ? 1 : 0];
  const isSyn = (f.flags & SYN) !== 0;
  const hasAck = (f.flags & ACK) !== 0;
  const isReset = (f.flags & RST) !== 0;
  if (isSyn && session.clientCertainty < 2) {
    session.clientSide = hasAck ? (side === 0 ? 1 : 0) : side;
    session.clientCertainty = 2;
  }
  const fromClient = session.clientSide === side;
  const gap = f.time - session.lastAt;

  if (isReset) {
    session.resets.push(observeReset(session, f, fromClient, gap, log));
    sender.sawReset = true;
  } else if (fromClient) {
    if (gap > session.pendingGap) session.pendingGap = gap;
    if (session.synAck && hasAck && f.acknowledgement === ((session.synAck.sequence + 1) | 0))
      session.handshakeDone = true;
  } else serverAnswers(session, f, bytes, receiver, sender, isSyn && hasAck);

  updateSide(sender, receiver, f, isSyn, hasAck, isReset);
  session.lastAt = f.time;
  log.append(session, f, side, gap);
}

/** The server sent something that is no reset: silences before it were survived, resets before it did not end it. */
function serverAnswers(
  session: TcpSession,
  f: PacketFields,
  bytes: Uint8Array,
  client: SessionSide,
  server: SessionSide,
  isSynAck: boolean,
): void {
  session.lastServerPacketAt = f.time;
  const firstReset = session.resets.length > 0;
  if (!firstReset && session.pendingGap > session.longestSurvivedGap)
    session.longestSurvivedGap = session.pendingGap;
  session.pendingGap = 0;
  if (isSynAck) noteSynAck(session, f, bytes, client);
  if (!firstReset) return;
  const advances =
    f.payloadLength > 0 || isSynAck || (server.hasAck && ((f.acknowledgement - server.lastAck) | 0) > 0);
  if (!advances) return;
  for (let index = session.resets.length - 1; index >= 0; index -= 1) {
    const reset = session.resets[index];
    if (!reset || reset.serverContinues) break;
    if (reset.fromServer) reset.serverContinues = true;
  }
}

function noteSynAck(session: TcpSession, f: PacketFields, bytes: Uint8Array, client: SessionSide): void {
  const known = session.synAck;
  if (known === null) {
    session.synAck = {
      at: f.time,
      ttl: f.ttl,
      roundTrip: client.synCount === 1 ? f.time - client.synAt : null,
      options: optionsFingerprint(bytes, f.optionsAt, f.optionsLength),
      sequence: f.sequence,
    };
    return;
  }
  if (known.sequence !== f.sequence) session.otherSynAcks += 1;
  else if (session.handshakeDone) session.synAckRepeats += 1;
}

function updateSide(
  sender: SessionSide,
  receiver: SessionSide,
  f: PacketFields,
  isSyn: boolean,
  hasAck: boolean,
  isReset: boolean,
): void {
  sender.packets += 1;
  sender.payloadBytes += f.payloadLength;
  if (!sender.hasBase) {
    sender.hasBase = true;
    sender.baseSequence = isSyn ? f.sequence : (f.sequence - 1) | 0;
  }
  if (!receiver.hasBase && hasAck) {
    receiver.hasBase = true;
    receiver.baseSequence = (f.acknowledgement - 1) | 0;
  }
  if (isReset) {
    if (sender.state !== 'closed') sender.state = 'reset';
    sender.lastAt = f.time;
    return;
  }
  if (f.ttl < sender.lowestTtl) sender.lowestTtl = f.ttl;
  if (f.ttl > sender.highestTtl) sender.highestTtl = f.ttl;
  if (f.flowLabel >= 0) {
    if (sender.flowLabel >= 0 && sender.flowLabel !== f.flowLabel) sender.flowLabelChanges += 1;
    sender.flowLabel = f.flowLabel;
  }
  if (isSyn) noteSyn(sender, receiver, f, hasAck);
  if (f.flags & FIN) {
    if (!sender.sawFin) sender.finAt = f.time;
    sender.sawFin = true;
    sender.state = 'closed';
  } else if (sender.state === 'inactive') sender.state = 'partial';
  noteSequence(sender, f, isSyn);
  if (hasAck && (!sender.hasAck || ((f.acknowledgement - sender.lastAck) | 0) > 0)) {
    sender.lastAck = f.acknowledgement;
    sender.hasAck = true;
    receiver.stuckCount = 0;
  }
  sender.lastAt = f.time;
}

function noteSyn(sender: SessionSide, receiver: SessionSide, f: PacketFields, hasAck: boolean): void {
  if (sender.handshakeTtl < 0) sender.handshakeTtl = f.ttl;
  if (hasAck) {
    sender.sawSynAck = true;
    sender.synAckCount += 1;
    if (sender.state === 'inactive') sender.state = 'established';
    if (receiver.state === 'syn-sent') receiver.state = 'established';
    return;
  }
  sender.sawSyn = true;
  sender.synCount += 1;
  sender.synSequence = f.sequence;
  sender.synAt = f.time;
  if (sender.state === 'inactive') sender.state = 'syn-sent';
}

/** Serial number arithmetic of RFC 9293 section 3.4: differences are taken modulo 2^32. */
function noteSequence(sender: SessionSide, f: PacketFields, isSyn: boolean): void {
  const length = f.payloadLength + (isSyn ? 1 : 0) + (f.flags & FIN ? 1 : 0);
  const end = (f.sequence + length) | 0;
  if (f.payloadLength > sender.largestPayload) sender.largestPayload = f.payloadLength;
  if (!sender.hasNext) {
    sender.hasNext = true;
    sender.nextSequence = end;
    sender.inOrderEnd = end;
    return;
  }
  if (length > 0 && ((end - sender.inOrderEnd) | 0) > 0 && ((f.sequence - sender.inOrderEnd) | 0) <= 0)
    sender.inOrderEnd = end;
  if (((end - sender.nextSequence) | 0) > 0) {
    sender.nextSequence = end;
    return;
  }
  if (f.payloadLength === 0) return;
  sender.retransmissions += 1;
  if (sender.stuckCount > 0 && sender.stuckSequence === f.sequence) sender.stuckCount += 1;
  else {
    sender.stuckSequence = f.sequence;
    sender.stuckCount = 1;
  }
  if (sender.stuckCount > sender.longestStuck) {
    sender.longestStuck = sender.stuckCount;
    sender.longestStuckBytes = f.payloadLength;
  }
}

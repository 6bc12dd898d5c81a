import { ACK, FIN, type PacketFields, RST, SYN } from './packet-fields.ts';
import type { PacketLog } from './packet-log.ts';
import { observeReset } from './reset-features.ts';
import type { SessionSide, TcpSession } from './session.ts';
import { optionsFingerprint } from './tcp-options.ts';

/** Takes one packet of a session into account; `side` sent it. */
export function followSession(
  session: TcpSession,
  f: PacketFields,
  bytes: Uint8Array,
  side: 0 | 1,
  log: PacketLog,
): void {
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
    sender.sawFin = true;
    sender.state = 'closed';
  } else if (sender.state === 'inactive') sender.state = 'partial';
  noteSequence(sender, f, isSyn);
  if (hasAck && (!sender.hasAck || ((f.acknowledgement - sender.lastAck) | 0) > 0)) {
    sender.lastAck = f.acknowledgement;
    sender.hasAck = true;
    receiver.stuckCount = 0;
  }
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

import { ACK, FIN, type PacketFields, RST, SYN } from './packet-fields.ts';
import type { PacketLog } from './packet-log.ts';
import { observeReset } from './reset-features.ts';
import { TcpSession } from './session.ts';
import type { SessionColumns } from './session-columns.ts';
import * as of from './session-row.ts';
import { optionsFingerprint } from './tcp-options.ts';

/** Takes one packet of the session in that row into account; `side` sent it. */
export function followSession(
  columns: SessionColumns,
  row: number,
  f: PacketFields,
  bytes: Uint8Array,
  side: 0 | 1,
  log: PacketLog,
): void {
  const { words, doubles } = columns;
  const at = row * of.ROW_WORDS;
  const inDoubles = row * of.ROW_DOUBLES;
  const { flags, time } = f;
  if ((flags & SYN) !== 0 && (words[at + of.CERTAINTY] as number) < 2) {
    words[at + of.CLIENT] = (flags & ACK) !== 0 ? 1 - side : side;
    words[at + of.CERTAINTY] = 2;
  }
  const fromClient = words[at + of.CLIENT] === side;
  const gap = time - (doubles[inDoubles + of.LAST_AT] as number);

  if ((flags & RST) !== 0) {
    const resets = columns.resets[row] ?? [];
    resets.push(observeReset(new TcpSession(columns, row), f, fromClient, gap, log));
    columns.resets[row] = resets;
    words[at + of.IS] = (words[at + of.IS] as number) | of.HAS_RESET;
  } else if (fromClient) {
    if (gap > (doubles[inDoubles + of.PENDING_GAP] as number)) doubles[inDoubles + of.PENDING_GAP] = gap;
    const is = words[at + of.IS] as number;
    if (
      (is & (of.ANSWERED | of.HANDSHAKE_DONE)) === of.ANSWERED &&
      (flags & ACK) !== 0 &&
      f.acknowledgement === words[at + of.SYN_ACK_END]
    )
      words[at + of.IS] = is | of.HANDSHAKE_DONE;
  } else serverAnswers(columns, row, f, bytes, side);

  updateSides(words, doubles, row, f, side);
  doubles[inDoubles + of.LAST_AT] = time;
  log.append(row, f, side, gap);
}

/** The server sent something that is no reset: silences before it were survived, resets before it did not end it. */
function serverAnswers(
  columns: SessionColumns,
  row: number,
  f: PacketFields,
  bytes: Uint8Array,
  side: 0 | 1,
): void {
  const { words, doubles } = columns;
  const at = row * of.ROW_WORDS;
  const inDoubles = row * of.ROW_DOUBLES;
  const hadReset = ((words[at + of.IS] as number) & of.HAS_RESET) !== 0;
  const pending = doubles[inDoubles + of.PENDING_GAP] as number;
  if (pending !== 0) {
    if (!hadReset && pending > (doubles[inDoubles + of.SURVIVED_GAP] as number))
      doubles[inDoubles + of.SURVIVED_GAP] = pending;
    doubles[inDoubles + of.PENDING_GAP] = 0;
  }
  const isSynAck = (f.flags & (SYN | ACK)) === (SYN | ACK);
  if (isSynAck) noteSynAck(columns, row, f, bytes, side);
  if (!hadReset) return;
  const server = at + of.SIDE + side * of.SIDE_WORDS;
  const advances =
    f.payloadLength > 0 ||
    isSynAck ||
    (((words[server + of.SEEN] as number) & of.SEEN_ACK) !== 0 &&
      ((f.acknowledgement - (words[server + of.LAST_ACK] as number)) | 0) > 0);
  if (!advances) return;
  const resets = columns.resets[row] ?? [];
  for (let index = resets.length - 1; index >= 0; index -= 1) {
    const reset = resets[index];
    if (!reset || reset.serverContinues) break;
    if (reset.fromServer) reset.serverContinues = true;
  }
}

function noteSynAck(
  columns: SessionColumns,
  row: number,
  f: PacketFields,
  bytes: Uint8Array,
  side: 0 | 1,
): void {
  const { words, doubles } = columns;
  const at = row * of.ROW_WORDS;
  const client = side === 0 ? 1 : 0;
  const known = columns.synAcks[row];
  const is = words[at + of.IS] as number;
  if (!known) {
    const wasSentOnce = words[at + of.SIDE + client * of.SIDE_WORDS + of.SYN_COUNT] === 1;
    const synAt = doubles[row * of.ROW_DOUBLES + of.SYN_AT + client] as number;
    columns.synAcks[row] = {
      at: f.time,
      ttl: f.ttl,
      roundTrip: wasSentOnce ? f.time - synAt : null,
      options: optionsFingerprint(bytes, f.optionsAt, f.optionsLength),
      sequence: f.sequence,
    };
    words[at + of.SYN_ACK_END] = f.sequence + 1;
    words[at + of.IS] = is | of.ANSWERED;
    return;
  }
  if (known.sequence !== f.sequence)
    words[at + of.OTHER_SYN_ACKS] = (words[at + of.OTHER_SYN_ACKS] as number) + 1;
  else if ((is & of.HANDSHAKE_DONE) !== 0)
    words[at + of.SYN_ACK_REPEATS] = (words[at + of.SYN_ACK_REPEATS] as number) + 1;
}

/** What the sender has put on the wire, and what the receiver learns of itself by it. */
function updateSides(
  words: Int32Array,
  doubles: Float64Array,
  row: number,
  f: PacketFields,
  side: 0 | 1,
): void {
  const { flags, ttl, payloadLength } = f;
  const at = row * of.ROW_WORDS + of.SIDE;
  const sender = at + side * of.SIDE_WORDS;
  const receiver = at + of.SIDE_WORDS - side * of.SIDE_WORDS;
  words[sender + of.PACKETS] = (words[sender + of.PACKETS] as number) + 1;
  if (payloadLength > 0) {
    const bytesAt = row * of.ROW_DOUBLES + of.PAYLOAD_BYTES + side;
    doubles[bytesAt] = (doubles[bytesAt] as number) + payloadLength;
  }
  let seen = words[sender + of.SEEN] as number;
  if ((seen & of.SEEN_BASE) === 0) {
    seen |= of.SEEN_BASE;
    words[sender + of.BASE] = (flags & SYN) !== 0 ? f.sequence : f.sequence - 1;
  }
  if ((flags & ACK) !== 0 && ((words[receiver + of.SEEN] as number) & of.SEEN_BASE) === 0) {
    words[receiver + of.SEEN] = (words[receiver + of.SEEN] as number) | of.SEEN_BASE;
    words[receiver + of.BASE] = f.acknowledgement - 1;
  }
  if ((flags & RST) !== 0) {
    if (words[sender + of.STATE] !== of.CLOSED) words[sender + of.STATE] = of.RESET;
    words[sender + of.SEEN] = seen | of.SEEN_RESET;
    return;
  }
  if (ttl < (words[sender + of.LOWEST_TTL] as number)) words[sender + of.LOWEST_TTL] = ttl;
  if (ttl > (words[sender + of.HIGHEST_TTL] as number)) words[sender + of.HIGHEST_TTL] = ttl;
  if (f.flowLabel >= 0) noteFlowLabel(words, row, f.flowLabel, side);
  if ((flags & (SYN | FIN)) !== 0) seen |= noteOpeningOrEnd(words, doubles, row, f, side);
  if (words[sender + of.STATE] === of.INACTIVE) words[sender + of.STATE] = of.PARTIAL;
  seen = noteSequence(words, row, f, side, seen);
  if ((flags & ACK) !== 0) {
    const acknowledgement = f.acknowledgement;
    if ((seen & of.SEEN_ACK) === 0 || ((acknowledgement - (words[sender + of.LAST_ACK] as number)) | 0) > 0) {
      words[sender + of.LAST_ACK] = acknowledgement;
      seen |= of.SEEN_ACK;
      words[receiver + of.STUCK_COUNT] = 0;
    }
  }
  words[sender + of.SEEN] = seen;
}

function noteFlowLabel(words: Int32Array, row: number, label: number, side: 0 | 1): void {
  const sender = row * of.ROW_WORDS + of.SIDE + side * of.SIDE_WORDS;
  const before = words[sender + of.FLOW_LABEL] as number;
  if (before >= 0 && before !== label)
    words[sender + of.LABEL_CHANGES] = (words[sender + of.LABEL_CHANGES] as number) + 1;
  words[sender + of.FLOW_LABEL] = label;
}

/** A SYN, a SYN-ACK or a FIN. @returns the bits it adds to what was seen of its sender */
function noteOpeningOrEnd(
  words: Int32Array,
  doubles: Float64Array,
  row: number,
  f: PacketFields,
  side: 0 | 1,
): number {
  const at = row * of.ROW_WORDS;
  const sender = at + of.SIDE + side * of.SIDE_WORDS;
  const receiver = at + of.SIDE + (1 - side) * of.SIDE_WORDS;
  let added = 0;
  if ((f.flags & (SYN | ACK)) === (SYN | ACK)) {
    if (words[sender + of.STATE] === of.INACTIVE) words[sender + of.STATE] = of.ESTABLISHED;
    if (words[receiver + of.STATE] === of.SYN_SENT) words[receiver + of.STATE] = of.ESTABLISHED;
  } else if ((f.flags & SYN) !== 0) {
    added |= of.SEEN_SYN;
    words[sender + of.SYN_COUNT] = (words[sender + of.SYN_COUNT] as number) + 1;
    words[sender + of.SYN_SEQUENCE] = f.sequence;
    doubles[row * of.ROW_DOUBLES + of.SYN_AT + side] = f.time;
    if (words[sender + of.STATE] === of.INACTIVE) words[sender + of.STATE] = of.SYN_SENT;
  }
  if ((f.flags & FIN) !== 0) {
    added |= of.SEEN_FIN;
    words[sender + of.STATE] = of.CLOSED;
  }
  return added;
}

/** Serial number arithmetic of RFC 9293 section 3.4: differences are taken modulo 2^32. @returns what was seen of the sender */
function noteSequence(words: Int32Array, row: number, f: PacketFields, side: 0 | 1, seen: number): number {
  const sender = row * of.ROW_WORDS + of.SIDE + side * of.SIDE_WORDS;
  const { flags, sequence, payloadLength } = f;
  const length = payloadLength + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0);
  const end = (sequence + length) | 0;
  if ((seen & of.SEEN_NEXT) === 0) {
    words[sender + of.NEXT] = end;
    words[sender + of.IN_ORDER] = end;
    return seen | of.SEEN_NEXT;
  }
  if (length === 0 && ((end - (words[sender + of.NEXT] as number)) | 0) <= 0) return seen;
  const inOrder = words[sender + of.IN_ORDER] as number;
  if (length > 0 && ((end - inOrder) | 0) > 0 && ((sequence - inOrder) | 0) <= 0)
    words[sender + of.IN_ORDER] = end;
  if (((end - (words[sender + of.NEXT] as number)) | 0) > 0) words[sender + of.NEXT] = end;
  else if (payloadLength > 0) noteRepeat(words, row, f, side);
  return seen;
}

/** A segment came again, or again and again. */
function noteRepeat(words: Int32Array, row: number, f: PacketFields, side: 0 | 1): void {
  const at = row * of.ROW_WORDS;
  const sender = at + of.SIDE + side * of.SIDE_WORDS;
  const sequenceAt = at + of.STUCK_SEQUENCE + side;
  let count = words[sender + of.STUCK_COUNT] as number;
  if (count > 0 && words[sequenceAt] === f.sequence) count += 1;
  else {
    words[sequenceAt] = f.sequence;
    count = 1;
  }
  words[sender + of.STUCK_COUNT] = count;
  if (count > (words[sender + of.LONGEST_STUCK] as number)) {
    words[sender + of.LONGEST_STUCK] = count;
    words[sender + of.LONGEST_STUCK_BYTES] = f.payloadLength;
  }
}

import type { PacketFields } from './packet-fields.ts';
import { RST } from './packet-fields.ts';
import type { ExcerptPacket, TcpSession } from './session.ts';

/** Numbers per remembered packet: time, side, flags, sequence, acknowledgement, payload, TTL, window, number, point, IP id. */
const STRIDE = 11;
const ENTRIES = 12;
const OPENING_PACKETS = 6;
const EXCERPT_AFTER = 14;
/** Copies of one packet at several capture points lie at most this far apart (domain notes 5.5), nanoseconds. */
const COPY_WINDOW = 5e6;

/** Keeps the last packets of a session, and around its first reset the excerpt the ladder diagram shows. */
export function rememberPacket(
  session: TcpSession,
  f: PacketFields,
  side: 0 | 1,
  time: number,
  number: number,
  point: number,
): void {
  if (session.recent.length === 0) session.recent = new Float64Array(STRIDE * ENTRIES);
  const isFirstReset = (f.flags & RST) !== 0 && session.excerpt === null;
  if (isFirstReset) {
    session.excerpt = [...session.opening, ...recentAfter(session, session.opening.at(-1)?.packet ?? 0)];
    session.excerptLeft = EXCERPT_AFTER + 1;
  }
  const needsObject = session.excerptLeft > 0 || session.opening.length < OPENING_PACKETS;
  if (needsObject) {
    const packet = describePacket(session, f, side, time, number);
    if (session.opening.length < OPENING_PACKETS) session.opening.push(packet);
    if (session.excerptLeft > 0 && session.excerpt) {
      session.excerpt.push(packet);
      session.excerptLeft -= 1;
    }
  }
  const slot = (session.recentCount % ENTRIES) * STRIDE;
  const ring = session.recent;
  ring[slot] = time;
  ring[slot + 1] = side;
  ring[slot + 2] = f.flags;
  ring[slot + 3] = f.sequence;
  ring[slot + 4] = f.acknowledgement;
  ring[slot + 5] = f.payloadLength;
  ring[slot + 6] = f.ttl;
  ring[slot + 7] = f.window;
  ring[slot + 8] = number;
  ring[slot + 9] = point;
  ring[slot + 10] = f.ipId;
  session.recentCount += 1;
}

/**
 * The same packet seen at another capture point within 5 ms. On one point nothing is ever merged: two identical
 * resets in a row are two resets, one for each misrouted packet.
 */
export function isCopyFromAnotherPoint(
  session: TcpSession,
  f: PacketFields,
  side: 0 | 1,
  time: number,
  point: number,
): boolean {
  const ring = session.recent;
  const kept = Math.min(session.recentCount, ENTRIES);
  for (let back = 1; back <= kept; back += 1) {
    const slot = ((session.recentCount - back) % ENTRIES) * STRIDE;
    if (time - (ring[slot] as number) > COPY_WINDOW) return false;
    if (
      ring[slot + 9] !== point &&
      ring[slot + 1] === side &&
      ring[slot + 2] === f.flags &&
      ring[slot + 3] === f.sequence &&
      ring[slot + 4] === f.acknowledgement &&
      ring[slot + 5] === f.payloadLength &&
      ring[slot + 10] === f.ipId
    )
      return true;
  }
  return false;
}

function describePacket(
  session: TcpSession,
  f: PacketFields,
  side: 0 | 1,
  time: number,
  number: number,
): ExcerptPacket {
  return {
    packet: number,
    at: time,
    fromClient: session.clientSide === side,
    flags: f.flags,
    sequence: f.sequence >>> 0,
    acknowledgement: f.acknowledgement >>> 0,
    payloadBytes: f.payloadLength,
    ttl: f.ttl,
    window: f.window,
  };
}

function recentAfter(session: TcpSession, packet: number): ExcerptPacket[] {
  const kept = Math.min(session.recentCount, ENTRIES);
  const packets: ExcerptPacket[] = [];
  for (let back = kept; back >= 1; back -= 1) {
    const slot = ((session.recentCount - back) % ENTRIES) * STRIDE;
    const at = (offset: number): number => session.recent[slot + offset] as number;
    if (at(8) <= packet) continue;
    packets.push({
      packet: at(8),
      at: at(0),
      fromClient: session.clientSide === at(1),
      flags: at(2),
      sequence: at(3) >>> 0,
      acknowledgement: at(4) >>> 0,
      payloadBytes: at(5),
      ttl: at(6),
      window: at(7),
    });
  }
  return packets;
}

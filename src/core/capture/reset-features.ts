import { ACK, type PacketFields } from './packet-fields.ts';
import type { ResetObservation } from './reset-observation.ts';
import type { TcpSession } from './session.ts';
import { TRIGGER_STRIDE } from './trigger-ring.ts';

/** A reset belongs to a client packet of at most the last 3 s, or four round trips (domain notes 2.2, F3). */
const TRIGGER_WINDOW = 3e9;
const MOST_TRIGGER_DELAYS = 24;

/** Takes down every feature of a reset that can be known when it arrives. `gap` is the silence right before it, ns. */
export function observeReset(
  session: TcpSession,
  f: PacketFields,
  fromClient: boolean,
  time: number,
  gap: number,
  seconds: number,
  nanoseconds: number,
  packet: number,
  file: number,
): ResetObservation {
  const client = session.sides[session.clientSide];
  const server = session.sides[session.clientSide === 0 ? 1 : 0];
  const roundTrip = session.synAck?.roundTrip ?? null;
  const triggers = fromClient ? NO_TRIGGERS : findTriggers(session, f, time, roundTrip);
  const earlier = session.resets.findLast((other) => other.fromServer !== fromClient);
  return {
    packet,
    file,
    seconds,
    nanoseconds,
    at: time,
    fromServer: !fromClient,
    hasAckFlag: (f.flags & ACK) !== 0,
    sequence: f.sequence >>> 0,
    acknowledgement: f.acknowledgement >>> 0,
    window: f.window,
    ttl: f.ttl,
    ipId: f.ipId,
    dontFragment: f.dontFragment,
    hasOptions: f.headerLength > 20,
    payloadBytes: f.payloadLength,
    phase: phaseOf(session, server.sawFin || client.sawFin),
    afterServerFin: server.sawFin,
    afterClientFin: client.sawFin,
    afterServerReset: server.sawReset,
    afterClientReset: client.sawReset,
    ordinal: (earlier?.ordinal ?? 0) + 1,
    synAckTtl: session.synAck?.ttl ?? null,
    ttlSeenInSession: server.packets > 0 && f.ttl >= server.lowestTtl && f.ttl <= server.highestTtl,
    echoesOurAck: triggers.delays.length > 0,
    triggerDelays: triggers.delays,
    triggerPacket: triggers.packet,
    sequenceOffset: fromClient ? null : offsetFromExpected(session, f),
    idleBefore: triggers.delays.length > 0 ? triggers.longestGap : gap,
    roundTrip,
    flowLabelChanged: client.flowLabelChanges > 0,
    serverContinues: false,
  };
}

function phaseOf(session: TcpSession, closing: boolean): ResetObservation['phase'] {
  if (closing) return 'closing';
  if (session.synAck === null && session.sides[session.clientSide].sawSyn) return 'syn-sent';
  const server = session.sides[session.clientSide === 0 ? 1 : 0];
  return server.payloadBytes === 0 && session.sides[session.clientSide].payloadBytes === 0
    ? 'handshake'
    : 'open';
}

interface Triggers {
  readonly delays: readonly number[];
  readonly packet: number | null;
  readonly longestGap: number;
}

const NO_TRIGGERS: Triggers = { delays: [], packet: null, longestGap: 0 };

/** Client packets that acknowledged exactly the reset's sequence number, newest first (RFC 9293 section 3.5.2 group 1). */
function findTriggers(
  session: TcpSession,
  f: PacketFields,
  time: number,
  roundTrip: number | null,
): Triggers {
  const ring = session.ring;
  const capacity = ring.length / TRIGGER_STRIDE;
  const kept = Math.min(session.ringCount, capacity);
  const oldest = time - Math.max(TRIGGER_WINDOW, 4 * (roundTrip ?? 0));
  const delays: number[] = [];
  let packet: number | null = null;
  let longestGap = 0;
  for (let back = 1; back <= kept && delays.length < MOST_TRIGGER_DELAYS; back += 1) {
    const slot = ((session.ringCount - back) % capacity) * TRIGGER_STRIDE;
    const sentAt = ring[slot] as number;
    if (sentAt < oldest) break;
    if (ring[slot + 1] !== f.sequence) continue;
    packet ??= ring[slot + 2] as number;
    delays.push(time - sentAt);
    longestGap = Math.max(longestGap, ring[slot + 3] as number);
  }
  return { delays, packet, longestGap };
}

/** F4: distance of the reset's sequence number from the next byte the client waits for; null before any server byte. */
function offsetFromExpected(session: TcpSession, f: PacketFields): number | null {
  const client = session.sides[session.clientSide];
  const server = session.sides[session.clientSide === 0 ? 1 : 0];
  if (!server.hasNext && !client.hasAck) return null;
  let expected = server.hasNext ? server.inOrderEnd : client.lastAck;
  if (client.hasAck && ((client.lastAck - expected) | 0) > 0) expected = client.lastAck;
  return (f.sequence - expected) | 0;
}

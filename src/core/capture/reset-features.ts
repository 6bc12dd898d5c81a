import { ACK, type PacketFields } from './packet-fields.ts';
import type { PacketLog } from './packet-log.ts';
import type { ResetObservation } from './reset-observation.ts';
import type { TcpSession } from './session.ts';

/** A reset belongs to a client packet of at most the last 3 s, or four round trips (domain notes 2.2, F3). */
const TRIGGER_WINDOW = 3e9;
const MOST_TRIGGER_DELAYS = 24;
/** Packets of the session looked back at for them. */
const MOST_LOOKED_AT = 1024;

/** Takes down every feature of a reset that can be known when it arrives. `gap` is the silence right before it, ns. */
export function observeReset(
  session: TcpSession,
  f: PacketFields,
  fromClient: boolean,
  gap: number,
  log: PacketLog,
): ResetObservation {
  const client = session.sides[session.clientSide];
  const server = session.sides[session.clientSide === 0 ? 1 : 0];
  const roundTrip = session.synAck?.roundTrip ?? null;
  const triggers = fromClient ? NO_TRIGGERS : findTriggers(session, f, roundTrip, log);
  const earlier = session.resets.findLast((other) => other.fromServer !== fromClient);
  return {
    packet: f.number,
    file: f.file,
    seconds: f.seconds,
    nanoseconds: f.nanoseconds,
    at: f.time,
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
  roundTrip: number | null,
  log: PacketLog,
): Triggers {
  const { time, sequence } = f;
  const oldest = time - Math.max(TRIGGER_WINDOW, 4 * (roundTrip ?? 0));
  const delays: number[] = [];
  let packet: number | null = null;
  let longestGap = 0;
  log.eachFromClient(session.row, MOST_LOOKED_AT, (sentAt, acknowledgement, number, gap) => {
    if (sentAt < oldest) return false;
    if (acknowledgement !== sequence) return true;
    packet ??= number;
    delays.push(time - sentAt);
    longestGap = Math.max(longestGap, gap);
    return delays.length < MOST_TRIGGER_DELAYS;
  });
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

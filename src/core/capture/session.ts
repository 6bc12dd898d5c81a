import type { ResetObservation } from './reset-observation.ts';

/** One direction of a session: what its sender has put on the wire so far. Times are nanoseconds since the capture's base second. */
export interface SessionSide {
  packets: number;
  payloadBytes: number;
  /** First sequence number seen (the SYN's own, or one less than the first segment's), as tshark's relative base. */
  baseSequence: number;
  hasBase: boolean;
  /** Sequence number behind the highest byte sent. */
  nextSequence: number;
  hasNext: boolean;
  /** Highest acknowledgement number sent. */
  lastAck: number;
  hasAck: boolean;
  /** Sequence number behind the bytes that arrived without a hole: the other side's RCV.NXT. */
  inOrderEnd: number;
  sawSyn: boolean;
  sawSynAck: boolean;
  sawFin: boolean;
  sawReset: boolean;
  synSequence: number;
  synAt: number;
  synCount: number;
  synAckCount: number;
  /** TTL of the first SYN or SYN-ACK, and bit sets of the TTLs of all packets that are not resets. */
  handshakeTtl: number;
  lowestTtl: number;
  highestTtl: number;
  flowLabel: number;
  flowLabelChanges: number;
  /** Segments seen again; the longest run of one full-size segment sent again and again. */
  retransmissions: number;
  stuckSequence: number;
  stuckCount: number;
  longestStuck: number;
  longestStuckBytes: number;
  largestPayload: number;
  state: EndpointState;
}

/** Endpoint states behind Zeek's conn_state (docs.zeek.org, base/protocols/conn). */
export type EndpointState = 'inactive' | 'syn-sent' | 'established' | 'partial' | 'closed' | 'reset';

/** The fingerprint of the edge that answered the SYN. */
export interface SynAckObservation {
  readonly at: number;
  readonly ttl: number;
  /** Nanoseconds from SYN to SYN-ACK; null when the SYN had been sent more than once (Karn's rule, RFC 6298 section 3). */
  readonly roundTrip: number | null;
  /** Option kinds in order with MSS and window scale, e.g. `mss1460,sack,ts,ws7`. */
  readonly options: string;
  readonly sequence: number;
}

/** One packet kept for the ladder diagram. */
export interface ExcerptPacket {
  readonly packet: number;
  readonly at: number;
  readonly fromClient: boolean;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly payloadBytes: number;
  readonly ttl: number;
  readonly window: number;
}

/**
 * One TCP session: all packets of one pair of addresses and ports until a new
 * SYN with another sequence number opens the next one (tshark's tcp.stream).
 * Side 0 is the lower of the two (address, port) pairs.
 */
export interface TcpSession {
  readonly stream: number;
  readonly family: number;
  readonly words: Int32Array;
  readonly portLow: number;
  readonly portHigh: number;
  readonly sides: readonly [SessionSide, SessionSide];
  /** Which side opened the session: 0 or 1. */
  clientSide: 0 | 1;
  /** How well the client is known: 2 by a SYN, 1 by guess. */
  clientCertainty: number;
  /** The rest of a session whose beginning was put away: it is counted there. */
  readonly isContinued: boolean;
  readonly isTarget: boolean;
  readonly isControl: boolean;
  readonly firstAt: number;
  lastAt: number;
  synAck: SynAckObservation | null;
  /** The client acknowledged the SYN-ACK. */
  handshakeDone: boolean;
  /** Same SYN-ACK again although the client had already acknowledged it (domain F12). */
  synAckRepeats: number;
  /** Another initial sequence number for the same SYN (domain F12). */
  otherSynAcks: number;
  /** Longest silence in the session that was followed by an answer, nanoseconds. */
  longestSurvivedGap: number;
  pendingGap: number;
  readonly resets: ResetObservation[];
  /** Its newest packet's ordinal in the packet log, and where the log keeps its first ones; -1 for nowhere. */
  lastLine: number;
  opening: number;
  openingCount: number;
  /** Packets around the first reset. */
  excerpt: ExcerptPacket[] | null;
  excerptLeft: number;
}

const createSide = (): SessionSide => ({
  packets: 0,
  payloadBytes: 0,
  baseSequence: 0,
  hasBase: false,
  nextSequence: 0,
  hasNext: false,
  lastAck: 0,
  hasAck: false,
  inOrderEnd: 0,
  sawSyn: false,
  sawSynAck: false,
  sawFin: false,
  sawReset: false,
  synSequence: 0,
  synAt: 0,
  synCount: 0,
  synAckCount: 0,
  handshakeTtl: -1,
  lowestTtl: 256,
  highestTtl: -1,
  flowLabel: -1,
  flowLabelChanges: 0,
  retransmissions: 0,
  stuckSequence: 0,
  stuckCount: 0,
  longestStuck: 0,
  longestStuckBytes: 0,
  largestPayload: 0,
  state: 'inactive',
});

export type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A session of which nothing is known yet. A plain literal, which V8 makes faster than a copy of another one. */
export const createBlankSession = (): TcpSession => ({
  stream: 0,
  family: 0,
  words: new Int32Array(8),
  portLow: 0,
  portHigh: 0,
  sides: [createSide(), createSide()],
  clientSide: 0,
  clientCertainty: 1,
  isContinued: false,
  isTarget: false,
  isControl: false,
  firstAt: 0,
  lastAt: 0,
  resets: [],
  synAck: null,
  handshakeDone: false,
  synAckRepeats: 0,
  otherSynAcks: 0,
  longestSurvivedGap: 0,
  pendingGap: 0,
  lastLine: -1,
  opening: -1,
  openingCount: 0,
  excerpt: null,
  excerptLeft: 0,
});

const BLANK_SIDE = createSide();
const { words: _words, sides: _sides, resets: _resets, ...BLANK } = createBlankSession();

/** Makes a session that nobody looks at any more a blank one again, so that very many sessions leave nothing to collect. */
export function makeBlank(session: TcpSession): TcpSession {
  Object.assign(session, BLANK);
  for (const side of session.sides) Object.assign(side, BLANK_SIDE);
  session.resets.length = 0;
  return session;
}

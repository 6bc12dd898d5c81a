import { formatAddress } from './address.ts';
import type { ResetObservation } from './reset-observation.ts';
import type { SessionColumns } from './session-columns.ts';
import {
  BASE,
  CLIENT,
  CONTINUED,
  CONTROL,
  FAMILY,
  FIRST_AT,
  HANDSHAKE_DONE,
  HIGHEST_TTL,
  IN_ORDER,
  IS,
  LABEL_CHANGES,
  LAST_ACK,
  LAST_AT,
  LONGEST_STUCK,
  LONGEST_STUCK_BYTES,
  LOWEST_TTL,
  NEWEST_LINE,
  OTHER_SYN_ACKS,
  PACKETS,
  PAYLOAD_BYTES,
  PORTS,
  ROW_DOUBLES,
  ROW_WORDS,
  SEEN,
  SEEN_ACK,
  SEEN_FIN,
  SEEN_NEXT,
  SEEN_RESET,
  SEEN_SYN,
  SIDE,
  SIDE_WORDS,
  STATE,
  STREAM,
  SURVIVED_GAP,
  SYN_ACK_REPEATS,
  SYN_AT,
  SYN_COUNT,
  SYN_SEQUENCE,
  TARGET,
} from './session-row.ts';

/** As a row has them by number. */
const ENDPOINT_STATES = ['inactive', 'syn-sent', 'established', 'partial', 'closed', 'reset'] as const;

export type EndpointState = (typeof ENDPOINT_STATES)[number];

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

const NO_RESETS: readonly ResetObservation[] = [];

/** One direction of a session, as far as it was followed: what its sender has put on the wire. Times are nanoseconds since the capture's base second. */
export class SessionSide {
  readonly #columns: SessionColumns;
  /** Where it begins among the words, and where its row begins among the doubles. */
  readonly #at: number;
  readonly #inDoubles: number;
  readonly #side: 0 | 1;

  constructor(columns: SessionColumns, row: number, side: 0 | 1) {
    this.#columns = columns;
    this.#at = row * ROW_WORDS + SIDE + side * SIDE_WORDS;
    this.#inDoubles = row * ROW_DOUBLES;
    this.#side = side;
  }
  get packets(): number {
    return this.#word(PACKETS) >>> 0;
  }
  get payloadBytes(): number {
    return this.#columns.doubles[this.#inDoubles + PAYLOAD_BYTES + this.#side] as number;
  }
  /** First sequence number seen (the SYN's own, or one less than the first segment's), as tshark's relative base. */
  get baseSequence(): number {
    return this.#word(BASE);
  }
  get hasNext(): boolean {
    return (this.#word(SEEN) & SEEN_NEXT) !== 0;
  }
  /** Highest acknowledgement number sent. */
  get lastAck(): number {
    return this.#word(LAST_ACK);
  }
  get hasAck(): boolean {
    return (this.#word(SEEN) & SEEN_ACK) !== 0;
  }
  /** Sequence number behind the bytes that arrived without a hole: the other side's RCV.NXT. */
  get inOrderEnd(): number {
    return this.#word(IN_ORDER);
  }
  get sawSyn(): boolean {
    return (this.#word(SEEN) & SEEN_SYN) !== 0;
  }
  get sawFin(): boolean {
    return (this.#word(SEEN) & SEEN_FIN) !== 0;
  }
  get sawReset(): boolean {
    return (this.#word(SEEN) & SEEN_RESET) !== 0;
  }
  get synSequence(): number {
    return this.#word(SYN_SEQUENCE);
  }
  get synAt(): number {
    return this.#columns.doubles[this.#inDoubles + SYN_AT + this.#side] as number;
  }
  get synCount(): number {
    return this.#word(SYN_COUNT);
  }
  /** TTLs of all packets that are not resets: from 256 down, from -1 up. */
  get lowestTtl(): number {
    return this.#word(LOWEST_TTL);
  }
  get highestTtl(): number {
    return this.#word(HIGHEST_TTL);
  }
  get flowLabelChanges(): number {
    return this.#word(LABEL_CHANGES);
  }
  /** The longest run of one segment sent again and again, and its bytes. */
  get longestStuck(): number {
    return this.#word(LONGEST_STUCK);
  }
  get longestStuckBytes(): number {
    return this.#word(LONGEST_STUCK_BYTES);
  }
  get state(): EndpointState {
    return ENDPOINT_STATES[this.#word(STATE) as 0];
  }
  #word(offset: number): number {
    return this.#columns.words[this.#at + offset] as number;
  }
}

/**
 * One TCP session: all packets of one pair of addresses and ports until a new SYN with another sequence number opens the
 * next one (tshark's tcp.stream). Side 0 is the lower of the two (address, port) pairs. It shows what its row holds now.
 */
export class TcpSession {
  /** Its row in the columns. */
  readonly row: number;
  readonly sides: readonly [SessionSide, SessionSide];
  readonly #columns: SessionColumns;

  constructor(columns: SessionColumns, row: number) {
    this.#columns = columns;
    this.row = row;
    this.sides = [new SessionSide(columns, row, 0), new SessionSide(columns, row, 1)];
  }
  get stream(): number {
    return this.#word(STREAM);
  }
  get family(): number {
    return this.#word(FAMILY);
  }
  /** Four words of the lower end's address, four of the higher one's. */
  get words(): Int32Array {
    return this.#columns.words.subarray(this.row * ROW_WORDS, this.row * ROW_WORDS + 8);
  }
  /** The text of an end's address; side 0 is the lower one. */
  address(side: 0 | 1): string {
    return formatAddress(this.family, this.#columns.words, this.row * ROW_WORDS + side * 4);
  }
  get portLow(): number {
    return this.#word(PORTS) >>> 16;
  }
  get portHigh(): number {
    return this.#word(PORTS) & 0xffff;
  }
  /** Which side opened the session. */
  get clientSide(): 0 | 1 {
    return this.#word(CLIENT) as 0 | 1;
  }
  /** The rest of a session whose beginning was put away: it is counted there. */
  get isContinued(): boolean {
    return this.#is(CONTINUED);
  }
  get isTarget(): boolean {
    return this.#is(TARGET);
  }
  get isControl(): boolean {
    return this.#is(CONTROL);
  }
  get firstAt(): number {
    return this.#double(FIRST_AT);
  }
  get lastAt(): number {
    return this.#double(LAST_AT);
  }
  /** Ordinal of its newest packet in the packet log. */
  get newestLine(): number {
    return this.#double(NEWEST_LINE);
  }
  get synAck(): SynAckObservation | null {
    return this.#columns.synAcks[this.row] ?? null;
  }
  /** The client acknowledged the SYN-ACK. */
  get handshakeDone(): boolean {
    return this.#is(HANDSHAKE_DONE);
  }
  /** Same SYN-ACK again although the client had already acknowledged it (domain F12). */
  get synAckRepeats(): number {
    return this.#word(SYN_ACK_REPEATS);
  }
  /** Another initial sequence number for the same SYN (domain F12). */
  get otherSynAcks(): number {
    return this.#word(OTHER_SYN_ACKS);
  }
  /** Longest silence in the session that was followed by an answer, nanoseconds. */
  get longestSurvivedGap(): number {
    return this.#double(SURVIVED_GAP);
  }
  get resets(): readonly ResetObservation[] {
    return this.#columns.resets[this.row] ?? NO_RESETS;
  }
  /** Packets around the first reset. */
  get excerpt(): readonly ExcerptPacket[] | null {
    return this.#columns.excerpts[this.row] ?? null;
  }
  #word(offset: number): number {
    return this.#columns.words[this.row * ROW_WORDS + offset] as number;
  }
  #double(offset: number): number {
    return this.#columns.doubles[this.row * ROW_DOUBLES + offset] as number;
  }
  #is(bit: number): boolean {
    return (this.#word(IS) & bit) !== 0;
  }
}

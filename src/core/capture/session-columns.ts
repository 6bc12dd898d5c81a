import type { ResetObservation } from './reset-observation.ts';
import type { ExcerptPacket, SynAckObservation } from './session.ts';

/**
 * What is known of every session that is kept, one row of numbers each, so that nothing is made or collected for a packet
 * or a session. A row is five cache lines of 64 bytes, and an ordinary packet of a session touches the first four.
 * The names below are offsets within a row: of 32-bit words, and of doubles where they say so. Times are nanoseconds.
 */
export const ROW_WORDS = 80;
export const ROW_DOUBLES = ROW_WORDS / 2;

/** Addresses of the lower and the higher end, four words each; the ports, the lower end's in the upper half; IP version. */
export const LOW = 0;
export const HIGH = 4;
export const PORTS = 8;
export const FAMILY = 9;
export const STREAM = 10;
/** Which side opened it, 0 or 1, and how well that is known: 2 by a SYN, 1 by guess. */
export const CLIENT = 11;
export const CERTAINTY = 12;
/** What is true of it: the bits that follow. */
export const IS = 13;
export const [HANDSHAKE_DONE, TARGET, CONTROL, CONTINUED, ANSWERED, HAS_RESET] = [1, 2, 4, 8, 16, 32];
/** What acknowledges the first SYN-ACK. */
export const SYN_ACK_END = 14;
export const SYN_ACK_REPEATS = 15;
/** Doubles. The newest line is an ordinal of the packet log, -1 for none. */
export const FIRST_AT = 8;
export const LAST_AT = 9;
export const PENDING_GAP = 10;
export const SURVIVED_GAP = 11;
export const NEWEST_LINE = 12;
/** Bytes of payload of side 0; side 1's are behind. */
export const PAYLOAD_BYTES = 13;

/** A side begins at `SIDE + side * SIDE_WORDS`; the names that follow count from there. */
export const SIDE = 32;
export const SIDE_WORDS = 16;
export const PACKETS = 0;
export const NEXT = 1;
export const IN_ORDER = 2;
export const LAST_ACK = 3;
export const LOWEST_TTL = 4;
export const HIGHEST_TTL = 5;
/** What was seen of the side: the bits that follow. */
export const SEEN = 6;
export const [SEEN_BASE, SEEN_NEXT, SEEN_ACK, SEEN_SYN, SEEN_FIN, SEEN_RESET] = [1, 2, 4, 8, 16, 32];
/** Index into {@link ENDPOINT_STATES}. */
export const STATE = 7;
export const STUCK_COUNT = 8;
export const FLOW_LABEL = 9;
export const BASE = 10;
export const SYN_SEQUENCE = 11;
export const SYN_COUNT = 12;

/** How often the IPv6 flow label changed; the longest run of one segment sent again and again, and its bytes. */
export const LABEL_CHANGES = 13;
export const LONGEST_STUCK = 14;
export const LONGEST_STUCK_BYTES = 15;

/** Doubles: when the newest SYN of side 0 was sent; side 1's is behind. */
export const SYN_AT = 32;
/** The segment of side 0 that is sent again; side 1's is behind. */
export const STUCK_SEQUENCE = 68;
/** Where the packet log keeps its first packets, -1 for nowhere; how many; packets still to come into the excerpt. */
export const OPENING = 70;
export const OPENING_COUNT = 71;
export const EXCERPT_LEFT = 72;
export const OTHER_SYN_ACKS = 73;

/** Endpoint states behind Zeek's conn_state (docs.zeek.org, base/protocols/conn). */
export const ENDPOINT_STATES = ['inactive', 'syn-sent', 'established', 'partial', 'closed', 'reset'] as const;
export const [INACTIVE, SYN_SENT, ESTABLISHED, PARTIAL, CLOSED, RESET] = [0, 1, 2, 3, 4, 5];

const FIRST_ROWS = 256;

/**
 * The rows, and what does not fit into numbers. Like all that is called for every packet it is a class: V8 forgets what
 * it has learned of a function that is made anew for every capture (docs/performance.md).
 */
export class SessionColumns {
  /** Two views of one memory, exchanged when it grows. */
  words: Int32Array;
  doubles: Float64Array;
  readonly synAcks: (SynAckObservation | null)[] = [];
  readonly resets: (ResetObservation[] | null)[] = [];
  /** Packets around the first reset. */
  readonly excerpts: (ExcerptPacket[] | null)[] = [];
  readonly #mostRows: number;
  readonly #blank = blankRow();
  readonly #free: number[] = [];
  #rows: number;
  #taken = 0;

  /** @param mostRows more are never taken at a time */
  constructor(mostRows: number) {
    this.#mostRows = mostRows;
    this.#rows = Math.min(FIRST_ROWS, mostRows);
    this.words = new Int32Array(this.#rows * ROW_WORDS);
    this.doubles = new Float64Array(this.words.buffer);
  }

  /** A blank row, one that was given back where there is one. @returns its number */
  take(): number {
    const given = this.#free.pop();
    const row = given ?? this.#taken;
    if (given === undefined) this.#taken += 1;
    if (row === this.#rows) this.#grow();
    this.words.set(this.#blank, row * ROW_WORDS);
    this.synAcks[row] = null;
    this.resets[row] = null;
    this.excerpts[row] = null;
    return row;
  }

  giveBack(row: number): void {
    this.#free.push(row);
  }

  /** To all there will ever be: memory that nobody has written to is not there yet, and copying it writes to it. */
  #grow(): void {
    this.#rows = this.#mostRows;
    const larger = new Int32Array(this.#rows * ROW_WORDS);
    larger.set(this.words);
    this.words = larger;
    this.doubles = new Float64Array(larger.buffer);
  }
}

function blankRow(): Int32Array {
  const row = new Int32Array(ROW_WORDS);
  row[CERTAINTY] = 1;
  row[OPENING] = -1;
  for (const side of [0, 1]) {
    const at = SIDE + side * SIDE_WORDS;
    row[at + LOWEST_TTL] = 256;
    row[at + HIGHEST_TTL] = -1;
    row[at + FLOW_LABEL] = -1;
  }
  new Float64Array(row.buffer)[NEWEST_LINE] = -1;
  return row;
}

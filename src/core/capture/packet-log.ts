import { type PacketFields, RST } from './packet-fields.ts';
import type { ExcerptPacket } from './session.ts';
import {
  CLIENT,
  EXCERPT_LEFT,
  NEWEST_LINE,
  OPENING,
  OPENING_COUNT,
  ROW_DOUBLES,
  ROW_WORDS,
  type SessionColumns,
} from './session-columns.ts';

/** Lines of the log at first and at most; what is overwritten is forgotten, so a file of any size takes the same memory. */
const FIRST_LINES = 1 << 12;
const MOST_LINES = 1 << 17;
/** A line is ten words, or five doubles. */
export const LINE_WORDS = 10;
export const LINE_DOUBLES = LINE_WORDS / 2;
/** What a line says first, a double: nanoseconds since the capture's base second. */
export const TIME = 0;
/** Lines back to the session's packet before, 0 for none. */
const BACK = 2;
/** The rest, as offsets among its words. The number is unsigned; packed are flags, side, TTL and window. */
export const [NUMBER, SEQUENCE, ACKNOWLEDGEMENT, PACKED, PAYLOAD, POINT_AND_ID] = [3, 4, 5, 6, 7, 8];
/** A float: seven digits of the silence before are enough. */
export const GAP = 9;

/** Longer than the log is, so that what lies behind it counts as overwritten. */
const LONGEST_WAY_BACK = 2 ** 30;

/** The excerpt shows a session's first packets, those before its first reset, and some after it. */
export const OPENING_PACKETS = 6;
const RECENT_PACKETS = 12;
const EXCERPT_AFTER = 14;
/** Sessions whose first packets are kept apart; a capture of more has ladders without a beginning for the rest. */
const MOST_OPENINGS = 100_000;
const OPENINGS_PER_CHUNK = 1024;
/** Copies of one packet at several capture points lie at most this far apart (domain notes 5.5), nanoseconds. */
const COPY_WINDOW = 5e6;

/** Times and gaps in nanoseconds. Going on ends when it returns false. */
export type ClientPacketVisitor = (
  at: number,
  acknowledgement: number,
  packet: number,
  gap: number,
) => boolean;

/** The last packets of the whole capture, each with the way back to the one before it in its session. Sessions are named by their rows. */
export class PacketLog {
  /** The memory of all lines, exchanged when it grows. */
  words = new Int32Array(FIRST_LINES * LINE_WORDS);
  doubles = new Float64Array(this.words.buffer);
  floats = new Float32Array(this.words.buffer);
  readonly #columns: SessionColumns;
  readonly #openings: Int32Array[] = [];
  readonly #freeOpenings: number[] = [];
  #lines = FIRST_LINES;
  #written = 0;
  #opened = 0;

  constructor(columns: SessionColumns) {
    this.#columns = columns;
  }

  /**
   * For a session whose first packets are kept and whose excerpt is not being written: its newest line, to be filled by
   * the caller. @returns the line's number
   */
  newLine(row: number): number {
    if (this.#written === this.#lines && this.#lines < MOST_LINES) this.#grow();
    const line = this.#written & (this.#lines - 1);
    const newest = row * ROW_DOUBLES + NEWEST_LINE;
    const last = this.#columns.doubles[newest] as number;
    this.words[line * LINE_WORDS + BACK] = last < 0 ? 0 : Math.min(this.#written - last, LONGEST_WAY_BACK);
    this.#columns.doubles[newest] = this.#written;
    this.#written += 1;
    return line;
  }

  /** Writes the packet down as its session's newest. `gap` is the silence right before it, nanoseconds. */
  append(row: number, f: PacketFields, side: 0 | 1, gap: number): void {
    const at = row * ROW_WORDS;
    if ((f.flags & RST) !== 0 && this.#columns.excerpts[row] === null) {
      const opening = this.#openingOf(row);
      this.#columns.excerpts[row] = [...opening, ...this.#recentAfter(row, opening.at(-1)?.packet ?? 0)];
      this.#columns.words[at + EXCERPT_LEFT] = EXCERPT_AFTER + 1;
    }
    const line = this.newLine(row);
    const { words } = this;
    const to = line * LINE_WORDS;
    this.doubles[line * LINE_DOUBLES + TIME] = f.time;
    words[to + NUMBER] = f.number;
    words[to + SEQUENCE] = f.sequence;
    words[to + ACKNOWLEDGEMENT] = f.acknowledgement;
    words[to + PACKED] = f.flags | (side << 6) | (f.ttl << 8) | (f.window << 16);
    words[to + PAYLOAD] = f.payloadLength;
    words[to + POINT_AND_ID] = (f.point << 16) | (f.ipId & 0xffff);
    this.floats[to + GAP] = gap;
    if ((this.#columns.words[at + OPENING_COUNT] as number) < OPENING_PACKETS) this.#keepOpening(row, line);
    const left = this.#columns.words[at + EXCERPT_LEFT] as number;
    if (left > 0) {
      this.#columns.excerpts[row]?.push(this.#excerptOf(row, words, line));
      this.#columns.words[at + EXCERPT_LEFT] = left - 1;
    }
  }

  /** Nothing of the session is needed any more: the room of its first packets can be used again. */
  forget(row: number): void {
    const opening = this.#wordOf(row, OPENING);
    if (opening >= 0) this.#freeOpenings.push(opening);
    this.#columns.words[row * ROW_WORDS + OPENING] = -1;
    this.#columns.doubles[row * ROW_DOUBLES + NEWEST_LINE] = -1;
  }

  /** The same packet seen at another capture point within 5 ms. On one point nothing is ever merged. */
  isCopyFromAnotherPoint(row: number, f: PacketFields, side: 0 | 1): boolean {
    const packed = f.flags | (side << 6);
    const { words, doubles } = this;
    let ordinal = this.#newestOf(row);
    for (let looked = 0; looked < RECENT_PACKETS && this.#isThere(ordinal); looked += 1) {
      const line = this.#lineOf(ordinal);
      if (f.time - (doubles[line * LINE_DOUBLES + TIME] as number) > COPY_WINDOW) return false;
      const at = line * LINE_WORDS;
      const pointAndId = words[at + POINT_AND_ID] as number;
      if (
        pointAndId >>> 16 !== (f.point & 0xffff) &&
        (pointAndId & 0xffff) === (f.ipId & 0xffff) &&
        ((words[at + PACKED] as number) & 0x7f) === packed &&
        words[at + SEQUENCE] === f.sequence &&
        words[at + ACKNOWLEDGEMENT] === f.acknowledgement &&
        words[at + PAYLOAD] === f.payloadLength
      )
        return true;
      ordinal = this.#before(ordinal);
    }
    return false;
  }

  /**
   * Goes through what the client sent in the session, newest first, resets left out, as far as it is remembered.
   *
   * @param mostPackets packets of either direction to look at
   */
  eachFromClient(row: number, mostPackets: number, see: ClientPacketVisitor): void {
    const client = this.#wordOf(row, CLIENT);
    const { words, doubles, floats } = this;
    let ordinal = this.#newestOf(row);
    for (let looked = 0; looked < mostPackets && this.#isThere(ordinal); looked += 1) {
      const line = this.#lineOf(ordinal);
      const at = line * LINE_WORDS;
      const packed = words[at + PACKED] as number;
      const isTheirs = ((packed >> 6) & 1) === client && (packed & RST) === 0;
      if (
        isTheirs &&
        !see(
          doubles[line * LINE_DOUBLES + TIME] as number,
          words[at + ACKNOWLEDGEMENT] as number,
          (words[at + NUMBER] as number) >>> 0,
          floats[at + GAP] as number,
        )
      )
        return;
      ordinal = this.#before(ordinal);
    }
  }

  #wordOf(row: number, offset: number): number {
    return this.#columns.words[row * ROW_WORDS + offset] as number;
  }

  #newestOf(row: number): number {
    return this.#columns.doubles[row * ROW_DOUBLES + NEWEST_LINE] as number;
  }

  /** Whether the line of that ordinal is there still. */
  #isThere(ordinal: number): boolean {
    return ordinal >= 0 && ordinal >= this.#written - this.#lines;
  }

  #lineOf(ordinal: number): number {
    return ordinal % this.#lines;
  }

  /** The ordinal of the session's packet before the one of that ordinal, -1 for none. */
  #before(ordinal: number): number {
    const back = this.words[this.#lineOf(ordinal) * LINE_WORDS + BACK] as number;
    return back === 0 ? -1 : ordinal - back;
  }

  /** To all there will ever be, before anything is overwritten, so every line keeps its place. */
  #grow(): void {
    this.#lines = MOST_LINES;
    const larger = new Int32Array(this.#lines * LINE_WORDS);
    larger.set(this.words);
    this.words = larger;
    this.doubles = new Float64Array(larger.buffer);
    this.floats = new Float32Array(larger.buffer);
  }

  #excerptOf(row: number, lineWords: Int32Array, line: number): ExcerptPacket {
    const word = (index: number): number => lineWords[line * LINE_WORDS + index] as number;
    const packed = word(PACKED);
    const inDoubles = new Float64Array(lineWords.buffer, line * LINE_WORDS * 4, LINE_DOUBLES);
    return {
      packet: word(NUMBER) >>> 0,
      at: inDoubles[TIME] as number,
      fromClient: this.#wordOf(row, CLIENT) === ((packed >> 6) & 1),
      flags: packed & 0x3f,
      sequence: word(SEQUENCE) >>> 0,
      acknowledgement: word(ACKNOWLEDGEMENT) >>> 0,
      payloadBytes: word(PAYLOAD),
      ttl: (packed >> 8) & 0xff,
      window: packed >>> 16,
    };
  }

  #keepOpening(row: number, line: number): void {
    const at = row * ROW_WORDS;
    let opening = this.#wordOf(row, OPENING);
    if (opening < 0) {
      const free = this.#freeOpenings.pop();
      if (free === undefined) {
        if (this.#opened === MOST_OPENINGS) return;
        if (this.#opened % OPENINGS_PER_CHUNK === 0)
          this.#openings.push(new Int32Array(OPENINGS_PER_CHUNK * OPENING_PACKETS * LINE_WORDS));
        opening = this.#opened;
        this.#opened += 1;
      } else opening = free;
      this.#columns.words[at + OPENING] = opening;
    }
    const count = this.#wordOf(row, OPENING_COUNT);
    const chunk = this.#openings[Math.floor(opening / OPENINGS_PER_CHUNK)] as Int32Array;
    const to = ((opening % OPENINGS_PER_CHUNK) * OPENING_PACKETS + count) * LINE_WORDS;
    for (let word = 0; word < LINE_WORDS; word += 1)
      chunk[to + word] = this.words[line * LINE_WORDS + word] as number;
    this.#columns.words[at + OPENING_COUNT] = count + 1;
  }

  #openingOf(row: number): ExcerptPacket[] {
    const opening = this.#wordOf(row, OPENING);
    const chunk = this.#openings[Math.floor(opening / OPENINGS_PER_CHUNK)];
    if (opening < 0 || chunk === undefined) return [];
    const first = (opening % OPENINGS_PER_CHUNK) * OPENING_PACKETS;
    return Array.from({ length: this.#wordOf(row, OPENING_COUNT) }, (_, index) =>
      this.#excerptOf(row, chunk, first + index),
    );
  }

  #recentAfter(row: number, packet: number): ExcerptPacket[] {
    const packets: ExcerptPacket[] = [];
    for (
      let ordinal = this.#newestOf(row);
      this.#isThere(ordinal) && packets.length < RECENT_PACKETS;
      ordinal = this.#before(ordinal)
    ) {
      const one = this.#excerptOf(row, this.words, this.#lineOf(ordinal));
      if (one.packet <= packet) break;
      packets.unshift(one);
    }
    return packets;
  }
}

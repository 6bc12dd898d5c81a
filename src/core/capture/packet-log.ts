import type { CaptureMemory } from './capture-memory.ts';
import {
  ACKNOWLEDGEMENT,
  BACK,
  GAP,
  LINE_DOUBLES,
  LINE_WORDS,
  LOG_LINES,
  LONGEST_WAY_BACK,
  NUMBER,
  OPENING_PACKETS,
  PACKED,
  PAYLOAD,
  POINT_AND_ID,
  SEQUENCE,
  TIME,
} from './log-line.ts';
import { LINES_WRITTEN } from './memory-cells.ts';
import { type PacketFields, RST } from './packet-fields.ts';
import type { ExcerptPacket } from './session.ts';
import type { SessionColumns } from './session-columns.ts';
import { CLIENT, EXCERPT_LEFT, NEWEST_LINE, OPENING_COUNT, ROW_DOUBLES, ROW_WORDS } from './session-row.ts';

/** The excerpt shows a session's first packets, those before its first reset, and some after it. */
const RECENT_PACKETS = 12;
const EXCERPT_AFTER = 14;
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
  readonly #memory: CaptureMemory;
  readonly #columns: SessionColumns;

  constructor(memory: CaptureMemory, columns: SessionColumns) {
    this.#memory = memory;
    this.#columns = columns;
  }

  /** Writes the packet down as its session's newest. `gap` is the silence right before it, nanoseconds. */
  append(row: number, f: PacketFields, side: 0 | 1, gap: number): void {
    const at = row * ROW_WORDS;
    if ((f.flags & RST) !== 0 && this.#columns.excerpts[row] === null) {
      const opening = this.#openingOf(row);
      this.#columns.excerpts[row] = [...opening, ...this.#recentAfter(row, opening.at(-1)?.packet ?? 0)];
      this.#columns.words[at + EXCERPT_LEFT] = EXCERPT_AFTER + 1;
    }
    const { lineWords: words, lineDoubles, lineFloats } = this.#memory;
    const written = this.#memory.get(LINES_WRITTEN);
    const line = written % LOG_LINES;
    const to = line * LINE_WORDS;
    const last = this.#newestOf(row);
    words[to + BACK] = last < 0 ? 0 : Math.min(written - last, LONGEST_WAY_BACK);
    this.#columns.doubles[row * ROW_DOUBLES + NEWEST_LINE] = written;
    this.#memory.set(LINES_WRITTEN, written + 1);
    lineDoubles[line * LINE_DOUBLES + TIME] = f.time;
    words[to + NUMBER] = f.number;
    words[to + SEQUENCE] = f.sequence;
    words[to + ACKNOWLEDGEMENT] = f.acknowledgement;
    words[to + PACKED] = f.flags | (side << 6) | (f.ttl << 8) | (f.window << 16);
    words[to + PAYLOAD] = f.payloadLength;
    words[to + POINT_AND_ID] = (f.point << 16) | (f.ipId & 0xffff);
    lineFloats[to + GAP] = gap;
    if ((this.#columns.words[at + OPENING_COUNT] as number) < OPENING_PACKETS) this.#keepOpening(row, line);
    const left = this.#columns.words[at + EXCERPT_LEFT] as number;
    if (left > 0) {
      this.#columns.excerpts[row]?.push(this.#excerptOf(row, words, line));
      this.#columns.words[at + EXCERPT_LEFT] = left - 1;
    }
  }

  /** Nothing of the session is needed any more. */
  forget(row: number): void {
    this.#columns.doubles[row * ROW_DOUBLES + NEWEST_LINE] = -1;
  }

  /** The same packet seen at another capture point within 5 ms. On one point nothing is ever merged. */
  isCopyFromAnotherPoint(row: number, f: PacketFields, side: 0 | 1): boolean {
    const packed = f.flags | (side << 6);
    const { lineWords: words, lineDoubles: doubles } = this.#memory;
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
    const { lineWords: words, lineDoubles: doubles, lineFloats: floats } = this.#memory;
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
    return ordinal >= 0 && ordinal >= this.#memory.get(LINES_WRITTEN) - LOG_LINES;
  }

  #lineOf(ordinal: number): number {
    return ordinal % LOG_LINES;
  }

  /** The ordinal of the session's packet before the one of that ordinal, -1 for none. */
  #before(ordinal: number): number {
    const back = this.#memory.lineWords[this.#lineOf(ordinal) * LINE_WORDS + BACK] as number;
    return back === 0 ? -1 : ordinal - back;
  }

  #excerptOf(row: number, lineWords: Int32Array, line: number): ExcerptPacket {
    const word = (index: number): number => lineWords[line * LINE_WORDS + index] as number;
    const packed = word(PACKED);
    const inDoubles = new Float64Array(
      lineWords.buffer,
      lineWords.byteOffset + line * LINE_WORDS * 4,
      LINE_DOUBLES,
    );
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
    const { lineWords, openingWords } = this.#memory;
    const count = this.#wordOf(row, OPENING_COUNT);
    const to = (row * OPENING_PACKETS + count) * LINE_WORDS;
    for (let word = 0; word < LINE_WORDS; word += 1)
      openingWords[to + word] = lineWords[line * LINE_WORDS + word] as number;
    this.#columns.words[row * ROW_WORDS + OPENING_COUNT] = count + 1;
  }

  #openingOf(row: number): ExcerptPacket[] {
    return Array.from({ length: this.#wordOf(row, OPENING_COUNT) }, (_, index) =>
      this.#excerptOf(row, this.#memory.openingWords, row * OPENING_PACKETS + index),
    );
  }

  #recentAfter(row: number, packet: number): ExcerptPacket[] {
    const packets: ExcerptPacket[] = [];
    for (
      let ordinal = this.#newestOf(row);
      this.#isThere(ordinal) && packets.length < RECENT_PACKETS;
      ordinal = this.#before(ordinal)
    ) {
      const one = this.#excerptOf(row, this.#memory.lineWords, this.#lineOf(ordinal));
      if (one.packet <= packet) break;
      packets.unshift(one);
    }
    return packets;
  }
}

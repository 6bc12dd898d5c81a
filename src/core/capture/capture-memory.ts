import { LINE_WORDS, LOG_LINES, OPENING_PACKETS } from './log-line.ts';
import {
  BASE_SECONDS,
  CELL_BYTES,
  LINES_AT,
  LINES_WRITTEN,
  OPENINGS_AT,
  ROWS_AT,
  SLOT_MASK,
  SLOT_WORDS,
  SLOTS_AT,
} from './memory-cells.ts';
import { ROW_WORDS } from './session-row.ts';
import { createWasmMemory, type WasmMemory } from './wasm.ts';

/** What is read of a file at a time has room in there several times, and the longest packet in any case. */
const FILE_BYTES = 1 << 20;
const CACHE_LINE = 64;
const PAGE_BYTES = 65_536;
const FEWEST_SLOTS = 1 << 12;

/**
 * All numbers of one reading in one memory, which both ways through a capture work on: JavaScript, and WebAssembly for the
 * ordinary packets (`src/wasm/ordinary-packets.ts`). It never grows; pages that nobody has written to are not there yet.
 */
export class CaptureMemory {
  /** What WebAssembly needs to work on it, too; null where it does not. */
  readonly shared: WasmMemory | null;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  /** Two views of the rows of `session-row.ts`. */
  readonly rowWords: Int32Array;
  readonly rowDoubles: Float64Array;
  /** Room for all slots the table of sessions will ever have. */
  readonly slots: Int32Array;
  /** Three views of the lines of `log-line.ts`. */
  readonly lineWords: Int32Array;
  readonly lineDoubles: Float64Array;
  readonly lineFloats: Float32Array;
  /** Of each row the first packets, as lines of the same kind. */
  readonly openingWords: Int32Array;
  /** For the bytes of the file that is being read. */
  readonly fileBytes: Uint8Array;

  /** Sessions at a time, at most. */
  readonly mostRows: number;

  constructor(mostRows: number, isShared = false) {
    this.mostRows = mostRows;
    const slots = slotsFor(mostRows);
    let next = CACHE_LINE * Math.ceil(CELL_BYTES / CACHE_LINE);
    const place = (bytes: number): number => {
      const at = next;
      next += CACHE_LINE * Math.ceil(bytes / CACHE_LINE);
      return at;
    };
    const rowsAt = place(mostRows * ROW_WORDS * 4);
    const slotsAt = place(slots * SLOT_WORDS * 4);
    const linesAt = place(LOG_LINES * LINE_WORDS * 4);
    const openingsAt = place(mostRows * OPENING_PACKETS * LINE_WORDS * 4);
    const fileAt = place(FILE_BYTES);
    this.shared = isShared ? createWasmMemory(Math.ceil(next / PAGE_BYTES)) : null;
    const buffer = this.shared?.buffer ?? new ArrayBuffer(next);
    this.#words = new Int32Array(buffer, 0, CELL_BYTES / 4);
    this.#doubles = new Float64Array(buffer, 0, CELL_BYTES / 8);
    this.rowWords = new Int32Array(buffer, rowsAt, mostRows * ROW_WORDS);
    this.rowDoubles = new Float64Array(buffer, rowsAt, (mostRows * ROW_WORDS) / 2);
    this.slots = new Int32Array(buffer, slotsAt, slots * SLOT_WORDS);
    this.lineWords = new Int32Array(buffer, linesAt, LOG_LINES * LINE_WORDS);
    this.lineDoubles = new Float64Array(buffer, linesAt, (LOG_LINES * LINE_WORDS) / 2);
    this.lineFloats = new Float32Array(buffer, linesAt, LOG_LINES * LINE_WORDS);
    this.openingWords = new Int32Array(buffer, openingsAt, mostRows * OPENING_PACKETS * LINE_WORDS);
    this.fileBytes = new Uint8Array(buffer, fileAt, FILE_BYTES);
    this.#words[ROWS_AT >> 2] = rowsAt;
    this.#words[SLOTS_AT >> 2] = slotsAt;
    this.slotMask = FEWEST_SLOTS - 1;
    this.#words[LINES_AT >> 2] = linesAt;
    this.#words[OPENINGS_AT >> 2] = openingsAt;
  }

  /** Slots that are in use, less one: a power of two less one. */
  get slotMask(): number {
    return this.#words[SLOT_MASK >> 2] as number;
  }
  set slotMask(mask: number) {
    this.#words[SLOT_MASK >> 2] = mask;
  }
  /** @param cell one of the doubles of `memory-cells.ts` */
  get(cell: number): number {
    return this.#doubles[cell >> 3] as number;
  }
  set(cell: number, value: number): void {
    this.#doubles[cell >> 3] = value;
  }
}

/** The memory of a reading that is over. */
let spare: CaptureMemory | null = null;

/** A shared memory for a new reading: one that was given back where there is one, because its pages are there already. */
export function takeCaptureMemory(mostRows: number): CaptureMemory {
  const given = spare;
  spare = null;
  if (given?.mostRows !== mostRows) return new CaptureMemory(mostRows, true);
  given.slots.fill(0);
  given.slotMask = FEWEST_SLOTS - 1;
  given.set(LINES_WRITTEN, 0);
  given.set(BASE_SECONDS, 0);
  return given;
}

/** Nobody reads in it any more, and nobody looks at what was read. */
export function giveBackCaptureMemory(memory: CaptureMemory): void {
  // What people sent each other is nothing to keep until the next capture.
  memory.fileBytes.fill(0);
  spare = memory;
}

/** A power of two, more than twice the sessions at a time. */
function slotsFor(mostRows: number): number {
  let slots = FEWEST_SLOTS;
  while (slots <= mostRows * 2) slots *= 2;
  return slots;
}

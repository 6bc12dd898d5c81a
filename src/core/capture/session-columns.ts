import type { CaptureMemory } from './capture-memory.ts';
import type { ResetObservation } from './reset-observation.ts';
import type { ExcerptPacket, SynAckObservation } from './session.ts';
import {
  CERTAINTY,
  FLOW_LABEL,
  HIGHEST_TTL,
  LOWEST_TTL,
  NEWEST_LINE,
  ROW_WORDS,
  SIDE,
  SIDE_WORDS,
} from './session-row.ts';

/**
 * The rows (`session-row.ts`), and what does not fit into numbers. Like all that is called for every packet it is a class:
 * V8 forgets what it has learned of a function that is made anew for every capture (docs/performance.md).
 */
export class SessionColumns {
  /** Two views of one memory. */
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly synAcks: (SynAckObservation | null)[] = [];
  readonly resets: (ResetObservation[] | null)[] = [];
  /** Packets around the first reset. */
  readonly excerpts: (ExcerptPacket[] | null)[] = [];
  readonly #blank = blankRow();
  readonly #free: number[] = [];
  #taken = 0;

  constructor({ rowWords, rowDoubles }: CaptureMemory) {
    this.words = rowWords;
    this.doubles = rowDoubles;
  }

  /** A blank row, one that was given back where there is one. @returns its number */
  take(): number {
    const given = this.#free.pop();
    const row = given ?? this.#taken;
    if (given === undefined) this.#taken += 1;
    this.words.set(this.#blank, row * ROW_WORDS);
    this.synAcks[row] = null;
    this.resets[row] = null;
    this.excerpts[row] = null;
    return row;
  }

  giveBack(row: number): void {
    this.#free.push(row);
  }
}

function blankRow(): Int32Array {
  const row = new Int32Array(ROW_WORDS);
  row[CERTAINTY] = 1;
  for (const side of [0, 1]) {
    const at = SIDE + side * SIDE_WORDS;
    row[at + LOWEST_TTL] = 256;
    row[at + HIGHEST_TTL] = -1;
    row[at + FLOW_LABEL] = -1;
  }
  new Float64Array(row.buffer)[NEWEST_LINE] = -1;
  return row;
}

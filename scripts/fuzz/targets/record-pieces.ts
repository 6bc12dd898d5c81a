import { createRecordSplitter } from '../../../src/core/capture/record-splitter.ts';
import { pcapFile, pcapngFile } from '../../../src/test-support/build-capture.ts';
import { CAPTURE_WORDS, resetSession } from '../capture-inputs.ts';
import { fingerprintOf } from '../draw.ts';
import { type FuzzTarget, promise, promiseSame } from '../fuzz-target.ts';

interface Cut {
  /** Where a file could end, in bytes. */
  readonly cuts: readonly number[];
  readonly opening: readonly number[] | null;
}

function cutUp(input: Uint8Array, sizes: readonly number[]): Cut {
  const splitter = createRecordSplitter();
  const cuts: number[] = [];
  const out: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < input.length; turn += 1) {
    const size = sizes[turn % sizes.length] as number;
    out.push(Uint8Array.from(splitter.push(input.subarray(at, at + size))));
    cuts.push(out.reduce((sum, piece) => sum + piece.length, 0));
    at += size;
  }
  const whole = Buffer.concat([...out, splitter.rest()]);
  promise(whole.equals(input), 'no byte is lost or added');
  const opening = splitter.opening();
  return { cuts: [...new Set(cuts)], opening: opening === null ? null : [...opening] };
}

/** A recording that grows, cut between its records so that it can go on in another file. */
export const target: FuzzTarget = {
  name: 'record-pieces',
  mostBytes: 4000,
  seeds: () => [
    pcapFile(resetSession()),
    pcapFile(resetSession(), { bigEndian: true, nanoseconds: true }),
    pcapngFile(resetSession()),
    pcapngFile(resetSession(), { bigEndian: true }),
  ],
  dictionary: CAPTURE_WORDS,
  run(input) {
    const whole = cutUp(input, [input.length]);
    const mark = fingerprintOf(input);
    const pieces = cutUp(input, [1 + (mark & 7), 1 + ((mark >>> 3) & 63), 1 + ((mark >>> 9) & 255)]);
    promiseSame(pieces.opening, whole.opening, 'how the bytes arrive changes how a file begins');
    promiseSame(
      pieces.cuts.at(-1),
      whole.cuts.at(-1),
      'how the bytes arrive changes where the last record ends',
    );
  },
};

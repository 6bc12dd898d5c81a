import type { FuzzTarget } from '../fuzz-target.ts';

/**
 * Throws on `RS` behind two bytes that are right: one input in 2^32 by chance. Only who sees which comparison was passed
 * comes there, letter by letter.
 */
export const target: FuzzTarget = {
  name: 'planted-throw',
  mostBytes: 16,
  seeds: () => [new Uint8Array(8)],
  dictionary: [],
  run(input) {
    if (input[0] !== 5 || input[1] !== 9) return;
    if (input[2] === 0x52) {
      if (input[3] === 0x53) throw new TypeError('planted');
    }
  },
};

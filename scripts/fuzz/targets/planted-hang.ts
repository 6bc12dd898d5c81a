import type { FuzzTarget } from '../fuzz-target.ts';

/** A length of nothing that is stepped over, again and again. */
export const target: FuzzTarget = {
  name: 'planted-hang',
  mostBytes: 64,
  seeds: () => [Uint8Array.of(4, 1, 1, 1, 2, 1)],
  dictionary: [],
  run(input) {
    for (let at = 0; at < input.length; ) at += input[at] as number;
  },
};

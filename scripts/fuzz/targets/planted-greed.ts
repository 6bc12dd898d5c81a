import type { FuzzTarget } from '../fuzz-target.ts';

/** Believes a number and keeps something for each. */
export const target: FuzzTarget = {
  name: 'planted-greed',
  mostBytes: 16,
  seeds: () => [Uint8Array.of(0, 0, 0, 4)],
  dictionary: [],
  run(input) {
    if (input.length < 4) return;
    const count = new DataView(input.buffer, input.byteOffset).getUint32(0);
    const kept: { readonly number: number }[] = [];
    for (let number = 0; number < count; number += 1) kept.push({ number });
  },
};

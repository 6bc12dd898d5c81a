/** Numbers drawn from a seed: the same seed gives the same run again (mulberry32, 32 bits of state). */
export interface Draw {
  /** An integer from 0 to below `limit`. */
  below(limit: number): number;
  oneOf<T>(items: readonly T[]): T;
}

export function createDraw(seed: number): Draw {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number): number => (limit <= 1 ? 0 : next() % limit);
  return { below, oneOf: <T>(items: readonly T[]): T => items[below(items.length)] as T };
}

/** A number made of bytes, for choices that belong to an input and to nothing else (FNV-1a, 32 bit). */
export function fingerprintOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** How many inputs are tried at most. */
const MOST_TRIES = 2000;

/**
 * The shortest input found that still shows a fault: pieces are left out, halves first, then what is left becomes zeros.
 *
 * @param shows whether an input shows the fault; it is asked at most {@link MOST_TRIES} times
 */
export async function minimise(
  input: Uint8Array,
  shows: (candidate: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let best = input;
  let tries = 0;
  const isBetter = async (candidate: Uint8Array): Promise<boolean> => {
    tries += 1;
    if (tries > MOST_TRIES || !(await shows(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let size = best.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at < best.length; ) {
      const shorter = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      if (!(await isBetter(Uint8Array.from(shorter)))) at += size;
    }
  }
  for (let at = 0; at < best.length; at += 1) {
    if (best[at] === 0) continue;
    const plainer = Uint8Array.from(best);
    plainer[at] = 0;
    await isBetter(plainer);
  }
  return best;
}

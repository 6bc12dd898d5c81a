const FIRST_SECONDS = 15;

/** The window's choice, long enough for a pause of more than five minutes: the provider's own limit is 340 seconds. */
export const IDLE_MINUTES = 10;

/**
 * Pauses of one session in seconds, each twice as long as the one before, so that a limit is known within about a factor of
 * two. What is left of the time makes a last pause, or makes the last one longer.
 */
export function idlePauses(minutes: number): readonly number[] {
  const pauses: number[] = [];
  let left = minutes * 60;
  for (let pause = FIRST_SECONDS; pause <= left; pause *= 2) {
    pauses.push(pause);
    left -= pause;
  }
  const last = pauses.at(-1) ?? 0;
  return left > last ? [...pauses, left] : [...pauses.slice(0, -1), last + left];
}

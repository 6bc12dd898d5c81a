const MOST_REST_MS = 40;
const LEAST_REST_MS = 2;
/** What a pipe holds on Linux (pipe(7)) and, once it is written to in earnest, on macOS. */
export const PIPE_BYTES = 64 * 1024;
const WANTED_BYTES = 56 * 1024;

/**
 * How long to let packets gather in a pipe before they are read: packet by packet would cost more than capturing them,
 * and a full pipe makes the capturing program wait, which the kernel's buffer bears for a while only.
 *
 * @returns for the bytes of the piece just read (0 when nothing had come), the rest to take before the next, in
 * milliseconds: such that it finds the pipe seven eighths full, and 40 at most
 */
export function createReadingPace(): (pieceBytes: number) => number {
  let rest = MOST_REST_MS;
  return (pieceBytes) => {
    const wanted = pieceBytes >= PIPE_BYTES ? rest * 0.75 : (rest * WANTED_BYTES) / Math.max(pieceBytes, 1);
    // Longer only by and by: after a silence a burst finds the pipe read often enough.
    rest = Math.max(LEAST_REST_MS, Math.min(wanted, rest + 2, MOST_REST_MS));
    return rest;
  };
}

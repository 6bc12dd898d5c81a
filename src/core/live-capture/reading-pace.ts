const MOST_REST_MS = 40;
/** A little less than 277 short packets, which is what a socket between two processes holds of them on Linux. */
const FULL_PIECE_BYTES = 18 * 1024;

/**
 * How long to let packets gather before they are read: packet by packet would cost more than capturing them, and read
 * too late they fill the kernel's buffer and are lost. Measured on loopback, 2026-11-24: 40,000 packets/s without a loss.
 *
 * @returns for each piece read, in bytes, the rest to take after it, in milliseconds: 0 after every other one, because
 * the first piece after a rest had come before it, and only the second tells how much came meanwhile
 */
export function createReadingPace(): (pieceBytes: number) => number {
  let rest = MOST_REST_MS;
  let isSecond = false;
  return (pieceBytes) => {
    isSecond = !isSecond;
    if (isSecond) return 0;
    rest = pieceBytes < FULL_PIECE_BYTES ? Math.min(rest + 1, MOST_REST_MS) : rest * 0.8;
    return rest;
  };
}

import { closeSync, constants, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { sha256Of } from './read-hosts-file.ts';

export const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
const NEWLINE = 10;

/** All of it, at that place: `write` may take less than it was given (write(2)). */
export function writeAll(file: number, bytes: Uint8Array, place = 0): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, place + at);
}

function commonStart(left: Uint8Array, right: Uint8Array): number {
  const most = Math.min(left.length, right.length);
  let at = 0;
  while (at < most && left[at] === right[at]) at += 1;
  return at;
}

/**
 * Turns the open file from one content into the other, so that a process killed between any two calls leaves the old
 * one, the new one, or the new one followed by empty lines: what differs is written by one call, and what becomes too
 * long is filled with empty lines before it is cut off.
 */
function turn(file: number, from: Uint8Array, to: Uint8Array): void {
  const same = commonStart(from, to);
  if (same < to.length) {
    const rest = new Uint8Array(Math.max(from.length, to.length) - same).fill(NEWLINE);
    rest.set(to.subarray(same));
    writeAll(file, rest, same);
  }
  if (to.length < from.length) ftruncateSync(file, to.length);
  fsyncSync(file);
}

/**
 * Rewrites the file itself, for where it cannot be replaced. A failure on the way puts the old bytes back.
 *
 * @returns false when it is no longer what it was, and nothing was written
 */
export function rewriteInPlace(path: string, expectedSha256: string, next: Uint8Array): boolean {
  const file = openSync(path, constants.O_RDWR | NO_FOLLOW);
  try {
    const before = readFileSync(file);
    if (sha256Of(before) !== expectedSha256) return false;
    try {
      turn(file, before, next);
    } catch (error) {
      writeAll(file, before);
      ftruncateSync(file, before.length);
      fsyncSync(file);
      throw error;
    }
    return true;
  } finally {
    closeSync(file);
  }
}

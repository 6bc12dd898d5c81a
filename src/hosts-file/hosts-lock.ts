import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from './pause.ts';

const NAME = '.hosts-lock-bitbucket-reset-doctor';
/** A change takes some 30 ms; whoever holds the lock for longer than this is stuck. */
const STALE_MS = 60_000;
/** The owner's number follows within microseconds; a lock without one is of somebody who was killed in between. */
const NAMELESS_MS = 1_000;
const WAIT_MS = 5_000;
const STEP_MS = 20;

/** `busy`: another of us writes and does not come to an end. `unlocked`: the folder takes no file, so there is no lock. */
export type Lock =
  | { readonly kind: 'held' | 'unlocked'; readonly release: () => void }
  | { readonly kind: 'busy' };

const UNLOCKED: Lock = { kind: 'unlocked', release: () => undefined };

/** @returns false when no file can be made there, or nothing written into it: a read-only folder, a full disk */
function makeLock(path: string): boolean | 'taken' {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'taken' : false;
  }
  try {
    writeSync(file, String(process.pid));
    return true;
  } catch {
    rmSync(path, { force: true });
    return false;
  } finally {
    closeSync(file);
  }
}

/**
 * One of us at a time, whichever processes they are. A lock whose owner was killed is taken over. Two that take over the
 * same one in the same instant are not kept apart; each still looks at the file again just before it replaces it.
 */
export function lockHosts(folder: string): Lock {
  const path = join(folder, NAME);
  for (let waited = 0; ; waited += STEP_MS) {
    const made = makeLock(path);
    if (made !== 'taken')
      return made ? { kind: 'held', release: () => rmSync(path, { force: true }) } : UNLOCKED;
    if (isAbandoned(path)) rmSync(path, { force: true });
    else if (waited >= WAIT_MS) return { kind: 'busy' };
    else pause(STEP_MS);
  }
}

function isAbandoned(path: string): boolean {
  try {
    const ageMs = Date.now() - statSync(path).mtimeMs;
    const owner = Number(readFileSync(path, 'utf8'));
    if (!Number.isSafeInteger(owner) || owner <= 0) return ageMs > NAMELESS_MS;
    if (ageMs > STALE_MS) return true;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

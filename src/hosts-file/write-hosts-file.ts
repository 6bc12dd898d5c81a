import { accessSync, chmodSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type HostsFileResult, trouble, troubleFrom } from './hosts-file-trouble.ts';
import { lockHosts } from './hosts-lock.ts';
import { pause } from './pause.ts';
import { readHostsFile, sha256Of } from './read-hosts-file.ts';
import { removeLeftTwins, replaceByRename } from './replace-by-rename.ts';
import { rewriteInPlace } from './rewrite-in-place.ts';

export interface HostsFileChange {
  readonly path: string;
  /** What the file must still be; otherwise nothing is written. */
  readonly expectedSha256: string;
  readonly next: Uint8Array;
}

export interface WrittenHostsFile {
  readonly path: string;
  readonly sha256: string;
  /** `renamed`: at every moment the old or the new file is there. `in-place`: the file itself was rewritten. */
  readonly way: 'renamed' | 'in-place';
}

type Outcome = WrittenHostsFile['way'] | 'changed-meanwhile';

const isAdministrator = (): boolean => process.getuid?.() === 0 || process.platform === 'win32';
const SHARING_TRIES = 10;
const SHARING_WAIT_MS = 200;

/**
 * Windows: in place, because a renamed file loses its inherited access list and the DNS client stops watching it.
 * Another program may hold the file for a moment. The read-only attribute is put back.
 */
function rewriteOnWindows({ path, expectedSha256, next }: HostsFileChange): boolean {
  const { mode } = statSync(path);
  const wasReadOnly = (mode & 0o200) === 0;
  if (wasReadOnly) chmodSync(path, mode | 0o200);
  try {
    for (let tries = 1; ; tries += 1)
      try {
        return rewriteInPlace(path, expectedSha256, next);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (tries === SHARING_TRIES || (code !== 'EBUSY' && code !== 'EPERM')) throw error;
        pause(SHARING_WAIT_MS);
      }
  } finally {
    if (wasReadOnly) chmodSync(path, mode);
  }
}

/** A file mounted into a container cannot be replaced, and its folder may take no other; the file itself can be written. */
const UNREPLACEABLE = ['EBUSY', 'EXDEV', 'EROFS', 'EACCES', 'EPERM'];

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function write(change: HostsFileChange): Outcome {
  const { path, expectedSha256, next } = change;
  const inPlace = (done: boolean): Outcome => (done ? 'in-place' : 'changed-meanwhile');
  if (process.platform === 'win32') return inPlace(rewriteOnWindows(change));
  try {
    return replaceByRename(path, expectedSha256, next) ? 'renamed' : 'changed-meanwhile';
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!UNREPLACEABLE.includes(code) || !isWritable(path)) throw error;
    return inPlace(rewriteInPlace(path, expectedSha256, next));
  }
}

const changedMeanwhile = () =>
  trouble('changed-meanwhile', 'The file is no longer what it was when the change was shown.');

function writeLocked(change: HostsFileChange): Outcome | 'busy' {
  const lock = lockHosts(dirname(change.path));
  if (lock.kind === 'busy') return 'busy';
  try {
    if (lock.kind === 'held') removeLeftTwins(dirname(change.path));
    return write(change);
  } finally {
    lock.release();
  }
}

/**
 * Replaces the hosts file by `next` if it still is what it was when the change was worked out, and reads it back.
 * Links are followed to the real file. Nothing is left behind on failure, and the old content stays.
 */
export function writeHostsFile({
  path,
  expectedSha256,
  next,
}: HostsFileChange): HostsFileResult<WrittenHostsFile> {
  const current = readHostsFile(path);
  if (!current.ok) return current;
  if (current.value.sha256 !== expectedSha256) return changedMeanwhile();
  try {
    const way = writeLocked({ path: current.value.path, expectedSha256, next });
    if (way === 'changed-meanwhile') return changedMeanwhile();
    if (way === 'busy') return trouble('in-use', 'Another change of the hosts file does not come to an end.');
    const after = readHostsFile(path);
    const wanted = sha256Of(next);
    if (!after.ok) return after;
    if (after.value.sha256 !== wanted)
      return trouble('not-kept', 'Another program changed the file back at once.');
    return { ok: true, value: { path: after.value.path, sha256: wanted, way } };
  } catch (error) {
    return troubleFrom(error, isAdministrator());
  }
}

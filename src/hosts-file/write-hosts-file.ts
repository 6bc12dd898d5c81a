import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type HostsFileResult, trouble, troubleFrom } from './hosts-file-trouble.ts';
import { readHostsFile, sha256Of } from './read-hosts-file.ts';

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

const isAdministrator = (): boolean => process.getuid?.() === 0 || process.platform === 'win32';
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, at);
  ftruncateSync(file, bytes.length);
  fsyncSync(file);
}

/** A twin of the file in the same folder: owner, mode, access list, extended attributes and SELinux label with it. */
function makeTwin(path: string, twin: string): void {
  const preserve = process.platform === 'linux' ? '--preserve=all' : '-p';
  const copied = spawnSync('/bin/cp', [preserve, path, twin], {
    timeout: 10_000,
    env: { PATH: '/usr/bin:/bin' },
  });
  if (copied.status === 0) return;
  // A system without that cp (BusyBox): owner and mode are what there is to keep.
  const { mode, uid, gid } = statSync(path);
  closeSync(openSync(twin, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600));
  chownSync(twin, uid, gid);
  chmodSync(twin, mode & 0o7777);
}

function replaceByRename(path: string, next: Uint8Array): void {
  const twin = join(dirname(path), `.hosts-${randomBytes(8).toString('hex')}`);
  try {
    makeTwin(path, twin);
    const file = openSync(twin, constants.O_RDWR | NO_FOLLOW);
    try {
      writeAll(file, next);
    } finally {
      closeSync(file);
    }
    renameSync(twin, path);
  } finally {
    rmSync(twin, { force: true });
  }
  const folder = openSync(dirname(path), constants.O_RDONLY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Rewrites the file itself; a failure on the way puts the old bytes back. */
function rewrite(path: string, next: Uint8Array): void {
  const before = readFileSync(path);
  const file = openSync(path, constants.O_RDWR | NO_FOLLOW);
  try {
    try {
      writeAll(file, next);
    } catch (error) {
      writeAll(file, before);
      throw error;
    }
  } finally {
    closeSync(file);
  }
}

const SHARING_TRIES = 10;
const SHARING_WAIT_MS = 200;
const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * Windows: in place, because a renamed file loses its inherited access list and the DNS client stops watching it.
 * Another program may hold the file for a moment. The read-only attribute is put back.
 */
function rewriteOnWindows(path: string, next: Uint8Array): void {
  const { mode } = statSync(path);
  const wasReadOnly = (mode & 0o200) === 0;
  if (wasReadOnly) chmodSync(path, mode | 0o200);
  try {
    for (let tries = 1; ; tries += 1)
      try {
        rewrite(path, next);
        return;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (tries === SHARING_TRIES || (code !== 'EBUSY' && code !== 'EPERM')) throw error;
        pause(SHARING_WAIT_MS);
      }
  } finally {
    if (wasReadOnly) chmodSync(path, mode);
  }
}

function write(path: string, next: Uint8Array): WrittenHostsFile['way'] {
  if (process.platform === 'win32') {
    rewriteOnWindows(path, next);
    return 'in-place';
  }
  try {
    replaceByRename(path, next);
    return 'renamed';
  } catch (error) {
    // A file mounted into a container cannot be replaced, only rewritten.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EBUSY' && code !== 'EXDEV') throw error;
    rewrite(path, next);
    return 'in-place';
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
  if (current.value.sha256 !== expectedSha256)
    return trouble('changed-meanwhile', 'The file is no longer what it was when the change was shown.');
  try {
    const way = write(current.value.path, next);
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

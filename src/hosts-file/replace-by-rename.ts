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
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { readHostsFile } from './read-hosts-file.ts';
import { NO_FOLLOW, writeAll } from './rewrite-in-place.ts';

const twinName = (): string => `.hosts-${randomBytes(8).toString('hex')}`;
const TWIN = /^\.hosts-[0-9a-f]{16}$/;

/** Takes away what a writer left that was killed. Only for who holds the lock: then no other of us is writing. */
export function removeLeftTwins(folder: string): void {
  for (const name of readdirSync(folder)) if (TWIN.test(name)) rmSync(join(folder, name), { force: true });
}

/** A twin of the file in the same folder: owner, mode, access list, extended attributes and SELinux label with it. */
function makeTwin(path: string, twin: string): void {
  const preserve = process.platform === 'linux' ? '--preserve=all' : '-p';
  const copied = spawnSync('/bin/cp', [preserve, path, twin], {
    timeout: 10_000,
    env: { PATH: '/usr/bin:/bin' },
  });
  if (copied.status === 0) return;
  // A system without that cp (BusyBox): owner and mode are what there is to keep. Or a full disk: said when it is written.
  rmSync(twin, { force: true });
  const { mode, uid, gid } = statSync(path);
  closeSync(openSync(twin, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600));
  chownSync(twin, uid, gid);
  chmodSync(twin, mode & 0o7777);
}

/**
 * Gives the name to a new file: at every moment the old or the new one is there, whole.
 *
 * @returns false when the file is no longer what it was, and nothing was written
 */
export function replaceByRename(path: string, expectedSha256: string, next: Uint8Array): boolean {
  const twin = join(dirname(path), twinName());
  try {
    makeTwin(path, twin);
    const file = openSync(twin, constants.O_RDWR | NO_FOLLOW);
    try {
      writeAll(file, next);
      ftruncateSync(file, next.length);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // Looked at last: an editor has saved in the time it took to make the twin.
    const current = readHostsFile(path);
    if (!current.ok || current.value.sha256 !== expectedSha256) return false;
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
  return true;
}

import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { lstat, mkdtemp, readdir, readFile, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BOOTSTRAP_FILE,
  type Bootstrap,
  BROKER_PROTOCOL,
  SOCKET_FILE,
  TOKEN_CHARACTERS,
  TOKEN_FILE,
} from '../contract/broker.ts';

/** The meeting place of program and broker: a folder nobody else may enter. It is gone as soon as they have met. */
export interface BootstrapFolder {
  readonly path: string;
  readonly token: string;
  /** Where to listen: a socket in the folder, or on Windows a pipe of a name nobody can guess. */
  readonly address: string;
  /** May be called twice. */
  remove(): Promise<void>;
}

const PREFIX = 'bitbucket-reset-doctor-';
/** Process number of whoever made the folder; the broker does not look at it. */
const OWNER_FILE = 'owner';
const OUR_FILES = [BOOTSTRAP_FILE, TOKEN_FILE, SOCKET_FILE, OWNER_FILE];
const STALE_MS = 24 * 60 * 60_000;

/** Makes the folder with token and bootstrap file. @throws the system's error; nothing is then left. */
export async function makeBootstrapFolder(parent: string): Promise<BootstrapFolder> {
  const path = await mkdtemp(join(parent, PREFIX));
  const removeNow = (): void => rmSync(path, { recursive: true, force: true });
  process.once('exit', removeNow);
  const remove = async (): Promise<void> => {
    process.off('exit', removeNow);
    await rm(path, { recursive: true, force: true });
  };
  try {
    const isWindows = process.platform === 'win32';
    const token = randomBytes(TOKEN_CHARACTERS / 2).toString('hex');
    const pipe = isWindows ? `\\\\.\\pipe\\${PREFIX}${randomBytes(16).toString('hex')}` : null;
    const bootstrap: Bootstrap = { protocol: BROKER_PROTOCOL, ownerId: process.getuid?.() ?? null, pipe };
    const alone = { flag: 'wx', mode: 0o600 };
    await writeFile(join(path, TOKEN_FILE), token, alone);
    await writeFile(join(path, BOOTSTRAP_FILE), JSON.stringify(bootstrap), alone);
    await writeFile(join(path, OWNER_FILE), String(process.pid), alone);
    return { path, token, address: pipe ?? join(path, SOCKET_FILE), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Removes what a program left that was killed while the prompt was open: folders of that name, of this user and for
 * this user alone, with nothing but our files in them, whose owner is gone or which are older than a day. Whatever is not
 * exactly that stays.
 */
export async function sweepBootstrapFolders(parent: string, now: number): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names)
    if (name.startsWith(PREFIX)) await sweepOne(join(parent, name), now).catch(() => {});
}

async function sweepOne(path: string, now: number): Promise<void> {
  const info = await lstat(path);
  if (!info.isDirectory()) return;
  if (process.getuid !== undefined && (info.uid !== process.getuid() || (info.mode & 0o777) !== 0o700))
    return;
  const files = await readdir(path);
  if (files.length === 0 || !files.every((file) => OUR_FILES.includes(file))) return;
  const owner = Number(await readFile(join(path, OWNER_FILE), 'utf8').catch(() => ''));
  if (now - info.mtimeMs < STALE_MS && (owner === 0 || isThere(owner))) return;
  for (const file of files) await unlink(join(path, file));
  await rmdir(path);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

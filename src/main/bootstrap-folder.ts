import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
    return { path, token, address: pipe ?? join(path, SOCKET_FILE), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

import * as fs from 'node:fs';
import { resolve } from 'node:path';
import * as contract from '../contract/broker.ts';

export type Bootstrap = { readonly token: string; readonly dial: string } | { readonly why: string };

const isWindows = process.platform === 'win32';

/**
 * Believes a bootstrap folder only when it is exactly what the program makes: a real folder, mode 0700, of the user
 * who asked for rights. We go into the folder first and speak of its files by bare name, so that exchanging a part of
 * the path afterwards changes nothing. The token is read once and unlinked. Leaves us inside the folder.
 */
export function readBootstrap(folder: string, askedBy: number | null): Bootstrap {
  const no = (why: string): Bootstrap => ({ why });
  try {
    if (resolve(folder) !== folder) return no('the folder is not named plainly');
    const named = fs.lstatSync(folder);
    if (!named.isDirectory()) return no('the folder is a link or no folder');
    process.chdir(folder);
    const here = fs.statSync('.');
    if (here.dev !== named.dev || here.ino !== named.ino) return no('the folder was exchanged');
    const said: unknown = JSON.parse(readOwnFile(contract.BOOTSTRAP_FILE, here.uid));
    const { protocol, ownerId, pipe } = contract.bootstrapSchema.parse(said);
    if (protocol !== contract.BROKER_PROTOCOL) return no('the program speaks another protocol');
    if (isWindows ? pipe === null : pipe !== null) return no('that is no way to dial here');
    if (!isWindows) {
      if (here.uid !== (askedBy ?? ownerId)) return no('the folder belongs to somebody else');
      if ((here.mode & 0o7777) !== 0o700) return no('others may enter the folder');
      const socket = fs.lstatSync(contract.SOCKET_FILE);
      if (!socket.isSocket() || socket.uid !== here.uid) return no('the socket is not theirs');
    }
    const token = readOwnFile(contract.TOKEN_FILE, here.uid);
    fs.unlinkSync(contract.TOKEN_FILE);
    return /^[0-9a-f]{64}$/.test(token) ? { token, dial: pipe ?? contract.SOCKET_FILE } : no('no good token');
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  }
}

/** A small regular file with one name, of that owner, readable by nobody else; never through a link. */
function readOwnFile(name: string, ownerId: number): string {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  const descriptor = fs.openSync(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const file = fs.fstatSync(descriptor);
    const isTheirs = isWindows || (file.uid === ownerId && file.nlink === 1 && (file.mode & 0o077) === 0);
    if (!file.isFile() || !isTheirs) throw new Error(`${name} is not a file of theirs alone`);
    const bytes = Buffer.alloc(1024);
    return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, bytes.length, 0)).toString('utf8');
  } finally {
    fs.closeSync(descriptor);
  }
}

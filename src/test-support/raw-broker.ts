import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { encodeFrame } from '../contract/broker-frames.ts';
import { type BootstrapFolder, makeBootstrapFolder } from '../main/bootstrap-folder.ts';

/** A real broker on the other end of a bare socket, for tests that say what no program of ours would say. */
export interface RawBroker {
  readonly pid: number;
  readonly exit: Promise<number | null>;
  say(message: unknown): void;
  write(bytes: Uint8Array): void;
  /** The text of everything it said so far. */
  heard(): string;
  end(): Promise<void>;
}

/** Starts a broker and gives its exit code and last words. `spoil` may change the folder before. */
export async function startBroker(
  broker: string,
  parent: string,
  options: {
    readonly spoil?: (folder: BootstrapFolder) => void;
    readonly argument?: (folder: BootstrapFolder) => string;
    readonly env?: Readonly<Record<string, string>>;
    readonly uid?: number;
  } = {},
): Promise<{ readonly code: number | null; readonly said: string }> {
  const folder = await makeBootstrapFolder(parent);
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(folder.address, resolve));
  options.spoil?.(folder);
  const argument = options.argument?.(folder) ?? folder.path;
  const uid = options.uid === undefined ? {} : { uid: options.uid };
  const child = spawn(process.execPath, [broker, argument], { env: { ...options.env }, ...uid });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString('utf8');
  });
  const code = await exitOf(child);
  server.close();
  await folder.remove();
  return { code, said };
}

/** @param before words that become the broker, in which it is started: of a namespace of its own */
export async function meetBroker(
  broker: string,
  parent: string,
  before: readonly string[] = [],
): Promise<RawBroker> {
  const folder = await makeBootstrapFolder(parent);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(folder.address, resolve));
  const [program = '', ...words] = [...before, process.execPath, broker, folder.path];
  const child = spawn(program, words, {
    env: before.length > 0 ? { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } : {},
    stdio: 'ignore',
  });
  const socket = await new Promise<Socket>((resolve) => server.once('connection', resolve));
  server.close();
  let text = '';
  socket.on('error', () => {});
  socket.on('data', (piece: Buffer) => {
    text += piece.toString('latin1');
  });
  await new Promise<void>((resolve) => {
    socket.once('data', () => resolve());
  });
  await folder.remove();
  const exit = exitOf(child);
  return {
    pid: child.pid ?? 0,
    exit,
    say: (message) => socket.write(encodeFrame('control', Buffer.from(JSON.stringify(message)))),
    write: (bytes) => socket.write(bytes),
    heard: () => text,
    end: async () => {
      socket.destroy();
      await exit;
    },
  };
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
  });

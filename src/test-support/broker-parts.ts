import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Why the tests with a real broker cannot run here, or null. */
export const whyNoRealBroker = (): string | null => {
  if (process.getuid?.() !== 0) return 'needs root: the broker refuses to work without rights';
  if (!existsSync('/usr/bin/tcpdump') && !existsSync('/usr/sbin/tcpdump')) return 'needs tcpdump';
  return null;
};

/** Processes whose parent is this one, from /proc. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** A process that is there and no zombie. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return false;
  }
}

/** What a process that should be gone is waiting in, for the message of a test that failed. */
export function doingOf(pid: number): string {
  const read = (name: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, 'utf8').trim();
    } catch {
      return 'gone';
    }
  };
  return `${pid}: ${read('stat').split(' ')[2] ?? 'gone'} ${read('wchan')} ${read('stack')}`;
}

/** Asks every 20 ms until it is so, for at most the time given. */
export async function within(limitMs: number, isSo: () => boolean): Promise<boolean> {
  for (const end = performance.now() + limitMs; performance.now() < end; ) {
    if (isSo()) return true;
    await sleep(20);
  }
  return isSo();
}

/** A server on loopback that greets and echoes, and one conversation with it: traffic for a capture to see. */
export async function talkOnLoopback(rounds: number): Promise<{ readonly port: number }> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  for (let round = 0; round < rounds; round += 1)
    await new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end('hello'));
      socket.resume();
      socket.on('close', () => resolve());
      socket.on('error', reject);
    });
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  return { port };
}

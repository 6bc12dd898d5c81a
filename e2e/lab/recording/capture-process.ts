import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { toolEnvironment } from '../network/run-tool.ts';

/** A running tcpdump that writes a file until it is stopped. */
export interface CaptureProcess {
  readonly file: string;
  /** @throws when the kernel dropped packets: then the file is no truth */
  readonly stop: () => Promise<void>;
}

export const ARTICLE_FILTER = 'net 104.192.141.0/24 or net 18.205.93.0/24 or icmp';
const SNAP_LENGTH = 160;

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('close', () => resolve());
  });

/** tcpdump in a namespace; returns once it is listening. `-Z root`: the folder is not open to tcpdump's own user. */
export async function startCapture(
  namespace: string,
  device: string,
  file: string,
  filter = ARTICLE_FILTER,
): Promise<CaptureProcess> {
  const options = ['-i', device, '-nn', '-s', String(SNAP_LENGTH), '-U', '--immediate-mode', '-Z', 'root'];
  const child = spawn('ip', ['netns', 'exec', namespace, 'tcpdump', ...options, '-w', file, filter], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: toolEnvironment(),
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  child.on('error', (error) => {
    words += error.message;
  });
  const deadline = Date.now() + 10_000;
  while (!words.includes('listening on')) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`tcpdump did not start: ${words}`);
    await sleep(10);
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended(child);
    const dropped = /(\d+) packets? dropped by kernel/.exec(words)?.[1];
    if (dropped !== '0') throw new Error(`tcpdump in ${namespace} lost packets: ${words.trim()}`);
  };
  return { file, stop };
}

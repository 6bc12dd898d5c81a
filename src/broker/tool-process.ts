import { type ChildProcessByStdio, execFile, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ToolCommand } from '../core/live-capture/capture-command.ts';
import { PIPE_BYTES } from '../core/live-capture/reading-pace.ts';
import { KILL_LIMIT_MS, START_LIMIT_MS } from './caps.ts';
import { SURROUNDINGS } from './tools.ts';

type Child = ChildProcessByStdio<null, Readable | null, Readable>;

/** A running tool with its own process group. Whoever starts one ends it with `kill`. */
export interface ToolProcess {
  readonly child: Child;
  /** Fulfilled when the process is gone, also when it never started; null after a signal. */
  readonly gone: Promise<number | null>;
  /** The last 2,000 characters of its standard error. */
  words(): string;
  signal(name: NodeJS.Signals): void;
  /** Ends the whole group and waits for it. May be called twice. */
  kill(): Promise<void>;
}

/** @param output where its output goes, closed here then; without it, to `child.stdout` */
export function startTool({ program, args }: ToolCommand, output?: number): ToolProcess {
  const ownGroup = process.platform !== 'win32';
  const stdio: StdioOptions = ['ignore', output ?? 'pipe', 'pipe'];
  const child = spawn(program, [...args], { ...SURROUNDINGS, detached: ownGroup, stdio }) as Child;
  if (output !== undefined) closeSync(output);
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said = (said + piece.toString('latin1')).slice(-2000);
  });
  const gone = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      said = `${said}${error.message}`.slice(-2000);
      if (child.pid === undefined) resolve(null);
    });
    child.on('exit', (code) => resolve(code));
  });
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(ownGroup ? -child.pid : child.pid, name);
    } catch {
      // It went by itself in this very moment.
    }
  };
  return {
    child,
    gone,
    words: () => said,
    signal,
    kill: async () => {
      signal('SIGTERM');
      setTimeout(() => signal('SIGKILL'), KILL_LIMIT_MS).unref();
      child.stdout?.destroy();
      await gone;
    },
  };
}

export interface ToolOutput {
  /** What it wrote to both streams. */
  readonly text: string;
  /** What it complained about when it failed; null when it did well. */
  readonly failure: string | null;
  readonly isPartial: boolean;
}

/** Runs a command that starts no other to its end, its time, or the abort, whichever comes first. */
export const runTool = ({ program, args }: ToolCommand, limitMs: number, signal?: AbortSignal) =>
  new Promise<ToolOutput>((resolve) => {
    const options = { ...SURROUNDINGS, timeout: limitMs, killSignal: 'SIGKILL' } as const;
    const child = execFile(program, args, options, (error, text, said) => {
      const failure = error === null ? null : said.trim() || error.message;
      resolve({ text: text + said, failure, isPartial: error?.killed === true });
    });
    // What it had written by then is still read.
    signal?.addEventListener('abort', () => child.kill('SIGKILL'));
  });

/**
 * A pipe for a tool's output: Node gives a child a socket, which holds so few short packets that many are lost.
 *
 * @throws Error when the system makes none
 */
export async function openToolPipe(): Promise<{ input: number; read(): Uint8Array | null }> {
  const folder = await mkdtemp('/tmp/bitbucket-reset-doctor-');
  // Debian's AppArmor profile lets tcpdump write to names of this kind only.
  const path = join(folder, 'stream.pcap');
  await runTool({ program: '/usr/bin/mkfifo', args: ['-m', '600', path] }, START_LIMIT_MS);
  try {
    const output = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const buffer = new Uint8Array(PIPE_BYTES);
    /** What has come, to be taken before the next is read; null at the end. */
    const read = (): Uint8Array | null => {
      try {
        const length = readSync(output, buffer);
        if (length > 0) return buffer.subarray(0, length);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return new Uint8Array();
      }
      closeSync(output);
      return null;
    };
    return { input: openSync(path, constants.O_WRONLY), read };
  } finally {
    await rm(folder, { recursive: true });
  }
}

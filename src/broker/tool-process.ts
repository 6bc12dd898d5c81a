import { type ChildProcessByStdio, spawn } from 'node:child_process';
import * as stream from 'node:stream';
import type { ToolCommand } from '../core/live-capture/capture-command.ts';
import { KILL_LIMIT_MS } from './caps.ts';
import { CLEAN_ENVIRONMENT, SYSTEM_FOLDER } from './tools.ts';

type Child = ChildProcessByStdio<null, stream.Readable, stream.Readable>;

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

export function startTool({ program, args }: ToolCommand): ToolProcess {
  const ownGroup = process.platform !== 'win32';
  // Its output is read when it is wanted and not before, packet by packet (Node 18.15 of the stand-in cannot).
  const usual = stream.getDefaultHighWaterMark?.(false);
  if (usual !== undefined) stream.setDefaultHighWaterMark(false, 1);
  const child = spawn(program, [...args], {
    cwd: SYSTEM_FOLDER,
    env: CLEAN_ENVIRONMENT,
    detached: ownGroup,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (usual !== undefined) stream.setDefaultHighWaterMark(false, usual);
  let said = '';
  let isGone = false;
  child.stderr.on('data', (piece: Buffer) => {
    said = (said + piece.toString('latin1')).slice(-2000);
  });
  const gone = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      said = `${said}${error.message}`.slice(-2000);
      if (child.pid === undefined) resolve(null);
    });
    child.on('exit', (code) => resolve(code));
  }).finally(() => {
    isGone = true;
  });
  const signal = (name: NodeJS.Signals): void => {
    if (isGone || child.pid === undefined) return;
    try {
      if (ownGroup) process.kill(-child.pid, name);
      else child.kill(name);
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
      const hard = setTimeout(() => signal('SIGKILL'), KILL_LIMIT_MS);
      child.stdout.destroy();
      await gone;
      clearTimeout(hard);
    },
  };
}

/** Runs a short command to its end. @returns what it said when it failed, or null */
export async function runTool(command: ToolCommand, limitMs: number): Promise<string | null> {
  const tool = startTool(command);
  tool.child.stdout.resume();
  const limit = setTimeout(() => tool.signal('SIGKILL'), limitMs);
  const code = await tool.gone;
  clearTimeout(limit);
  return code === 0 ? null : tool.words().trim() || `it ended with ${code}`;
}

import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { isButskoy, type TraceTool, tracePrograms } from '../../core/trace/trace-commands.ts';

export interface ProgramOutput {
  /** What it wrote to both streams, as it came. */
  readonly bytes: Buffer;
  /** It was ended by us, at its time limit or because the user stopped: what there is, is a part. */
  readonly isPartial: boolean;
}

/** A trace of thirty hops is 3 kB. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Long enough for a program to end by itself once asked. */
const GRACE_MS = 2000;

/** Runs a tool with a fixed environment and no shell, and gives what it wrote, also when it fails or is ended. */
export function runTraceProgram(
  program: string,
  words: readonly string[],
  limitMs: number,
  stop: AbortSignal,
): Promise<ProgramOutput> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    let isPartial = false;
    const child = spawn(program, [...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin:/usr/sbin:/sbin', SystemRoot: process.env.SystemRoot ?? '' },
    });
    const end = (): void => {
      isPartial = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
    };
    const timer = setTimeout(end, limitMs);
    stop.addEventListener('abort', end, { once: true });
    if (stop.aborted) end();
    const take = (chunk: Buffer): void => {
      if (length >= MOST_BYTES) return;
      length += chunk.length;
      chunks.push(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve({ bytes: Buffer.concat(chunks), isPartial });
    };
    child.once('error', done);
    child.once('close', done);
  });
}

/** The first of these that is here and may be started; null without one. */
export function findProgram(paths: readonly string[]): string | null {
  const isHere = (path: string): boolean => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return paths.find(isHere) ?? null;
}

/** Root's, and setuid, or we are root ourselves. */
function mayOpenRawSockets(path: string): boolean {
  const { mode, uid } = statSync(path);
  return process.getuid?.() === 0 || (uid === 0 && (mode & 0o4000) !== 0);
}

/** The tracing programs that are here and can do what is asked of them. */
export async function findTraceTools(
  platform: string = process.platform,
): Promise<readonly (readonly [TraceTool, string])[]> {
  const found: (readonly [TraceTool, string])[] = [];
  for (const [tool, path] of tracePrograms(platform)) {
    if (findProgram([path]) === null) continue;
    if (tool === 'traceroute-linux') {
      const { bytes } = await runTraceProgram(path, ['--version'], 5000, new AbortController().signal);
      if (!isButskoy(bytes.toString('utf8'))) continue;
    }
    if (tool === 'scamper' && !mayOpenRawSockets(path)) continue;
    found.push([tool, path]);
  }
  return found;
}

import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureEnd } from '../contract/broker.ts';
import type { ToolCommand } from '../core/live-capture/capture-command.ts';
import type { CaptureLimits, CaptureReport, CaptureStarted } from '../core/live-capture/capture-run.ts';
import { readKernelCounts, saysItListens } from '../core/live-capture/kernel-counts.ts';
import { createReadingPace } from '../core/live-capture/reading-pace.ts';
import { CATCH_UP_LIMIT_MS, START_LIMIT_MS, STOP_LIMIT_MS } from './caps.ts';
import { openToolPipe, startTool, type ToolProcess } from './tool-process.ts';

const QUIET_MS = 100;

/** Starts a tool that writes its capture to standard output; answers once it really listens, so that nothing is missed. */
export async function streamCapture(command: ToolCommand, limits: CaptureLimits): Promise<CaptureStarted> {
  const pipe = process.platform === 'win32' ? null : await openToolPipe().catch(() => null);
  const tool = startTool(command, pipe?.input);
  if (!(await listens(tool))) {
    await tool.kill();
    while (pipe?.read()?.length);
    return { refusal: { kind: 'failed', message: tool.words().trim() } };
  }
  let reason: CaptureEnd | null = null;
  let bytes = 0;
  // Interrupted at once, the tool would leave what the kernel holds for it unread: often the very reset just seen.
  const catchUp = async (): Promise<void> => {
    const end = performance.now() + CATCH_UP_LIMIT_MS;
    for (let seen = -1; seen !== bytes || isAtWork(tool.child.pid); ) {
      if (performance.now() > end || bytes >= limits.maxBytes) return;
      seen = bytes;
      await Promise.race([sleep(QUIET_MS), tool.gone]);
    }
  };
  const stop = (why: CaptureEnd): void => {
    if (reason !== null) return;
    reason = why;
    void catchUp().then(() => tool.signal('SIGINT'));
    setTimeout(() => tool.signal('SIGKILL'), STOP_LIMIT_MS).unref();
  };
  const clock = setTimeout(() => stop('time'), limits.maxSeconds * 1000);
  const take = async (piece: Uint8Array): Promise<void> => {
    bytes += piece.length;
    if (bytes >= limits.maxBytes) stop('size');
    if (piece.length > 0) await limits.write(piece);
  };
  const pump = async (): Promise<CaptureReport> => {
    const pace = createReadingPace();
    try {
      for (let piece = pipe?.read(); piece; piece = pipe?.read()) {
        await take(piece);
        await sleep(reason === null ? pace(piece.length) : 1);
      }
      for await (const piece of tool.child.stdout ?? []) await take(piece);
    } catch {
      // Killed, or the reader is gone: what was written stays.
      await tool.kill();
    }
    clearTimeout(clock);
    await tool.gone;
    const words = tool.words().trim();
    return { reason: reason ?? 'tool-ended', counts: readKernelCounts(words), words };
  };
  return { run: { ended: pump(), stop, kill: tool.kill } };
}

/** Whether a child does something, as Linux tells (proc(5)); where nothing is told, no bytes is all there is to go by. */
const isAtWork = (pid: number | undefined): boolean =>
  existsSync(`/proc/${pid}`) && !/\) S /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));

function listens(tool: ToolProcess): Promise<boolean> {
  const heard = new Promise<true>((resolve) => {
    tool.child.stderr.on('data', () => saysItListens(tool.words()) && resolve(true));
  });
  const late = sleep(START_LIMIT_MS, false as const, { ref: false });
  return Promise.race([heard, tool.gone.then(() => false as const), late]);
}

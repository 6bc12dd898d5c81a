import { createReadStream, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { CaptureEnd } from '../contract/broker.ts';
import type { CaptureReport, CaptureStarted, FileLimits } from '../core/live-capture/capture-run.ts';
import { readKernelCounts } from '../core/live-capture/kernel-counts.ts';
import type { FileCapturePlan } from '../core/live-capture/windows-commands.ts';
import { KILL_LIMIT_MS, START_LIMIT_MS } from './caps.ts';
import { runTool } from './tool-process.ts';

/** netsh takes a minute to stop, and converting takes its time too. */
const CONVERT_LIMIT_MS = 5 * 60_000;

/** Where the broker makes the folder of such a capture: its own name in a folder of the system. */
export const makeCaptureFolder = () => mkdtemp('C:\\ProgramData\\bitbucket-reset-doctor-');

/** A capture through a file that the system writes (Windows): recorded, converted, streamed, deleted. */
export async function fileCapture(
  plan: FileCapturePlan,
  folder: string,
  limits: FileLimits,
): Promise<CaptureStarted> {
  const tidy = async (): Promise<void> => {
    for (const command of plan.after) await runTool(command, START_LIMIT_MS);
    await rm(folder, { recursive: true, force: true });
  };
  for (const command of [...plan.before, plan.start]) {
    const { failure } = await runTool(command, START_LIMIT_MS);
    if (failure === null) continue;
    await tidy();
    return { refusal: { kind: 'failed', message: failure } };
  }
  let settle: (reason: CaptureEnd | 'killed') => void = () => {};
  const asked = new Promise<CaptureEnd | 'killed'>((resolve) => {
    settle = resolve;
  });
  const clock = setTimeout(() => settle('time'), limits.maxSeconds * 1000);
  const watch = setInterval(() => {
    const bytes = statSync(plan.growingFile, { throwIfNoEntry: false })?.size ?? 0;
    limits.grown(bytes);
    if (!limits.ring && bytes >= limits.maxBytes) settle('size');
  }, 1_000);
  const ended = asked.then(async (reason): Promise<CaptureReport> => {
    clearTimeout(clock);
    clearInterval(watch);
    let words = '';
    for (const command of plan.stop) {
      // A dying broker only stops the recording; nobody is there to read a conversion.
      if (reason === 'killed' && command !== plan.stop[0]) break;
      const limitMs = reason === 'killed' ? 10 * KILL_LIMIT_MS : CONVERT_LIMIT_MS;
      words = (await runTool(command, limitMs)).failure ?? words;
    }
    if (reason !== 'killed') await handOver(plan.outputFile, limits).catch(() => {});
    await tidy();
    return { reason: reason === 'killed' ? 'tool-ended' : reason, counts: readKernelCounts(''), words };
  });
  const kill = () => {
    settle('killed');
    return ended;
  };
  return { run: { ended, stop: settle, kill } };
}

async function handOver(path: string, { maxBytes, write }: FileLimits): Promise<void> {
  for await (const piece of createReadStream(path, { end: maxBytes - 1 })) await write(piece as Buffer);
}

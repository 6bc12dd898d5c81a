import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaptureEnd } from '../contract/broker.ts';
import type { FileCapturePlan } from '../core/live-capture/windows-commands.ts';
import { KILL_LIMIT_MS, START_LIMIT_MS } from './caps.ts';
import type { CaptureLimits, CaptureReport, CaptureStarted } from './stream-capture.ts';
import { runTool } from './tool-process.ts';

/** netsh takes a minute to stop, and converting takes its time too. */
const CONVERT_LIMIT_MS = 5 * 60_000;
const NO_COUNTS = { captured: null, receivedByFilter: null, droppedByKernel: null };

/** Where the broker makes the folder of such a capture: its own name in a folder of the system. */
export const makeCaptureFolder = (): Promise<string> =>
  mkdtemp(join('C:\\ProgramData', 'bitbucket-reset-doctor-'));

/** A capture through a file that the system writes (Windows): recorded, converted, streamed, deleted. */
export async function fileCapture(
  plan: FileCapturePlan,
  folder: string,
  limits: CaptureLimits,
): Promise<CaptureStarted> {
  const tidy = async (): Promise<void> => {
    for (const command of plan.after) await runTool(command, START_LIMIT_MS);
    await rm(folder, { recursive: true, force: true });
  };
  for (const command of [...plan.before, plan.start]) {
    const failure = await runTool(command, START_LIMIT_MS);
    if (failure === null) continue;
    await tidy();
    return { ok: false, refusal: { kind: 'failed', message: failure } };
  }
  let settle: (reason: CaptureEnd | 'killed') => void = () => {};
  const asked = new Promise<CaptureEnd | 'killed'>((resolve) => {
    settle = resolve;
  });
  const clock = setTimeout(() => settle('time'), limits.maxSeconds * 1000);
  const finish = async (): Promise<CaptureReport> => {
    const reason = await asked;
    clearTimeout(clock);
    let words = '';
    for (const command of plan.stop) {
      // A dying broker only stops the recording; nobody is there to read a conversion.
      if (reason === 'killed' && command !== plan.stop[0]) break;
      words = (await runTool(command, reason === 'killed' ? 10 * KILL_LIMIT_MS : CONVERT_LIMIT_MS)) ?? words;
    }
    if (reason !== 'killed') await handOver(plan.outputFile, limits).catch(() => {});
    await tidy();
    return { reason: reason === 'killed' ? 'tool-ended' : reason, counts: NO_COUNTS, words };
  };
  const ended = finish();
  return {
    ok: true,
    run: {
      ended,
      stop: settle,
      kill: async () => {
        settle('killed');
        await ended;
      },
    },
  };
}

async function handOver(path: string, { maxBytes, write }: CaptureLimits): Promise<void> {
  const { size } = await stat(path);
  const end = Math.min(size, maxBytes) - 1;
  if (end < 0) return;
  for await (const piece of createReadStream(path, { end })) await write(piece as Buffer);
}

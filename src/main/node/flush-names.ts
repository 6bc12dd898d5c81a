import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { FlushedCache } from '../../contract/workaround.ts';
import { type FlushStep, planFlush } from '../../core/workaround/flush-plan.ts';

const LIMIT_MS = 5000;

/** Runs one step; true when the program says that it worked. */
export type RunStep = (step: FlushStep) => Promise<boolean>;

const runStep: RunStep = ({ program, words }) =>
  new Promise((resolve) => {
    const env = { PATH: '/usr/bin:/bin', SystemRoot: 'C:\\Windows' };
    execFile(program, [...words], { timeout: LIMIT_MS, windowsHide: true, env, cwd: '/' }, (error) =>
      resolve(!error),
    );
  });

/**
 * Empties the name caches of this system as far as this process may, so that a changed hosts file counts at once. What
 * is left is a line for a person to run. Five seconds a cache at most.
 */
export async function flushNames(
  steps: readonly FlushStep[] = planFlush({ platform: process.platform, exists: existsSync }),
  hasRights: boolean = process.getuid?.() === 0,
  run: RunStep = runStep,
): Promise<FlushedCache[]> {
  const flushed: FlushedCache[] = [];
  for (const step of steps) {
    const isDone = (hasRights || !step.needsRights) && (await run(step));
    flushed.push({ what: step.what, done: isDone, line: isDone ? null : step.line });
  }
  return flushed;
}

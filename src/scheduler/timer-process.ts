import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostsApply, Refusal, TimerOutcome, VerbOutput } from '../contract/broker.ts';

type Written = { readonly output: VerbOutput<'hosts.revert'> } | { readonly refusal: Refusal };
type Applied = { readonly output: VerbOutput<'hosts.apply'> } | { readonly refusal: Refusal };

const LIMIT_MS = 60_000;

/** Beside the broker, as the installer or the build put it there. */
const timerFile = (): string => join(dirname(process.argv[1] ?? ''), 'timer.cjs');

/** Starts the one program that speaks with the system's scheduler, with fixed words and nothing of our environment but a path. */
function runTimer(words: readonly string[], file: string): Promise<string | null> {
  if (!existsSync(file)) return Promise.resolve(null);
  const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, ELECTRON_RUN_AS_NODE: '1' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [file, ...words],
      { env, timeout: LIMIT_MS, windowsHide: true },
      (error, out) => resolve(error ? null : out),
    );
  });
}

/** The override is in the file; with it comes the timer, when it was ordered. That it failed is said, and changes nothing. */
export async function withTimer(written: Written, order: HostsApply, file = timerFile()): Promise<Applied> {
  if ('refusal' in written) return written;
  if (!order.timedRevert) return { output: { ...written.output, timer: null } };
  const said = await runTimer(['set', String(order.madeAt + order.lastsSeconds)], file);
  return { output: { ...written.output, timer: readOutcome(said) } };
}

const NO_ANSWER: TimerOutcome = { installed: false, because: 'The scheduler of this system gave no answer.' };

function readOutcome(said: string | null): TimerOutcome {
  if (said === null) return NO_ANSWER;
  try {
    const { installed, because } = JSON.parse(said) as Partial<TimerOutcome>;
    return { installed: installed === true, because: because == null ? null : String(because).slice(0, 500) };
  } catch {
    return NO_ANSWER;
  }
}

/** The override is out of the file, and so nothing is left for the timer to do. */
export async function withoutTimer(written: Written, file = timerFile()): Promise<Written> {
  if ('output' in written) await runTimer(['remove'], file);
  return written;
}

import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { MOST_CAPTURE_SECONDS } from '../../broker/caps.ts';
import type { Analysis } from '../../contract/analysis.ts';
import type { CaptureStart } from '../../contract/broker.ts';
import type { MeanwhileRecording } from '../../contract/meanwhile-recording.ts';
import type { Result } from '../../contract/problem.ts';
import { AROUND_MEGABYTES } from '../../core/live-capture/worth-keeping.ts';
import type { Stretch } from './record-around-resets.ts';

/** What is recorded beside a measurement. */
export const orderAround = (targets: readonly string[]): CaptureStart => ({
  ...{ interface: 'any', targets: [...targets], maxSeconds: MOST_CAPTURE_SECONDS },
  ...{ maxBytes: AROUND_MEGABYTES * 1_000_000, ring: true },
});

export interface StretchPorts {
  /** Makes one file of what a stretch kept. @returns its path */
  readonly finish: (path: string) => Promise<string>;
  readonly analyse: (path: string) => Promise<Result<Analysis>>;
}

/** Makes one file of what each stretch kept, and reads it. @param endedAt when the recording ended */
export async function readStretches(
  stretches: readonly Stretch[],
  ports: StretchPorts,
  endedAt: string,
): Promise<MeanwhileRecording | null> {
  const [first] = stretches;
  const last = stretches.at(-1);
  if (first === undefined || last === undefined) return null;
  const files: MeanwhileRecording['files'] = [];
  for (const { path, isKept } of stretches) if (isKept) files.push(await readKept(path, ports));
  const sum = (key: 'packets' | 'resets'): number => stretches.reduce((all, one) => all + one.last[key], 0);
  return {
    ...{ startedAt: first.startedAt, endedAt, reason: last.reason },
    ...{ packets: sum('packets'), resets: sum('resets'), files },
  };
}

async function readKept(
  path: string,
  { finish, analyse }: StretchPorts,
): Promise<MeanwhileRecording['files'][number]> {
  // Where there is no room to join them, the newest piece is a capture by itself, and the older ones stay beside it.
  const whole = await finish(path).catch(() => path);
  const { size } = await stat(whole);
  const read = await analyse(whole);
  const named = { name: basename(whole), bytes: size };
  if (!read.ok) return { ...named, verdict: null };
  const { kind, confidence, summary } = read.value.verdict;
  return { ...named, verdict: { kind, confidence, summary } };
}

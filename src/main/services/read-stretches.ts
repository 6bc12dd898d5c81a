import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { MeanwhileRecording } from '../../contract/meanwhile-recording.ts';
import { joinRing } from '../node/capture-file.ts';
import { analyseCaptures } from './analyse-captures.ts';
import type { ProductFacts } from './product-facts.ts';
import type { Stretch } from './record-around-resets.ts';

/** Bytes that such a recording goes round in: hours of ordinary work with the service, headers alone. */
export const AROUND_RING_BYTES = 32_000_000;

/** Makes one file of what each stretch kept, and reads it. @param now when the recording ended */
export async function readStretches(
  stretches: readonly Stretch[],
  facts: ProductFacts,
  now: Date,
): Promise<MeanwhileRecording | null> {
  const [first] = stretches;
  const last = stretches.at(-1);
  if (first === undefined || last === undefined) return null;
  const files: MeanwhileRecording['files'] = [];
  for (const { path, isKept } of stretches) if (isKept) files.push(await readKept(path, facts));
  const sum = (key: 'packets' | 'resets'): number => stretches.reduce((all, one) => all + one.last[key], 0);
  return {
    ...{ startedAt: first.startedAt, endedAt: now.toISOString(), reason: last.reason },
    ...{ packets: sum('packets'), resets: sum('resets'), files },
  };
}

async function readKept(path: string, facts: ProductFacts): Promise<MeanwhileRecording['files'][number]> {
  // Where there is no room to join them, the newest piece is a capture by itself, and the older ones stay beside it.
  await joinRing(path).catch(() => {});
  const { size } = await stat(path);
  const read = await analyseCaptures({ paths: [path], targets: [], selection: 'reset' }, facts);
  const named = { name: basename(path), bytes: size };
  if (!read.ok) return { ...named, verdict: null };
  const { kind, confidence, summary } = read.value.verdict;
  return { ...named, verdict: { kind, confidence, summary } };
}

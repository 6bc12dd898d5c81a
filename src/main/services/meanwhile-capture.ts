import { basename, join } from 'node:path';
import type { CaseAction } from '../../contract/case.ts';
import type { RecordedCapture } from '../../contract/live-capture.ts';
import type { MeanwhileRecording } from '../../contract/meanwhile-recording.ts';
import { type Result, succeed } from '../../contract/problem.ts';
import { replaceFile } from '../node/replace-file.ts';
import type { Ports } from '../ports.ts';
import { PARTIAL, takeUp } from './left-recording.ts';
import { planCapture, recordedAction, wayTaken } from './plan-capture.ts';
import { orderAround, readStretches } from './read-stretches.ts';
import { recordAroundResets, type Stretch } from './record-around-resets.ts';

/** A recording beside a measurement. Whoever begins it ends it. */
export interface MeanwhileCapture {
  /** An attempt of ours was reset. */
  happened(): void;
  /** @returns what came of it, and the paths of the files that are kept; may be called twice */
  end(): Promise<{
    readonly recording: MeanwhileRecording | null;
    readonly kept: readonly string[];
    /** That it ran, for the report. */
    readonly action: CaseAction;
  }>;
}

/** Named as every recording of a case, so that what a kill leaves is found and offered like another. */
export const recordingName = (startedAt: string): string =>
  `capture-${startedAt.replace(/[:.]/g, '-')}.pcap${PARTIAL}`;

/** Records into a case's folder; the rights are asked for as for any recording. */
export async function beginMeanwhileCapture(
  folder: string,
  targets: readonly string[],
  { live, now, startAnalysis }: Pick<Ports, 'live' | 'now' | 'startAnalysis'>,
  patience: AbortSignal,
): Promise<Result<MeanwhileCapture>> {
  const order = orderAround(targets);
  const plan = await planCapture(live, order);
  const begunAt = now().toISOString();
  const recorded = await recordAroundResets({
    pathOf: () => join(folder, recordingName(now().toISOString())),
    order,
    openSource: (events) => live.elevation.open(events, true, patience),
    startReading: () => live.startReading(order.targets),
    freeBytes: live.freeBytes,
    ...{ onProgress: () => {}, onReset: () => {}, now },
  });
  if (!recorded.ok) return recorded;
  const finish = async (): ReturnType<MeanwhileCapture['end']> => {
    const stretches = await recorded.value.end();
    const endedAt = now().toISOString();
    const analyse = (path: string) => startAnalysis([path], () => {}).result;
    const recording = await readStretches(stretches, { finish: takeUp, analyse }, endedAt);
    const files = recording?.files ?? [];
    const kept = stretches.filter(({ isKept }) => isKept);
    for (const [index, file] of files.entries()) {
      const stretch = kept[index];
      if (stretch !== undefined) await writeDocument(stretch, file);
    }
    const action = await recordedAction(live, plan, begunAt, endedAt);
    return { recording, kept: files.map(({ name }) => join(folder, name)), action };
  };
  async function writeDocument(
    { path, startedAt, reason, kernel, last }: Stretch,
    { name, bytes }: MeanwhileRecording['files'][number],
  ): Promise<void> {
    const { packets, sessions, resets } = last;
    const document: RecordedCapture = {
      schema: 'capture/1',
      file: { name, bytes },
      ...{ command: plan.command, way: wayTaken(plan), interface: 'any', ring: true },
      ...{ targets: [...order.targets], startedAt, endedAt: now().toISOString(), reason },
      ...{ packets, sessions, resets, kernel, marks: [], attempts: [] },
    };
    const beside = basename(path).replace(/\.pcap\.partial$/, '.json');
    await replaceFile(join(folder, beside), JSON.stringify(document)).catch(() => {});
  }
  let ended: ReturnType<MeanwhileCapture['end']> | null = null;
  return succeed({
    happened: recorded.value.happened,
    end: () => {
      ended ??= finish();
      return ended;
    },
  });
}

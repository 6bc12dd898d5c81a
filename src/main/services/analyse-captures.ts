import { basename } from 'node:path';
import type { Analysis } from '../../contract/analysis.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import { type AddressRange, parseRange } from '../../core/capture/address.ts';
import { analyseCapture, type SessionSelection } from '../../core/capture/analyse.ts';
import { type CaptureFileSummary, createCaptureReader } from '../../core/capture/capture-reader.ts';
import { createSessionTracker } from '../../core/capture/session-tracker.ts';
import { type ReadOptions, readCaptureFile } from '../node/read-capture-file.ts';
import type { AnalysisProgress } from '../ports.ts';
import { orderCaptures } from './order-captures.ts';

export interface AnalyseRequest {
  /** Paths, read by the time of their first packets as one case; `-` is standard input. */
  readonly paths: readonly string[];
  /** Ranges to speak of instead of the service's published ones; empty for those. */
  readonly targets: readonly string[];
  readonly selection: SessionSelection;
}

/** Progress with what has been found so far, counted over all files. */
export interface AnalyseOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnalysisProgress) => void;
}

export interface AnalyseFacts {
  readonly playbook: Playbook;
  readonly weights: VerdictWeights;
}

/** Reads captures and explains them. The first file that cannot be read ends it with a problem that names it. */
export async function analyseCaptures(
  request: AnalyseRequest,
  facts: AnalyseFacts,
  options: AnalyseOptions = {},
): Promise<Result<Analysis>> {
  const control = parseRanges(facts.playbook.control.addresses);
  const targets =
    request.targets.length > 0 ? parseRanges(request.targets) : parseRanges(facts.playbook.anycast.ranges);
  if (targets.length === 0)
    return fail(
      'usage',
      'No usable target address was given.',
      'Give an address or a range such as 104.192.141.0/24.',
    );
  const tracker = createSessionTracker({ anycast: targets, control });
  const { signal, onProgress } = options;
  const readOptions: ReadOptions = {
    ...(signal ? { signal } : {}),
    ...(onProgress
      ? {
          onProgress: (progress) =>
            onProgress({
              ...progress,
              packets: tracker.counts.packets,
              sessions: tracker.sessions.length,
              resets: tracker.counts.resets,
            }),
        }
      : {}),
  };
  const files: { name: string; summary: CaptureFileSummary }[] = [];
  for (const [index, path] of (await orderCaptures(request.paths)).entries()) {
    tracker.file = index;
    const name = path === '-' ? 'standard input' : basename(path);
    const reader = createCaptureReader(tracker);
    const read = await readCaptureFile(path, reader, readOptions);
    if (!read.ok) return read;
    const ended = reader.end();
    if (!ended.ok)
      return fail(
        ended.kind === 'empty' ? 'empty-file' : 'not-a-capture',
        `${name}: ${ended.message}`,
        'Choose the capture file itself; it usually ends in .pcap or .pcapng.',
      );
    files.push({ name, summary: withCompressionDamage(ended.summary, read.value.compressionDamage) });
  }
  return succeed(
    analyseCapture({
      tracker,
      files,
      targets,
      control,
      weights: facts.weights,
      selection: request.selection,
    }),
  );
}

const parseRanges = (texts: readonly string[]): AddressRange[] =>
  texts.flatMap((text) => parseRange(text) ?? []);

function withCompressionDamage(summary: CaptureFileSummary, damage: string | null): CaptureFileSummary {
  if (damage === null) return summary;
  const atByte = summary.damage?.atByte ?? summary.bytes;
  const message = `The compressed file breaks off or is damaged (${damage}); every packet before that was read.`;
  return { ...summary, damage: { atByte, kind: 'cut-record', message } };
}

import type { Analysis } from '../../contract/analysis.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import { type AddressRange, parseRange } from '../../core/capture/address.ts';
import { analyseCapture, type SessionSelection } from '../../core/capture/analyse.ts';
import { createSessionTracker } from '../../core/capture/session-tracker.ts';
import type { ReadOptions } from '../node/read-capture-file.ts';
import type { AnalysisProgress } from '../ports.ts';
import { orderCaptures } from './order-captures.ts';
import { readCaptures } from './read-captures.ts';

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
              sessions: tracker.sessionCount,
              resets: tracker.counts.resets,
            }),
        }
      : {}),
  };
  try {
    const read = await readCaptures(
      await orderCaptures(request.paths),
      (index) => {
        tracker.file = index;
        return tracker;
      },
      readOptions,
    );
    if (!read.ok) return read;
    const { selection } = request;
    const { weights } = facts;
    return succeed(analyseCapture({ tracker, files: read.value, targets, control, weights, selection }));
  } finally {
    tracker.release();
  }
}

const parseRanges = (texts: readonly string[]): AddressRange[] =>
  texts.flatMap((text) => parseRange(text) ?? []);

import { join } from 'node:path';
import type { Analysis } from '../../contract/analysis.ts';
import { fail } from '../../contract/problem.ts';
import type { AnalysisProgress, Ports } from '../ports.ts';
import { createThreadRunner, type ThreadProblems } from './run-on-thread.ts';

const PROBLEMS: ThreadProblems = {
  tooLarge: fail(
    'too-large',
    'This capture holds more sessions than fit into memory.',
    'Cut it first, for example: tcpdump -r FILE -w SMALLER net 104.192.141.0/24',
  ),
  bug: fail(
    'bug',
    'The analysis of this file went wrong inside the program.',
    'Please report it with the file; your case is kept.',
  ),
  cancelled: fail('cancelled', 'Reading was stopped.', 'Open the file again to read it to its end.'),
};

/**
 * What dies young is collected sooner than V8 would by itself: a reader of sessions needs no more room for it, and the
 * rest of the 120 MB an analysis may take is for the sessions (docs/performance.md).
 */
const ANALYSIS_LIMITS = { maxYoungGenerationSizeMb: 12 };

/** What a thread that has read an ordinary case has; one that has read a very large one gives its memory back. */
const KEPT_HEAP_BYTES = 64e6;

/**
 * Analyses on a worker thread, and keeps it for the next. `workerFile` is the bundled worker beside the main program.
 *
 * @param rehearsal a short capture: what is called for every packet is compiled when it has been read
 */
export function systemAnalysis(
  workerFile: string,
  resourcesFolder: string,
  rehearsal: string,
): Pick<Ports, 'startAnalysis' | 'prepareAnalysis'> {
  const threads = createThreadRunner<readonly string[], AnalysisProgress, Analysis>(
    workerFile,
    { resourcesFolder },
    { problems: PROBLEMS, resourceLimits: ANALYSIS_LIMITS, keptHeapBytes: KEPT_HEAP_BYTES },
  );
  return {
    startAnalysis: (paths, onProgress) => threads.run(paths, onProgress),
    prepareAnalysis: () => {
      if (!threads.isReady()) threads.run([rehearsal], () => {});
    },
  };
}

export const workerBeside = (programFolder: string): string => join(programFolder, 'analysis-worker.cjs');

import { join } from 'node:path';
import type { Analysis } from '../../contract/analysis.ts';
import { fail } from '../../contract/problem.ts';
import type { AnalysisProgress, StartAnalysis } from '../ports.ts';
import { runOnThread, type ThreadProblems } from './run-on-thread.ts';

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

/** Analyses on a worker thread. `workerFile` is the bundled worker beside the main program. */
export const createStartAnalysis =
  (workerFile: string, resourcesFolder: string): StartAnalysis =>
  (paths, onProgress) =>
    runOnThread<AnalysisProgress, Analysis>(workerFile, { paths, resourcesFolder }, onProgress, {
      problems: PROBLEMS,
      resourceLimits: ANALYSIS_LIMITS,
    });

export const workerBeside = (programFolder: string): string => join(programFolder, 'analysis-worker.cjs');

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Analysis } from '../../contract/analysis.ts';
import { fail, type Result } from '../../contract/problem.ts';
import type { AnalysisProgress, StartAnalysis } from '../ports.ts';

type Message =
  | { readonly kind: 'progress'; readonly progress: AnalysisProgress }
  | { readonly kind: 'result'; readonly result: Result<Analysis> };

/**
 * What dies young is collected sooner than V8 would by itself: a reader of sessions needs no more room for it, and the
 * rest of the 120 MB an analysis may take is for the sessions (docs/performance.md).
 */
const ANALYSIS_LIMITS = { maxYoungGenerationSizeMb: 12 };

/** Analyses on a worker thread. `workerFile` is the bundled worker beside the main program. */
export function createStartAnalysis(workerFile: string, resourcesFolder: string): StartAnalysis {
  return (path, onProgress) => {
    const worker = new Worker(workerFile, {
      workerData: { path, resourcesFolder },
      resourceLimits: ANALYSIS_LIMITS,
    });
    let settle: (result: Result<Analysis>) => void = () => {};
    const result = new Promise<Result<Analysis>>((resolve) => {
      settle = resolve;
    });
    worker.on('message', (message: Message) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else settle(message.result);
    });
    worker.on('error', (error: Error & { code?: string }) => {
      const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      settle(
        outOfMemory
          ? fail(
              'too-large',
              'This capture holds more sessions than fit into memory.',
              'Cut it first, for example: tcpdump -r FILE -w SMALLER net 104.192.141.0/24',
            )
          : fail(
              'bug',
              'The analysis of this file went wrong inside the program.',
              'Please report it with the file; your case is kept.',
            ),
      );
    });
    worker.on('exit', () =>
      settle(fail('cancelled', 'Reading was stopped.', 'Open the file again to read it to its end.')),
    );
    return {
      result,
      cancel: () => {
        void worker.terminate();
      },
    };
  };
}

export const WORKER_FILE = 'analysis-worker.cjs';

export const workerBeside = (programFolder: string): string => join(programFolder, WORKER_FILE);

import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Analysis } from '../../contract/analysis.ts';
import { fail, type Result } from '../../contract/problem.ts';
import type { AnalysisProgress, StartAnalysis } from '../ports.ts';

/** What the thread is told, once. */
export type AnalysisOrder = { readonly path: string; readonly resourcesFolder: string };

/** What the thread says: progress, then one result, then nothing. */
export type AnalysisMessage =
  | { readonly kind: 'progress'; readonly progress: AnalysisProgress }
  | { readonly kind: 'result'; readonly result: Result<Analysis> };

const cancelled = (): Result<Analysis> =>
  fail('cancelled', 'Reading was stopped.', 'Open the file again to read it to its end.');

const broken = (error: unknown): Result<Analysis> =>
  fail(
    'bug',
    `The analysis broke off: ${String(error)}`,
    'Open the file again; if it happens again, report it.',
  );

/**
 * The port that runs each analysis on a thread of its own. The thread ends with its result, or at once when
 * cancelled.
 *
 * @param programFolder absolute folder the bundled programs lie in
 */
export const createStartAnalysis =
  (programFolder: string, resourcesFolder: string): StartAnalysis =>
  (path, onProgress) => {
    const workerData: AnalysisOrder = { path, resourcesFolder };
    const worker = new Worker(join(programFolder, 'analysis-worker.cjs'), { workerData });
    let stopped = false;
    const result = new Promise<Result<Analysis>>((resolve) => {
      worker.on('message', (message: AnalysisMessage) => {
        if (stopped) return;
        if (message.kind === 'progress') onProgress(message.progress);
        else resolve(message.result);
      });
      worker.on('error', (error) => resolve(broken(error)));
      worker.on('exit', (code) => resolve(stopped ? cancelled() : broken(`exit ${code}`)));
    });
    const cancel = (): void => {
      stopped = true;
      void worker.terminate();
    };
    return { result, cancel };
  };

import { parentPort, workerData } from 'node:worker_threads';
import type { Result } from '../../contract/problem.ts';

/**
 * The other end of `run-on-thread.ts`: does the work that this thread was started for and answers with its one result. A
 * bug reaches the main process as the thread's error event.
 *
 * @param work gets the thread's data, and tells how far it is with what the starter understands
 */
export function answerAsThread<O, P, T>(
  work: (order: O, onProgress: (progress: P) => void) => Promise<Result<T>>,
): void {
  work(workerData as O, (progress) => parentPort?.postMessage({ kind: 'progress', progress })).then(
    (result) => parentPort?.postMessage({ kind: 'result', result }),
    (error: unknown) => {
      queueMicrotask(() => {
        throw error;
      });
    },
  );
}

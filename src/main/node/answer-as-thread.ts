import { getHeapStatistics } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import type { Result } from '../../contract/problem.ts';
import type { ThreadMessage } from './run-on-thread.ts';

/**
 * The other end of `run-on-thread.ts`: does the work of every order and answers with its one result. A bug reaches the main
 * process as the thread's error event.
 *
 * @param work gets the order, and tells how far it is with what the starter understands
 */
export function answerAsThread<O, P, T>(
  work: (order: O, onProgress: (progress: P) => void) => Promise<Result<T>>,
): void {
  const say = (message: ThreadMessage<P, T>): void => parentPort?.postMessage(message);
  parentPort?.on('message', (order: O) => {
    work(order, (progress) => say({ kind: 'progress', progress })).then(
      (result) => say({ kind: 'result', result, heapBytes: getHeapStatistics().total_heap_size }),
      (error: unknown) => {
        queueMicrotask(() => {
          throw error;
        });
      },
    );
  });
}

import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { fail, Result } from '../../contract/problem.ts';

type Message<P, T> =
  | { readonly kind: 'progress'; readonly progress: P }
  | { readonly kind: 'result'; readonly result: Result<T> };

/** Work on a thread of its own. `cancel` may be called twice; the result is then the problem for it. */
export interface ThreadRun<T> {
  readonly result: Promise<Result<T>>;
  readonly cancel: () => void;
}

/** What is answered when there is not enough memory, when the worker throws, and when it is cancelled. */
export interface ThreadProblems {
  readonly tooLarge: ReturnType<typeof fail>;
  readonly bug: ReturnType<typeof fail>;
  readonly cancelled: ReturnType<typeof fail>;
}

export interface ThreadOptions {
  readonly problems: ThreadProblems;
  readonly resourceLimits?: ResourceLimits;
}

/**
 * Runs a bundled worker to its one result. What ends it otherwise becomes one of the problems.
 *
 * @param workerData copied to the thread (structured clone)
 */
export function runOnThread<P, T>(
  workerFile: string,
  workerData: unknown,
  onProgress: (progress: P) => void,
  { problems, resourceLimits = {} }: ThreadOptions,
): ThreadRun<T> {
  const worker = new Worker(workerFile, { workerData, resourceLimits });
  let settle: (result: Result<T>) => void = () => {};
  const result = new Promise<Result<T>>((resolve) => {
    settle = resolve;
  });
  worker.on('message', (message: Message<P, T>) => {
    if (message.kind === 'progress') onProgress(message.progress);
    else settle(message.result);
  });
  worker.on('error', (error: Error & { code?: string }) => {
    settle(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? problems.tooLarge : problems.bug);
  });
  worker.on('exit', () => settle(problems.cancelled));
  return {
    result,
    cancel: () => {
      void worker.terminate();
    },
  };
}

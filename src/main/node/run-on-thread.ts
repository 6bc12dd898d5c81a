import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { fail, Result } from '../../contract/problem.ts';

/** What a thread says of its work; with its one result how large its heap has become, in bytes. */
export type ThreadMessage<P, T> =
  | { readonly kind: 'progress'; readonly progress: P }
  | { readonly kind: 'result'; readonly result: Result<T>; readonly heapBytes: number };

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
  /** A thread that has done its work waits for the next when its heap is at most that large; 0 for never. */
  readonly keptHeapBytes?: number;
}

export interface ThreadRunner<O, P, T> {
  /** Whether a thread waits for the next order. */
  isReady(): boolean;
  /** @param order copied to the thread (structured clone) */
  run(order: O, onProgress: (progress: P) => void): ThreadRun<T>;
}

interface Job<P, T> {
  readonly onProgress: (progress: P) => void;
  readonly settle: (result: Result<T>) => void;
}

interface Thread<P, T> {
  readonly worker: Worker;
  job: Job<P, T> | null;
  isEnding: boolean;
}

/**
 * Runs orders on threads of a bundled worker (`answer-as-thread.ts`), each to its one result. What ends a thread otherwise
 * becomes one of the problems of its order.
 *
 * @param workerData copied to every thread as it starts
 */
export function createThreadRunner<O, P, T>(
  workerFile: string,
  workerData: unknown,
  { problems, resourceLimits = {}, keptHeapBytes = 0 }: ThreadOptions,
): ThreadRunner<O, P, T> {
  let waiting: Thread<P, T> | null = null;

  function start(): Thread<P, T> {
    const worker = new Worker(workerFile, { workerData, resourceLimits });
    const thread: Thread<P, T> = { worker, job: null, isEnding: false };
    const settle = (result: Result<T>): void => {
      if (waiting === thread) waiting = null;
      thread.job?.settle(result);
      thread.job = null;
    };
    worker.on('message', (message: ThreadMessage<P, T>) => {
      if (message.kind === 'progress') thread.job?.onProgress(message.progress);
      else {
        settle(message.result);
        if (waiting === null && !thread.isEnding && message.heapBytes <= keptHeapBytes) rest(thread);
        else end(thread);
      }
    });
    worker.on('error', (error: Error & { code?: string }) =>
      settle(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? problems.tooLarge : problems.bug),
    );
    worker.on('exit', () => settle(problems.cancelled));
    return thread;
  }

  function end(thread: Thread<P, T>): void {
    thread.isEnding = true;
    void thread.worker.terminate();
  }

  /** Nobody who wants to leave waits for a thread that has nothing to do. */
  function rest(thread: Thread<P, T>): void {
    thread.worker.unref();
    waiting = thread;
  }

  return {
    isReady: () => waiting !== null,
    run(order, onProgress) {
      const thread = waiting ?? start();
      waiting = null;
      thread.worker.ref();
      let job: Job<P, T> | null = null;
      const result = new Promise<Result<T>>((settle) => {
        job = { onProgress, settle };
      });
      thread.job = job;
      thread.worker.postMessage(order);
      return {
        result,
        cancel: () => {
          // Once its order is settled the thread may be at work for another.
          if (thread.job !== job) return;
          end(thread);
          // Not when it has ended: that may take its time, and nobody is to wait for it.
          thread.job?.settle(problems.cancelled);
          thread.job = null;
        },
      };
    },
  };
}

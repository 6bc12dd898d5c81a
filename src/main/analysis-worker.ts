import { parentPort, workerData } from 'node:worker_threads';
import type { AnalysisProgress } from './ports.ts';
import { analyseCaptures } from './services/analyse-captures.ts';
import { loadProductFacts } from './services/product-facts.ts';

/**
 * Runs one analysis on a thread of its own, so that the window never waits for it. Cancelling ends the thread.
 * The path comes from the main process, which got it from the system's own dialog or a dropped file.
 */
interface Order {
  readonly path: string;
  readonly resourcesFolder: string;
}

const PROGRESS_MS = 100;

async function work({ path, resourcesFolder }: Order): Promise<void> {
  let lastReport = 0;
  const result = await analyseCaptures(
    { paths: [path], targets: [], selection: 'target-or-reset' },
    loadProductFacts(resourcesFolder),
    {
      onProgress: (progress) => {
        const now = performance.now();
        if (now - lastReport < PROGRESS_MS) return;
        lastReport = now;
        parentPort?.postMessage({ kind: 'progress', progress: progress satisfies AnalysisProgress });
      },
    },
  );
  parentPort?.postMessage({ kind: 'result', result });
}

// A bug in the worker reaches the main process as the thread's error event.
void work(workerData as Order).catch((error: unknown) => {
  queueMicrotask(() => {
    throw error;
  });
});

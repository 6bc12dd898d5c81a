import { parentPort, workerData } from 'node:worker_threads';
import { analyseCaptures } from '../services/analyse-captures.ts';
import { loadProductFacts } from '../services/product-facts.ts';
import type { AnalysisMessage, AnalysisOrder } from './start-analysis.ts';

/** Progress goes out ten times a second, which is as often as anybody can read it. */
const PROGRESS_MS = 100;

const tell = (message: AnalysisMessage): void => parentPort?.postMessage(message);

/** Runs one analysis on a thread of its own, so that the window never waits for it. Cancelling ends the thread. */
const run = async ({ path, resourcesFolder }: AnalysisOrder): Promise<void> => {
  let toldAt = 0;
  const request = { paths: [path], targets: [], selection: 'target-or-reset' } as const;
  const result = await analyseCaptures(request, loadProductFacts(resourcesFolder), {
    onProgress: (progress) => {
      const now = performance.now();
      if (now - toldAt < PROGRESS_MS) return;
      toldAt = now;
      tell({ kind: 'progress', progress });
    },
  });
  tell({ kind: 'result', result });
};

void run(workerData as AnalysisOrder);

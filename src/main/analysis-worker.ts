import { workerData } from 'node:worker_threads';
import type { Analysis } from '../contract/analysis.ts';
import { answerAsThread } from './node/answer-as-thread.ts';
import type { AnalysisProgress } from './ports.ts';
import { analyseCaptures } from './services/analyse-captures.ts';
import { loadProductFacts } from './services/product-facts.ts';

/**
 * Runs analyses on a thread of its own, so that the window never waits for one. Cancelling ends the thread. The paths come
 * from the main process, which got them from the system's own dialog or dropped files.
 */
const { resourcesFolder } = workerData as { readonly resourcesFolder: string };

const PROGRESS_MS = 100;

const facts = loadProductFacts(resourcesFolder);

answerAsThread<readonly string[], AnalysisProgress, Analysis>(async (paths, onProgress) => {
  let lastReport = 0;
  return analyseCaptures({ paths, targets: [], selection: 'target-or-reset' }, facts, {
    onProgress: (progress) => {
      const now = performance.now();
      if (now - lastReport < PROGRESS_MS) return;
      lastReport = now;
      onProgress(progress);
    },
  });
});

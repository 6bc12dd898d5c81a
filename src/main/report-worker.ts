import { workerData } from 'node:worker_threads';
import type { ReportProgress } from '../contract/report.ts';
import { answerAsThread } from './node/answer-as-thread.ts';
import type { ReportOrder } from './ports.ts';
import { loadProductFacts } from './services/product-facts.ts';
import { type MadeFile, makeWholeReport } from './services/report-files.ts';

/**
 * Makes one report on a thread of its own, so that the window never waits for it. Cancelling ends the thread. The paths of
 * captures come from the main process, which keeps them with the case.
 */
const { resourcesFolder } = workerData as { readonly resourcesFolder: string };

answerAsThread<ReportOrder, ReportProgress, MadeFile[]>(async ({ request, facts, captures }, onProgress) => {
  const { playbook } = loadProductFacts(resourcesFolder);
  const ports = { ...facts, now: () => facts.at };
  return makeWholeReport(request, ports, { ...captures, playbook }, onProgress);
});

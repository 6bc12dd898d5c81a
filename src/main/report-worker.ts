import { parentPort, workerData } from 'node:worker_threads';
import type { ReportProgress } from '../contract/report.ts';
import type { ReportOrder } from './ports.ts';
import { loadProductFacts } from './services/product-facts.ts';
import { makeWholeReport } from './services/report-files.ts';

/**
 * Makes one report on a thread of its own, so that the window never waits for it. Cancelling ends the thread. The paths of
 * captures come from the main process, which keeps them with the case.
 */
interface Order {
  readonly order: ReportOrder;
  readonly resourcesFolder: string;
}

async function work({ order, resourcesFolder }: Order): Promise<void> {
  const { playbook } = loadProductFacts(resourcesFolder);
  const { request, facts, captures } = order;
  const result = await makeWholeReport(
    request,
    { ...facts, now: () => facts.at },
    { ...captures, playbook },
    (progress) => parentPort?.postMessage({ kind: 'progress', progress: progress satisfies ReportProgress }),
  );
  parentPort?.postMessage({ kind: 'result', result });
}

// A bug in the worker reaches the main process as the thread's error event.
void work(workerData as Order).catch((error: unknown) => {
  queueMicrotask(() => {
    throw error;
  });
});

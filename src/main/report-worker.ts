import type { ReportProgress } from '../contract/report.ts';
import { answerAsThread } from './node/answer-as-thread.ts';
import type { ReportOrder } from './ports.ts';
import { loadProductFacts } from './services/product-facts.ts';
import { type MadeFile, makeWholeReport } from './services/report-files.ts';

/**
 * Makes one report on a thread of its own, so that the window never waits for it. Cancelling ends the thread. The paths of
 * captures come from the main process, which keeps them with the case.
 */
interface Order {
  readonly order: ReportOrder;
  readonly resourcesFolder: string;
}

answerAsThread<Order, ReportProgress, MadeFile[]>(async ({ order, resourcesFolder }, onProgress) => {
  const { playbook } = loadProductFacts(resourcesFolder);
  const { request, facts, captures } = order;
  const ports = { ...facts, now: () => facts.at };
  return makeWholeReport(request, ports, { ...captures, playbook }, onProgress);
});

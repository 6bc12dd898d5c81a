import { parentPort, workerData } from 'node:worker_threads';
import type { LiveReset } from '../contract/live-capture.ts';
import { createLiveReading, type LiveCounts } from './services/live-reading.ts';
import { loadProductFacts } from './services/product-facts.ts';

/** Reads a growing capture on a thread of its own. Tells what it found ten times a second, and once more at the end. */
export interface LiveOrder {
  readonly targets: readonly string[];
  readonly resourcesFolder: string;
}
export type ToLiveWorker =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'finish' };
export interface FromLiveWorker {
  /** Bytes read so far, so that the sender knows how far behind we are. */
  readonly taken: number;
  readonly counts: LiveCounts;
  readonly resets: readonly LiveReset[];
  readonly isLast: boolean;
}

const REPORT_MS = 100;

const { targets, resourcesFolder } = workerData as LiveOrder;
const reading = createLiveReading(loadProductFacts(resourcesFolder), targets);
let taken = 0;
const report = (isLast: boolean): void => {
  const message: FromLiveWorker = { taken, counts: reading.counts(), resets: reading.newResets(), isLast };
  parentPort?.postMessage(message);
};
const clock = setInterval(() => report(false), REPORT_MS);
parentPort?.on('message', (message: ToLiveWorker) => {
  if (message.kind === 'bytes') {
    reading.push(message.bytes);
    taken += message.bytes.length;
    return;
  }
  clearInterval(clock);
  report(true);
  parentPort?.close();
});

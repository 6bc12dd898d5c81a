import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LiveReset } from '../../contract/live-capture.ts';
import type { FromLiveWorker, LiveOrder, ToLiveWorker } from '../live-worker.ts';
import type { LiveReader } from '../ports.ts';
import { createLiveReading } from '../services/live-reading.ts';
import type { ProductFacts } from '../services/product-facts.ts';

/** Reads on this thread: for the command line, where nobody waits for a window. */
export function readHere(facts: ProductFacts, targets: readonly string[]): LiveReader {
  const reading = createLiveReading(facts, targets);
  return {
    push: async (bytes) => reading.push(bytes),
    counts: reading.counts,
    newResets: reading.newResets,
    finish: async () => {},
  };
}

/** The sender waits when the thread is this far behind. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;

export const liveWorkerBeside = (programFolder: string): string => join(programFolder, 'live-worker.cjs');

/** Reads on a worker thread. When that breaks, the capture goes on uncounted; the file is what matters. */
export function readOnThread(
  workerFile: string,
  resourcesFolder: string,
  targets: readonly string[],
): LiveReader {
  const workerData: LiveOrder = { targets, resourcesFolder };
  const worker = new Worker(workerFile, { workerData });
  let counts = { packets: 0, sessions: 0, resets: 0 };
  let found: LiveReset[] = [];
  let sent = 0;
  let taken = 0;
  let isGone = false;
  let wake: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      isGone = true;
      wake();
      resolve();
    });
  });
  worker.on('error', (error) => console.error('live reading:', error));
  worker.on('message', (message: FromLiveWorker) => {
    counts = message.counts;
    taken = message.taken;
    found.push(...message.resets);
    wake();
  });
  const post = (message: ToLiveWorker): void => worker.postMessage(message);
  return {
    push: async (bytes) => {
      if (isGone) return;
      post({ kind: 'bytes', bytes });
      sent += bytes.length;
      while (sent - taken > MOST_UNREAD_BYTES && !isGone)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
    counts: () => counts,
    newResets: () => {
      const fresh = found;
      found = [];
      return fresh;
    },
    finish: async () => {
      post({ kind: 'finish' });
      await gone;
    },
  };
}

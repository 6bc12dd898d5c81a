import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Fault } from './fuzz-loop.ts';
import { type FuzzMessage, type FuzzOrder, WATCH } from './fuzz-worker-contract.ts';

export interface FuzzWish {
  readonly name: string;
  readonly seed: number;
  readonly forMs: number;
  readonly mostRuns: number;
  /** How long one input may take until its thread is ended. */
  readonly hangMs: number;
  /** By how much the process may grow meanwhile, in megabytes. */
  readonly memoryMb: number;
  readonly isGuided: boolean;
  readonly endsAtFirst: boolean;
  /** Told of each fault as it is found. */
  readonly onFault: (fault: Fault) => void;
}

export interface FuzzOutcome {
  readonly name: string;
  readonly runs: number;
  readonly kept: number;
  readonly slowestMs: number;
  readonly blocks: number;
  readonly knownBlocks: number;
  readonly faults: readonly Fault[];
  readonly seconds: number;
}

const LONGEST_INPUT = 1 << 17;
const LOOK_MS = 100;

/** Fuzzes one reader on a thread of its own, which is ended, and begun anew, when an input hangs it or takes all memory. */
export async function watchFuzzing(wish: FuzzWish): Promise<FuzzOutcome> {
  const startedAt = Date.now();
  const untilMs = startedAt + wish.forMs;
  const kept: Uint8Array[] = [];
  const faults: Fault[] = [];
  let sum = { runs: 0, kept: 0, slowestMs: 0, blocks: 0, known: 0 };
  const found = (fault: Fault): void => {
    if (faults.some(({ signature }) => signature === fault.signature)) return;
    faults.push(fault);
    wish.onFault(fault);
  };
  for (let thread = 0; ; thread += 1) {
    const watch = new SharedArrayBuffer(WATCH.inputAt + LONGEST_INPUT);
    const mostRuns = wish.mostRuns - sum.runs;
    const order: FuzzOrder = {
      ...{
        name: wish.name,
        seed: wish.seed + thread,
        isGuided: wish.isGuided,
        endsAtFirst: wish.endsAtFirst,
      },
      untilMs,
      mostRuns,
      kept,
      watch,
    };
    const ended = await runThread(order, wish, (message) => {
      if (message.kind === 'kept') kept.push(message.input);
      else if (message.kind === 'fault') found(message.fault);
      else
        sum = {
          ...message,
          runs: sum.runs + message.runs,
          slowestMs: Math.max(sum.slowestMs, message.slowestMs),
        };
    });
    if (ended === null) break;
    found(ended.fault);
    sum = { ...sum, runs: sum.runs + ended.runs };
    if (Date.now() >= untilMs || sum.runs >= wish.mostRuns || wish.endsAtFirst) break;
  }
  const { known, ...counts } = sum;
  return {
    ...counts,
    ...{ name: wish.name, knownBlocks: known, faults, seconds: (Date.now() - startedAt) / 1000 },
  };
}

/** @returns null when the thread came to its end, else what ended it */
function runThread(
  order: FuzzOrder,
  { hangMs, memoryMb }: Pick<FuzzWish, 'hangMs' | 'memoryMb'>,
  hears: (message: FuzzMessage) => void,
): Promise<{ readonly fault: Fault; readonly runs: number } | null> {
  const words = new Int32Array(order.watch, 0, 4);
  const current = (): Uint8Array =>
    new Uint8Array(order.watch, WATCH.inputAt, words[WATCH.length] as number).slice();
  const runs = (): number => Atomics.load(words, WATCH.begun);
  const mostResident = process.memoryUsage.rss() + memoryMb * 1e6;
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'fuzz-worker.ts'), {
      workerData: order,
      // Far beyond the bound above: V8 ends the whole process, not the thread, when some allocations do not fit.
      resourceLimits: { maxOldGenerationSizeMb: 4 * memoryMb },
    });
    let isOver = false;
    let lastRuns = 0;
    let since = Date.now();
    const look = setInterval(() => {
      const begun = runs();
      if (begun !== lastRuns) [lastRuns, since] = [begun, Date.now()];
      const isRunning = begun > Atomics.load(words, WATCH.ended);
      if (isRunning && Date.now() - since > hangMs) stop('hung', `one run took more than ${hangMs} ms`);
      else if (process.memoryUsage.rss() > mostResident) stop('memory', 'the process grew beyond its bound');
    }, LOOK_MS);
    const over = (): boolean => {
      clearInterval(look);
      const wasOver = isOver;
      isOver = true;
      return wasOver;
    };
    function stop(kind: 'hung' | 'memory', details: string): void {
      const fault = { kind, signature: kind, details, input: current() };
      if (over()) return;
      void worker.terminate().then(() => resolve({ fault, runs: runs() }));
    }
    worker.on('message', (message: FuzzMessage) => {
      if (isOver) return;
      hears(message);
      if (message.kind === 'end' && !over()) resolve(null);
    });
    worker.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') stop('memory', 'its heap was full');
      else if (!over()) reject(error);
    });
  });
}

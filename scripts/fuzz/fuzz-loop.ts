import type { Reached } from './count-blocks.ts';
import type { Draw } from './draw.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { minimise } from './minimise.ts';
import { mutate } from './mutate.ts';

/** What an input did to its reader. */
export interface Fault {
  readonly kind: 'threw' | 'slow' | 'hung' | 'memory';
  /** What it threw and where, without what differs from one input to the next: the same fault is told once. */
  readonly signature: string;
  readonly details: string;
  readonly input: Uint8Array;
}

/** Processor time of one run from which a reader is called slow: inputs are short, and reading is linear. */
const SLOW_MS = 1500;
/** What a run may take before its processor time is looked at. */
const WORTH_LOOKING_MS = 500;
/** Most inputs to change are taken from the newest, which are the nearest to what was never reached: of so many, 0 for all. */
const NEWEST = [2, 2, 24, 0];

export interface LoopPorts {
  readonly draw: Draw;
  readonly reached: Reached;
  /** Told before each run; what is not told after it has hung. */
  readonly begins: (input: Uint8Array) => void;
  readonly ended: () => void;
  /** An input that reached something new. */
  readonly keeps: (input: Uint8Array) => void;
  readonly found: (fault: Fault) => void;
  /** Whether to go on after so many runs. */
  readonly goesOn: (runs: number) => boolean;
}

export interface LoopEnd {
  readonly runs: number;
  readonly kept: number;
  readonly slowestMs: number;
}

/** Feeds a reader with inputs that are changed again and again, and keeps those that reach what none reached before. */
export async function fuzz(
  target: FuzzTarget,
  seeds: readonly Uint8Array[],
  ports: LoopPorts,
): Promise<LoopEnd> {
  const { draw, reached } = ports;
  const corpus: Uint8Array[] = [];
  const known = new Set<string>();
  let runs = 0;
  let slowestMs = 0;

  async function tryOut(input: Uint8Array): Promise<Fault | null> {
    ports.begins(input);
    const startedAt = performance.now();
    const cpu = process.threadCpuUsage();
    const thrown = await runOnce(target, input);
    const wallMs = performance.now() - startedAt;
    ports.ended();
    runs += 1;
    if (wallMs > WORTH_LOOKING_MS) {
      const used = process.threadCpuUsage(cpu);
      const cpuMs = (used.user + used.system) / 1000;
      slowestMs = Math.max(slowestMs, cpuMs);
      if (thrown === null && cpuMs > SLOW_MS)
        return { kind: 'slow', signature: 'slow', details: `${Math.round(cpuMs)} ms`, input };
    } else slowestMs = Math.max(slowestMs, wallMs);
    return thrown;
  }

  async function take(input: Uint8Array): Promise<void> {
    const fault = await tryOut(input);
    const isNew = reached.take();
    if (fault !== null) {
      if (known.has(fault.signature)) return;
      known.add(fault.signature);
      const shows = async (candidate: Uint8Array) => (await tryOut(candidate))?.signature === fault.signature;
      const least = fault.kind === 'slow' ? input : await minimise(input, shows);
      ports.found({ ...fault, input: least });
      reached.take();
    } else if (isNew) {
      corpus.push(input);
      ports.keeps(input);
    }
  }

  for (const seed of seeds) await take(seed.slice(0, target.mostBytes));
  if (corpus.length === 0) corpus.push(new Uint8Array(8));
  while (ports.goesOn(runs)) {
    const newest = draw.oneOf(NEWEST);
    const from = newest === 0 ? 0 : Math.max(0, corpus.length - newest);
    const parent = corpus[from + draw.below(corpus.length - from)] as Uint8Array;
    await take(mutate(parent, draw, corpus, target.dictionary, target.mostBytes));
  }
  return { runs, kept: corpus.length, slowestMs };
}

async function runOnce(target: FuzzTarget, input: Uint8Array): Promise<Fault | null> {
  try {
    const running = target.run(input);
    if (running !== undefined) await running;
    return null;
  } catch (error) {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const where =
      stack.split('\n').find((line) => line.includes('/src/') || line.includes('/targets/')) ?? '';
    const place = where.replace(/^.*\/(src|targets)\//, '$1/').replace(/:\d+\)?$/, '');
    const words = message.slice(0, 120).replace(/….*/s, '').replace(/\d+/g, 'N');
    return {
      kind: 'threw',
      signature: `${name}: ${words} at ${place}`,
      details: stack.slice(0, 3000),
      input,
    };
  }
}

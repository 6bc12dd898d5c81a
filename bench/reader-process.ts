import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyseCaptures } from '../src/main/services/analyse-captures.ts';
import { loadProductFacts } from '../src/main/services/product-facts.ts';

/**
 * A process that is running already and reads a capture when it is told to, as the window's worker does.
 *
 * Over IPC it is given an {@link Order} and answers with a {@link Reading}.
 */
export interface Order {
  readonly path: string;
  /** Collects all garbage first, after which V8 has to compile again: such a reading says nothing about time. */
  readonly forMemory: boolean;
}

export interface Reading {
  readonly milliseconds: number;
  readonly packets: number;
  readonly sessions: number;
  readonly resets: number;
  /** The most memory resident while reading, less what was resident before, in bytes (Linux, proc(5)). */
  readonly memoryBytes: number;
}

const residentPeak = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? Number.NaN) * 1024;

const facts = loadProductFacts(join(import.meta.dirname, '..', 'resources'));

process.on('message', async ({ path, forMemory }: Order) => {
  if (forMemory) globalThis.gc?.();
  writeFileSync('/proc/self/clear_refs', '5');
  const before = residentPeak();
  const startedAt = performance.now();
  const read = await analyseCaptures({ paths: [path], targets: [], selection: 'target-or-reset' }, facts);
  const milliseconds = performance.now() - startedAt;
  if (!read.ok) throw new Error(read.problem.message);
  const { counts, tcp } = read.value;
  const reading: Reading = {
    milliseconds,
    packets: counts.packets,
    sessions: tcp.sessions,
    resets: tcp.resets,
    memoryBytes: residentPeak() - before,
  };
  process.send?.(reading);
});

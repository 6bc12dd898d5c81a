import { parentPort, workerData } from 'node:worker_threads';
import { countBlocksOf, createReached, knownBlocks } from './count-blocks.ts';
import { createDraw } from './draw.ts';
import { findTarget } from './find-target.ts';
import { fuzz } from './fuzz-loop.ts';
import { type FuzzMessage, type FuzzOrder, WATCH } from './fuzz-worker-contract.ts';

const tell = (message: FuzzMessage): void => parentPort?.postMessage(message);

const { name, seed, untilMs, mostRuns, isGuided, endsAtFirst, kept, watch } = workerData as FuzzOrder;
if (isGuided) countBlocksOf((path) => /[/\\](src|targets)[/\\]/.test(path));
const target = await findTarget(name);
const words = new Int32Array(watch, 0, 4);
const room = new Uint8Array(watch, WATCH.inputAt);
const reached = createReached();
reached.take();
const seeds = [...(await target.seeds()), ...kept];
let isFaulty = false;
const end = await fuzz(target, seeds, {
  draw: createDraw(seed),
  reached,
  begins(input) {
    room.set(input.subarray(0, room.length));
    words[WATCH.length] = input.length;
    Atomics.add(words, WATCH.begun, 1);
  },
  ended: () => void Atomics.add(words, WATCH.ended, 1),
  keeps: (input) => tell({ kind: 'kept', input }),
  found(fault) {
    isFaulty = true;
    tell({ kind: 'fault', fault });
  },
  goesOn: (runs) => runs < mostRuns && Date.now() < untilMs && !(endsAtFirst && isFaulty),
});
tell({ kind: 'end', ...end, blocks: reached.blocks, known: knownBlocks() });

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PLANTED_NAMES, TARGET_NAMES } from './find-target.ts';
import type { Fault } from './fuzz-loop.ts';
import { type FuzzOutcome, watchFuzzing } from './watch-fuzzing.ts';

/**
 * Feeds the readers of bytes from elsewhere with damaged inputs, guided by which blocks of the program they reach
 * (docs/fuzzing.md). What fails is saved in `fuzz/`, and the exit code is 1. `--blind` counts no blocks and so begins sooner,
 * `--first` leaves a target after its first fault.
 *
 * usage: npm run fuzz [-- --minutes 5] [--runs N] [--target NAME]... [--seed S] [--hang MILLISECONDS]
 *        [--memory MEGABYTES] [--blind] [--first]
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    runs: { type: 'string' },
    target: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    hang: { type: 'string', default: '10000' },
    memory: { type: 'string', default: '1500' },
    first: { type: 'boolean', default: false },
    blind: { type: 'boolean', default: false },
    out: { type: 'string', default: join(import.meta.dirname, '..', '..', 'fuzz') },
  },
});

function save(name: string, { kind, signature, details, input }: Fault): void {
  const folder = join(values.out, name);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${kind}-${createHash('sha256').update(signature).digest('hex').slice(0, 8)}`);
  writeFileSync(path, input);
  writeFileSync(`${path}.txt`, `${signature}\n${details}\n`);
  console.log(`${name}: ${signature}\n  ${input.length} bytes in ${path}`);
}

const row = ({ name, runs, seconds, kept, blocks, knownBlocks, slowestMs, faults }: FuzzOutcome): string =>
  `| ${name} | ${runs} | ${Math.round(runs / seconds)} | ${kept} | ${blocks} of ${knownBlocks} | ${slowestMs.toFixed(0)} | ${faults.length} |`;

async function main(): Promise<number> {
  const names = values.target ?? TARGET_NAMES;
  const known: readonly string[] = [...TARGET_NAMES, ...PLANTED_NAMES];
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined) {
    console.error(`There is no target ${strange}. There are: ${TARGET_NAMES.join(', ')}.`);
    return 2;
  }
  const seed = Number(values.seed);
  console.log(`seed ${seed}`);
  const outcomes: FuzzOutcome[] = [];
  for (const name of names)
    outcomes.push(
      await watchFuzzing({
        ...{
          name,
          seed,
          hangMs: Number(values.hang),
          memoryMb: Number(values.memory),
          isGuided: !values.blind,
          endsAtFirst: values.first,
        },
        forMs: (Number(values.minutes) * 60_000) / names.length,
        mostRuns: values.runs === undefined ? Number.POSITIVE_INFINITY : Number(values.runs),
        onFault: (fault) => save(name, fault),
      }),
    );
  console.log(
    [
      '| target | runs | a second | kept | blocks reached | slowest, ms | faults |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...outcomes.map(row),
    ].join('\n'),
  );
  const faults = outcomes.reduce((sum, one) => sum + one.faults.length, 0);
  console.log(`${outcomes.length} targets, ${faults} faults`);
  return faults === 0 ? 0 : 1;
}

// What the readers are given lies in files of one folder, which goes with us; a thread's `tmpdir()` is ours.
const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
Object.assign(process.env, { TMPDIR: folder, TEMP: folder, TMP: folder });
try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

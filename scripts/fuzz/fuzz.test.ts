import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withCounters } from './count-blocks.ts';
import { createDraw } from './draw.ts';
import { editDocument } from './edit-document.ts';
import { minimise } from './minimise.ts';
import { mutate } from './mutate.ts';

interface Run {
  readonly code: number | null;
  readonly text: string;
  /** The inputs that were saved, by target and kind. */
  readonly saved: Readonly<Record<string, Uint8Array>>;
}

function runFuzz(...words: string[]): Promise<Run> {
  const out = mkdtempSync(join(tmpdir(), 'fuzz-test-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run.ts'), '--out', out, ...words]);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (text += piece));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /-\w{8}$/.test(name),
      );
      const saved = files.map((name) => [
        name.replace(/\\/g, '/').replace(/-\w{8}$/, ''),
        Uint8Array.from(readFileSync(join(out, name))),
      ]);
      rmSync(out, { recursive: true });
      resolve({ code, text, saved: Object.fromEntries(saved) });
    });
  });
}

describe('faults that were planted are found', () => {
  test('one behind four comparisons, by what the inputs before it reached, and it is made as short as can be', async () => {
    const { code, saved } = await runFuzz(
      '--target',
      'planted-throw',
      '--seed',
      '1',
      '--runs',
      '400000',
      '--first',
    );
    expect(code).toBe(1);
    expect(Object.keys(saved)).toEqual(['planted-throw/threw']);
    expect(saved['planted-throw/threw']).toEqual(Uint8Array.of(5, 9, ...Buffer.from('RS')));
  }, 60_000);

  const words = ['--seed', '1', '--runs', '12', '--memory', '100', '--first'];

  test('one that never ends, with the input that did it', async () => {
    const { code, saved } = await runFuzz('--target', 'planted-hang', '--hang', '3000', ...words);
    expect(code).toBe(1);
    expect([...(saved['planted-hang/hung'] ?? [])]).toContain(0);
  }, 60_000);

  test('one that takes all memory, with the input that did it', async () => {
    const { code, saved } = await runFuzz('--target', 'planted-greed', '--hang', '40000', ...words);
    expect(code).toBe(1);
    const greedy = Uint8Array.from(saved['planted-greed/memory'] ?? []);
    expect(greedy.length).toBeGreaterThanOrEqual(4);
    expect(new DataView(greedy.buffer).getUint32(0)).toBeGreaterThan(1e5);
  }, 60_000);
});

test('the readers of bytes from elsewhere stand a short run', async () => {
  const { code, text } = await runFuzz('--seed', '7', '--runs', '30', '--minutes', '3', '--blind');
  expect(code, text).toBe(0);
  expect(text).toMatch(/9 targets, 0 faults\n$/);
  const runs = [...text.matchAll(/^\| [\w-]+ \| (\d+) \|/gm)].map(([, count]) => Number(count));
  expect(runs).toHaveLength(9);
  expect(Math.min(...runs)).toBeGreaterThanOrEqual(30);
}, 120_000);

test('a name that is no target is told, with those there are', async () => {
  const { code, text } = await runFuzz('--target', 'everything');
  expect(code).toBe(2);
  expect(text).toContain('captures, frames,');
});

describe('the parts', () => {
  test('every branch gets a counter of its own, and the module does what it did', async () => {
    const source = `export const f = (x: number): string => (x > 1 ? 'much' : x === 1 || x === -1 ? 'one' : 'none');
      export function g(x: number): number { switch (x) { case 1: return 10; default: if (x > 5) return 50; return 5; } }`;
    const counted = withCounters(source, 'a.ts');
    const numbers = [...counted.matchAll(/__blocks\[(\d+)\]\+\+/g)].map(([, number]) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toHaveLength(11);
    Object.assign(globalThis, { __blocks: new Uint8Array(1 << 16) });
    const url = `data:text/javascript,${encodeURIComponent(counted)}`;
    const { f, g } = (await import(/* @vite-ignore */ url)) as { f(x: number): string; g(x: number): number };
    expect([2, 1, -1, 0].map(f)).toEqual(['much', 'one', 'one', 'none']);
    expect([1, 6, 2].map(g)).toEqual([10, 50, 5]);
  });

  test('the same seed makes the same inputs, and none is longer than allowed', () => {
    const made = (seed: number): string[] => {
      const draw = createDraw(seed);
      const seeds = [Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), Buffer.from('GET / HTTP/1.1')];
      return Array.from({ length: 300 }, () =>
        Buffer.from(mutate(draw.oneOf(seeds), draw, seeds, [Buffer.from('word')], 200)).toString('hex'),
      );
    };
    expect(made(5)).toEqual(made(5));
    expect(made(5)).not.toEqual(made(6));
    expect(Math.max(...made(5).map(({ length }) => length))).toBeLessThanOrEqual(400);
  });

  test('minimising leaves what matters', async () => {
    const input = Uint8Array.from({ length: 500 }, (_, index) => (index === 321 ? 77 : 1 + (index % 50)));
    expect(await minimise(input, async (candidate) => candidate.includes(77))).toEqual(Uint8Array.of(77));
  });

  test('a document is changed where the bytes say, and stays itself', () => {
    const document = { a: [1, 2, { b: 'x' }], c: null };
    const before = structuredClone(document);
    const changed = new Set<string>();
    for (let byte = 0; byte < 256; byte += 1)
      for (let place = 0; place < 6; place += 1)
        changed.add(JSON.stringify(editDocument(document, Uint8Array.of(0, place, byte, byte))));
    expect(changed.size).toBeGreaterThan(100);
    expect(document).toEqual(before);
    expect(editDocument(document, new Uint8Array())).toEqual(before);
  });
});

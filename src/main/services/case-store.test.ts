import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Case } from '../../contract/case.ts';
import { applyCaseEvent, createCase } from '../../core/session/case-events.ts';
import { createCaseStore } from './case-store.ts';

const AT = '2026-11-26T09:00:00Z';
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'case-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, bytes: number): string => {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(bytes));
  return path;
};
const caseOf = (paths: readonly string[]): Case => {
  const sizeBytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  const capture = {
    kind: 'analysed',
    source: 'file',
    fileName: 'ring and 1 more',
    sizeBytes,
    analysedAt: AT,
  } as const;
  return applyCaseEvent(createCase('OTTER-42', AT), { kind: 'capture-analysed', capture }, AT);
};

test('a capture of several files is where it was while all of them are, as long as they were', async () => {
  const store = createCaseStore(folder, () => new Date(AT));
  const paths = [write('ring1', 100), write('ring2', 50)];
  const made = caseOf(paths);
  await store.folder(made.id);
  await store.writeCaptureOf(made.id, paths);
  expect(await store.captureOf(made)).toEqual(paths);
  appendFileSync(paths[1] as string, 'more');
  expect(await store.captureOf(made), 'one has grown').toBeNull();
  rmSync(paths[0] as string);
  expect(await store.captureOf(made), 'one has gone').toBeNull();
});

test('the one file that the first version of the program wrote down is still found', async () => {
  const store = createCaseStore(folder, () => new Date(AT));
  const path = write('old.pcap', 70);
  const made = caseOf([path]);
  const own = await store.folder(made.id);
  writeFileSync(join(own, 'source.json'), JSON.stringify({ schema: 'capture-source/1', path }));
  expect(await store.captureOf(made)).toEqual([path]);
});

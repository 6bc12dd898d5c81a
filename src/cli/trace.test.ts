import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadProductFacts } from '../main/services/product-facts.ts';
import { validDocument } from '../test-support/valid-document.ts';
import { exitCodeOf } from './command.ts';
import { trace } from './commands/trace.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const TRACES = join(PROJECT, 'e2e', 'fixtures', 'traces');
const folder = mkdtempSync(join(tmpdir(), 'reset-doctor-trace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly status: number | null;
  readonly stdout: string;
}

/** The command as the command line runs it, in this process: a start of Node for each case would cost a minute. */
async function cli(words: readonly string[]): Promise<Run> {
  const lines: string[] = [];
  const resourcesFolder = join(PROJECT, 'resources');
  const outcome = await trace.run(words, {
    terminal: { out: (text) => lines.push(text), note: () => {}, color: false, progress: false },
    ...{ facts: loadProductFacts(resourcesFolder), resourcesFolder, brokerFile: '', version: '0' },
    now: () => new Date(0),
  });
  if ('exit' in outcome) return { status: outcome.exit, stdout: `${lines.join('\n')}\n` };
  return { status: exitCodeOf(outcome.problem), stdout: `${JSON.stringify(outcome.problem)}\n` };
}

const saved = (name: string): string => join(TRACES, name);

describe('trace --parse', () => {
  test.each([
    ['linux-same-interleaved.txt', 'same', 'per-packet', 10],
    ['linux-same-interleaved.txt', 'varied', 'per-flow', 0],
    ['linux-same-route-change.txt', 'same', 'route-change', 10],
    ['linux-same-alias.txt', 'same', 'possible-alias', 12],
    ['linux-same-one-path.txt', 'same', 'single-path', 0],
    ['macos-same-no-header.txt', 'same', 'per-packet', 10],
    ['tracert-ja.txt', 'varied', 'unknown', 12],
    ['mtr-report.txt', 'same', 'per-packet', 10],
    ['mtr-json-095.json', 'same', 'unknown', 12],
    ['hostile.txt', 'same', 'single-path', 0],
  ])('%s, %s flow, is %s, exit %i', async (name, flow, kind, exit) => {
    const run = await cli(['--parse', saved(name), '--flow', flow, '--json']);
    expect(validDocument(run)).toMatchObject({ schema: 'paths/1', classification: { kind } });
    expect(run.status).toBe(exit);
  });

  test('--flow speaks of the file right before it, and of no other', async () => {
    const [one, two] = [saved('linux-same-interleaved.txt'), saved('linux-same-one-path.txt')];
    const flows = async (...words: string[]) =>
      (validDocument(await cli(['--parse', ...words, '--json'])).traces as { flow: string }[]).map(
        ({ flow }) => flow,
      );
    expect(await flows(one, two, '--flow', 'same')).toEqual(['unknown', 'same']);
    expect(await flows(one, '--flow', 'varied', two, '--flow', 'same')).toEqual(['varied', 'same']);
    expect(await flows('--flow', 'same', one, two)).toEqual(['same', 'unknown']);
  });

  test('without --flow nothing is proved', async () => {
    const run = await cli(['--parse', saved('linux-same-interleaved.txt'), '--json']);
    expect(validDocument(run)).toMatchObject({ classification: { kind: 'unknown', confidence: 'none' } });
    expect(run.status).toBe(12);
  });

  test('standard input, in a console’s code page, is read like a file', () => {
    const words = ['trace', '--parse', '-', '--from', 'windows', '--json'];
    const run = spawnSync(process.execPath, [join(PROJECT, 'src', 'cli', 'index.ts'), ...words], {
      ...{ encoding: 'utf8', input: readFileSync(saved('tracert-ru-866.txt')) },
    });
    expect(run.status).toBe(12);
    expect(validDocument(run)).toMatchObject({
      target: { name: 'bitbucket.org', address: '104.192.141.1' },
      traces: [{ source: 'standard input', format: 'windows', reached: true }],
    });
  });

  test('without --json it is text for people, inert, with the answer first', async () => {
    const { stdout } = await cli(['--parse', saved('hostile.txt'), '--flow', 'same']);
    expect(stdout.split('\n').slice(0, 2).join(' ')).toContain('one responder');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]|<script/u);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['an absent file', ['--parse', join(folder, 'nothing.txt')], 'not-found', 3],
    ['a folder', ['--parse', folder], 'not-readable', 3],
    ['no file', ['--parse'], 'usage', 2],
    ['a flow nobody knows', ['--parse', saved('tracert-en.txt'), '--flow', 'both'], 'usage', 2],
    ['an origin nobody knows', ['--parse', saved('tracert-en.txt'), '--from', 'vms'], 'usage', 2],
    ['--flow without --parse', ['--flow', 'same'], 'usage', 2],
    ['a protocol nobody traces', ['--protocol', 'sctp'], 'usage', 2],
    ['--protocol with --parse', ['--parse', saved('tracert-en.txt'), '--protocol', 'tcp'], 'usage', 2],
    ['--networks with --parse', ['--parse', saved('tracert-en.txt'), '--networks'], 'usage', 2],
  ])('%s gets a problem document', async (_name, words, kind, exit) => {
    const run = await cli([...words, '--json']);
    expect(validDocument(run)).toMatchObject({ schema: 'problem/1', kind });
    expect(run.status).toBe(exit);
  });

  test.each([
    ['prose', 'Dear support, my connection is slow since 3 days.\n', 'not-a-trace'],
    ['nothing', '', 'empty-file'],
    ['zeros', '\0'.repeat(5000), 'not-a-trace'],
  ])('%s is said to be none', async (name, text, kind) => {
    const path = join(folder, `${name}.txt`);
    writeFileSync(path, text);
    const run = await cli(['--parse', path, '--json']);
    expect(validDocument(run)).toMatchObject({ schema: 'problem/1', kind });
    expect(run.status).toBe(3);
  });
});

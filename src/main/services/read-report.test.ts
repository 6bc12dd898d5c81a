import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { FIXTURES } from '../../test-support/analyse-bytes.ts';
import { reportFilesOf, saveReportZip } from '../../test-support/report-zip.ts';
import { makeZip } from '../node/write-zip.ts';
import { readReport } from './read-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

const capture = readFileSync(join(FIXTURES, 'closed-port.pcap'));
const files = await reportFilesOf(capture, 'OTTER-42');
const path = await saveReportZip(folder, files, 'OTTER-42');
const zip = readFileSync(path);

let made = 0;
function put(bytes: Uint8Array): string {
  made += 1;
  const at = join(folder, `hostile-${made}.zip`);
  writeFileSync(at, bytes);
  return at;
}
async function refusal(bytes: Uint8Array): Promise<string> {
  const read = await readReport(put(bytes));
  if (read.ok) throw new Error('it was taken');
  expect(read.problem.kind).toBe('not-a-report');
  return read.problem.message;
}
const zipOf = (entries: readonly (readonly [string, string | Uint8Array])[]): Promise<Buffer> =>
  makeZip(
    entries.map(([name, bytes]) => ({ name, bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes })),
    new Date(0),
  );
const entriesOf = (): (readonly [string, string])[] => files.map(({ name, text }) => [`r/${name}`, text]);

/** Replaces every occurrence of an ASCII text by one of the same length: names stand twice in a zip. */
function rewrite(bytes: Buffer, from: string, to: string): Buffer {
  expect(to).toHaveLength(from.length);
  const copy = Buffer.from(bytes);
  let found = 0;
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 1), found += 1) copy.write(to, at);
  expect(found).toBeGreaterThan(0);
  return copy;
}

test('the data of a report come back as they were made', async () => {
  const read = await readReport(path);
  const document = JSON.parse(files.find(({ name }) => name === 'report.json')?.text ?? '');
  expect(read).toEqual({ ok: true, value: document });
  const alone = join(folder, 'report.json');
  writeFileSync(alone, JSON.stringify(document));
  expect(await readReport(alone)).toEqual(read);
});

describe('not taken in, and said why', () => {
  test('a name that leads out of its folder, in any way of writing it', async () => {
    for (const name of ['../report.tx', '/abs/repo.tx', 'C:/wind/r.tx', 'r\\..\\..\\.tx', 'r/./repor.tx'])
      expect(
        await refusal(rewrite(zip, 'bitbucket-reset-report-OTTER-42/report.txt', name.padEnd(42, 'x'))),
      ).toContain('leads out of its folder');
    expect(readdirSync(folder).some((name) => name.startsWith('report.tx'))).toBe(false);
  });

  test('a part that was changed, added, or left out', async () => {
    const changed = entriesOf().map(([name, text]) =>
      name === 'r/report.txt' ? ([name, `${text} and more`] as const) : ([name, text] as const),
    );
    expect(await refusal(await zipOf(changed))).toContain('report.txt in it was changed');
    expect(await refusal(await zipOf([...entriesOf(), ['r/virus.exe', 'MZ']]))).toContain('virus.exe');
    expect(await refusal(await zipOf(entriesOf().filter(([name]) => name !== 'r/report.html')))).toContain(
      'report.html is missing',
    );
    const noSums = entriesOf().filter(([name]) => name !== 'r/SHA256SUMS');
    expect(await refusal(await zipOf(noSums))).toContain('list of checksums is missing');
  });

  test('what would unpack to far more than it says, or says far more than a report has', async () => {
    const bomb = await zipOf([...entriesOf(), ['r/bomb', Buffer.alloc(20_000_000)]]);
    expect(bomb.length, 'well packed').toBeLessThan(200_000);
    const directory = bomb.lastIndexOf('r/bomb') - 46;
    const sums = 'a'.repeat(64);
    const list = Buffer.from(`${entriesOf().find(([name]) => name === 'r/SHA256SUMS')?.[1]}${sums}  bomb\n`);
    const named = await makeZip(
      [
        ...files
          .filter(({ name }) => name !== 'SHA256SUMS')
          .map(({ name, text }) => ({ name, bytes: Buffer.from(text) })),
        { name: 'SHA256SUMS', bytes: list },
        { name: 'bomb', bytes: Buffer.alloc(20_000_000) },
      ],
      new Date(0),
    );
    named.writeUInt32LE(10, named.lastIndexOf('bomb') - 46 + 24);
    expect(await refusal(named)).toContain('unpacks to more than it says');
    const huge = Buffer.from(bomb);
    huge.writeUInt32LE(0xfffffff0, directory + 24);
    expect(await refusal(huge)).toContain('far more than a report has');
    const many = await zipOf([...Array(120).keys()].map((index) => [`r/${index}`, '']));
    expect(await refusal(many)).toContain('120 files');
  });

  test('two files of one name, a password, another packing, no zip at all', async () => {
    expect(await refusal(await zipOf([...entriesOf(), ['r/report.txt', 'x']]))).toContain('twice');
    const locked = Buffer.from(zip);
    locked.writeUInt16LE(1, locked.lastIndexOf('bitbucket-reset-report-OTTER-42/report.html') - 46 + 8);
    expect(await refusal(locked)).toContain('password');
    const strange = Buffer.from(zip);
    strange.writeUInt16LE(99, strange.lastIndexOf('bitbucket-reset-report-OTTER-42/report.html') - 46 + 10);
    expect(await refusal(strange)).toContain('packed in a way');
    expect(await refusal(Buffer.from('This is no zip.'))).toContain('no zip');
    expect(await refusal(Buffer.alloc(0))).toContain('no zip');
  });

  test('another program’s data, and those of a newer version', async () => {
    for (const [text, said] of [
      ['{"schema":"report/2"}', 'newer version'],
      ['{"schema":"report/1"}', 'not those of a report (caseId)'],
      ['[1, 2', 'not JSON'],
      ['null', 'not those of a report'],
    ] as const) {
      const at = join(folder, 'other.json');
      writeFileSync(at, text);
      const read = await readReport(at);
      expect(read.ok ? '' : read.problem.message).toContain(said);
    }
  });

  test('a zip damaged at any place: a clear problem, or the very report', async () => {
    const whole = await readReport(path);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(zip.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, by, cut) => {
          const damaged = cut ? zip.subarray(0, at) : Buffer.from(zip);
          if (!cut) damaged[at] = (damaged[at] ?? 0) ^ by;
          const read = await readReport(put(damaged));
          if (read.ok) expect(read).toEqual(whole);
          else expect(read.problem.kind).toBe('not-a-report');
        },
      ),
      { numRuns: 150 },
    );
  });
});

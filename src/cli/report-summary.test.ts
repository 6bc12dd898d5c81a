import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportSummary } from '../contract/report-summary.ts';
import { loadProductFacts } from '../main/services/product-facts.ts';
import { pathsOf } from '../main/services/trace-path.ts';
import { FIXTURES, REPOSITORY } from '../test-support/analyse-bytes.ts';
import { reportFilesOf, saveReportZip } from '../test-support/report-zip.ts';
import { validDocument } from '../test-support/valid-document.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-summary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fleet = join(folder, 'fleet');
const summary = (...words: string[]) =>
  spawnSync(process.execPath, [join(REPOSITORY, 'src', 'cli', 'index.ts'), 'report', 'summary', ...words], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, NO_COLOR: '1' },
  });
const capture = (name: string) => readFileSync(join(FIXTURES, `${name}.pcap`));
const dataOf = (files: Awaited<ReturnType<typeof reportFilesOf>>) =>
  JSON.parse(files.find(({ name }) => name === 'report.json')?.text ?? '');

beforeAll(async () => {
  for (const site of ['berlin', 'lyon', 'osaka']) mkdirSync(join(fleet, site), { recursive: true });
  await saveReportZip(
    join(fleet, 'berlin'),
    await reportFilesOf(capture('alternate-split'), 'OTTER-42'),
    'OTTER-42',
  );
  const text = readFileSync(join(REPOSITORY, 'e2e', 'fixtures', 'traces', 'linux-two-in-one.txt'));
  const paths = pathsOf(
    [
      {
        ...{
          source: 'trace.txt',
          text: text.toString(),
          flow: 'same',
          isOwn: false,
          isPartial: false,
          origin: null,
        },
        ...{ protocol: null, address: null },
      },
    ],
    loadProductFacts(join(REPOSITORY, 'resources')).playbook,
  );
  expect(paths?.classification.kind).toBe('per-packet');
  const lyon = { ...dataOf(await reportFilesOf(capture('alternate-split'), 'RAVEN-17')), paths };
  writeFileSync(join(fleet, 'lyon', 'first.json'), JSON.stringify(lyon));
  const masked = JSON.stringify(lyon).replaceAll(paths?.classification.after ?? '?', 'ip-9');
  writeFileSync(join(fleet, 'lyon', 'second.json'), masked.replaceAll('RAVEN-17', 'RAVEN-18'));
  writeFileSync(
    join(fleet, 'hq.json'),
    JSON.stringify(dataOf(await reportFilesOf(capture('closed-port'), 'YAK-11'))),
  );
  writeFileSync(
    join(fleet, 'berlin', 'unpacked.json'),
    JSON.stringify(dataOf(await reportFilesOf(capture('alternate-split'), 'OTTER-42'))),
  );
  writeFileSync(join(fleet, 'osaka', 'broken.zip'), 'PK nothing');
  writeFileSync(join(fleet, 'osaka', 'notes.txt'), 'not looked at');
  symlinkSync(folder, join(fleet, 'osaka', 'round-and-round'));
});

test('says which sites, which verdicts, which hops and since when; what cannot be read is named', () => {
  const run = summary(fleet, '--json');
  const document = validDocument(run) as unknown as ReportSummary;
  expect(run.status).toBe(0);
  expect(document.reports.map(({ file, site }) => [file, site])).toEqual([
    ['berlin/OTTER-42.zip', 'berlin'],
    ['hq.json', 'hq'],
    ['lyon/first.json', 'lyon'],
    ['lyon/second.json', 'lyon'],
  ]);
  expect(document.verdicts).toMatchObject([
    { kind: 'anycast-shift-per-packet', sites: ['berlin', 'lyon'], reports: 3 },
    { kind: 'port-closed', sites: ['hq'], reports: 1 },
  ]);
  const [first] = document.reports;
  expect(document.verdicts[0]?.since).toBe(first?.from);
  const [splitting] = document.hops;
  expect(splitting).toMatchObject({ splitsAfter: 1, reports: 1, sites: ['lyon'] });
  expect(splitting?.address).toBe(document.reports[2]?.path?.after);
  expect(
    document.hops.filter(({ address }) => address.startsWith('ip-9')),
    'a placeholder is nobody else’s',
  ).toMatchObject([{ address: 'ip-9 of lyon/second.json', splitsAfter: 1 }]);
  expect(document.skipped.map(({ file }) => file)).toEqual(['berlin/unpacked.json', 'osaka/broken.zip']);
  expect(run.stderr).toContain('osaka/broken.zip');
});

test('is text for people, with no control characters from the reports in it', () => {
  const run = summary(fleet);
  expect(run.stdout).toContain('4 reports in fleet, 2 files left out');
  expect(run.stdout).toContain('2 sites: berlin, lyon');
  expect(run.stdout).toMatch(/packets part behind it in 1/);
});

test('without a folder, without reports, and without anything readable it says so', () => {
  expect(summary().status).toBe(2);
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  expect(validDocument(summary(empty, '--json'))).toMatchObject({ kind: 'not-found' });
  const none = summary(join(fleet, 'osaka'), '--json');
  expect(none.status).toBe(3);
  expect(String(validDocument(none).message)).toContain('broken.zip');
  expect(summary(join(folder, 'nowhere')).status).toBe(3);
});

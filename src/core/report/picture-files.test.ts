import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diagnosisSchema } from '../../contract/diagnosis.ts';
import { diagnose } from '../../main/services/diagnose.ts';
import { loadProductFacts } from '../../main/services/product-facts.ts';
import { FIXTURES, REPOSITORY } from '../../test-support/analyse-bytes.ts';
import { measuredWorld } from '../../test-support/measured-world.ts';
import { reportFilesOf } from '../../test-support/report-zip.ts';
import { pictureFiles } from './picture-files.ts';
import { attemptsCsv, hopsCsv } from './report-csv.ts';

const facts = loadProductFacts(join(REPOSITORY, 'resources'));
const report = JSON.parse(
  (await reportFilesOf(readFileSync(join(FIXTURES, 'alternate-split.pcap')), 'OTTER-42')).find(
    ({ name }) => name === 'report.json',
  )?.text ?? '',
);
const trace = readFileSync(join(REPOSITORY, 'e2e', 'fixtures', 'traces', 'linux-two-in-one.txt'), 'utf8');
const traces = [
  {
    ...{ source: 'trace.txt', text: trace, flow: 'same' as const, isOwn: true, isPartial: false },
    ...{ origin: null, protocol: null, address: null },
  },
];
const diagnosis = diagnosisSchema.parse(
  await diagnose(
    { mode: 'quick', idleMinutes: null },
    facts,
    measuredWorld({ traces, outcome: (arm) => (arm === 'anycast' ? 'reset' : 'ok') }).used,
    new AbortController().signal,
  ),
);

test('every picture stands alone: a namespace, a title, a ground, and no colour that is looked up elsewhere', () => {
  const files = pictureFiles({ ...report, diagnosis });
  expect(files.map(({ name }) => name)).toEqual([
    ...['picture-intervals.svg', 'picture-attempts.svg', 'picture-survival.svg', 'picture-paths-1.svg'],
    'picture-ladder.svg',
  ]);
  for (const { svg } of files) {
    expect(svg).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg /);
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toMatch(/<title id="[^"]+">[^<]{10,}<\/title>/);
    expect(svg).not.toContain('var(');
    expect(svg).toContain('fill:#14202b');
    expect(svg, 'nothing is fetched').not.toMatch(/url\(|href|<script/);
  }
});

test('every attempt and every hop is a line of its table', () => {
  const lines = attemptsCsv(diagnosis.attempts).trimEnd().split('\r\n');
  expect(lines).toHaveLength(diagnosis.attempts.length + 1);
  expect(lines[1]).toMatch(/^1,(?:anycast|legacy),greeting,/);
  const both = attemptsCsv(diagnosis.attempts, diagnosis.attempts.slice(0, 2)).trimEnd().split('\r\n');
  expect(both.at(-1), 'over IPv6, in no arm').toMatch(/^2,ipv6,/);
  const { paths } = diagnosis;
  if (paths === null) throw new Error('no paths');
  const hops = hopsCsv(paths).trimEnd().split('\r\n').slice(1);
  const listed = new Set(hops.map((line) => line.split(',')[1]));
  expect([...listed]).toEqual([
    ...new Set([paths, ...paths.others].flatMap((path) => path.hops.map(({ ttl }) => String(ttl)))),
  ]);
  for (const { address } of paths.hops.flatMap(({ responders }) => responders))
    expect(hops.some((line) => line.split(',')[3] === address)).toBe(true);
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES, REPOSITORY } from '../../test-support/analyse-bytes.ts';
import { reportFilesOf } from '../../test-support/report-zip.ts';

const FOLDER = join(REPOSITORY, 'e2e', 'fixtures', 'reports');

/** Five laboratory captures, each with another answer. To renew after a wanted change: GOLDEN=write, then read the difference. */
const CAPTURES = ['closed-port', 'firewall-reject', 'healthy-per-flow', 'one-edge-closed', 'route-change'];

/** The local time is that of the machine; everything else of a report is its model's alone. */
const withoutPlace = (text: string): string =>
  text.replace(/2026-11-2\d\s+\d\d:\d\d:\d\d\s+[+-]\d\d:\d\d(?: \([^)"\d]+\))?/g, 'LOCAL TIME');

test.each(CAPTURES)('the report on %s is, word for word, the one that was looked at', async (name) => {
  const files = await reportFilesOf(readFileSync(join(FIXTURES, `${name}.pcap`)), 'OTTER-42', 'laboratory');
  for (const part of ['report.txt', 'report.json']) {
    const made = withoutPlace(files.find((file) => file.name === part)?.text ?? '');
    const path = join(FOLDER, `${name}.${part === 'report.txt' ? 'txt' : 'json'}`);
    if (process.env.GOLDEN === 'write') {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(path, made);
    }
    expect(existsSync(path)).toBe(true);
    expect(made).toBe(readFileSync(path, 'utf8'));
  }
});

test('the same model gives the same bytes, whatever was made before', async () => {
  const capture = readFileSync(join(FIXTURES, 'closed-port.pcap'));
  const sums = async () =>
    (await reportFilesOf(capture, 'OTTER-42')).map(({ name, sha256 }) => [name, sha256]);
  expect(await sums()).toEqual(await sums());
});

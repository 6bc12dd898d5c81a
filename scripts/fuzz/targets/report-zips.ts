import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReport } from '../../../src/main/services/read-report.ts';
import { zipReport } from '../../../src/main/services/report-files.ts';
import { pcapFile } from '../../../src/test-support/build-capture.ts';
import { reportFilesOf } from '../../../src/test-support/report-zip.ts';
import { resetSession } from '../capture-inputs.ts';
import { ascii, type FuzzTarget, promise } from '../fuzz-target.ts';

const path = join(mkdtempSync(join(tmpdir(), 'fuzz-zips-')), 'report.zip');
const files = await reportFilesOf(pcapFile(resetSession()), 'OTTER-42');
/** The smallest zip that is still taken in: the data and a list of checksums that names them alone. */
const few = files
  .filter(({ name }) => name === 'report.json' || name === 'SHA256SUMS')
  .map((file) => {
    if (file.name !== 'SHA256SUMS') return file;
    const line = Buffer.from(file.bytes)
      .toString('utf8')
      .split('\n')
      .find((text) => text.endsWith('report.json'));
    return { ...file, bytes: Buffer.from(`${line}\n`) };
  });
const whole = Uint8Array.from(await zipReport(few, 'OTTER-42', new Date('2026-11-24T20:00:00Z')));
writeFileSync(path, whole);
const taken = await readReport(path);

/** A report's zip, damaged or made to harm. */
export const target: FuzzTarget = {
  name: 'report-zips',
  mostBytes: 12_000,
  seeds: () => [whole],
  dictionary: [
    ...[
      'PK\u0001\u0002',
      'PK\u0003\u0004',
      'PK\u0005\u0006',
      'PK\u0006\u0006',
      'PK\u0006\u0007',
      'PK\u0007\b',
    ],
    ...[
      '../',
      '/etc/x',
      'C:\\x',
      '\u0000',
      'report.json',
      'SHA256SUMS',
      '\u0001\u0000',
      '\u00ff\u00ff\u00ff\u00ff',
    ],
  ].map(ascii),
  async run(input) {
    promise(taken.ok, 'the zip that all are made of is taken in');
    writeFileSync(path, input);
    const read = await readReport(path);
    if (read.ok)
      promise(JSON.stringify(read.value) === JSON.stringify(taken.value), 'what is changed is refused');
    else {
      promise(
        read.problem.kind === 'not-a-report',
        `damage is no fault of the system's: ${read.problem.message}`,
      );
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come through is looked for
      promise(!/[\u0000-\u001f]/.test(read.problem.message), 'the sentence is inert');
    }
  },
};

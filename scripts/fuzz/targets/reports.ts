import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analysisAsText } from '../../../src/cli/analysis-text.ts';
import { caseSchema } from '../../../src/contract/case.ts';
import { ALL_REPORT_PARTS, type Report } from '../../../src/contract/report.ts';
import { compareCases } from '../../../src/core/comparison/compare-cases.ts';
import { pictureFiles } from '../../../src/core/report/picture-files.ts';
import { attemptsCsv, hopsCsv, resetsCsv, sessionsCsv } from '../../../src/core/report/report-csv.ts';
import { reportHtml } from '../../../src/core/report/report-html.ts';
import { reportText } from '../../../src/core/report/report-text.ts';
import { shortenReport, summariseReports } from '../../../src/core/report/summarise-reports.ts';
import { caseOfReport } from '../../../src/core/session/case-of-report.ts';
import { readReport } from '../../../src/main/services/read-report.ts';
import { editDocument } from '../edit-document.ts';
import { type FuzzTarget, promise } from '../fuzz-target.ts';
import { PLAIN } from '../plain-terminal.ts';
import { madeReports } from '../report-inputs.ts';

const path = join(mkdtempSync(join(tmpdir(), 'fuzz-reports-')), 'report.json');
const documents = (await madeReports()) as readonly Report[];

/** Everything that is made of a report that was taken in. */
function makeAllOf(report: Report): void {
  const { analysis, diagnosis } = report;
  const paths = diagnosis?.paths ?? report.paths;
  const current = caseSchema.parse(caseOfReport(report, 'OTTER-42', '2026-11-24T20:00:00Z'));
  const whole = { current, analysis, diagnosis, paths };
  compareCases(whole, whole);
  reportText(report);
  const html = reportHtml(report, ALL_REPORT_PARTS);
  const drawn = pictureFiles(report).map(({ svg }) => svg);
  promise(!/<img src=x>/.test([html, ...drawn].join('')), 'no markup comes through');
  sessionsCsv(analysis?.sessions ?? []);
  resetsCsv(analysis?.sessions ?? []);
  attemptsCsv(diagnosis?.attempts ?? [], diagnosis?.ipv6?.tries);
  if (paths !== null) hopsCsv(paths);
  if (analysis !== null) analysisAsText(analysis, PLAIN);
  summariseReports('folder', [shortenReport(report, 'site/report.json')], []);
}

/** The data of a report from elsewhere, and all that is made of one that is taken in. Inputs say what to change in one. */
export const target: FuzzTarget = {
  name: 'reports',
  mostBytes: 41,
  seeds: () => documents.flatMap((_, index) => [Uint8Array.of(index), Uint8Array.of(index, 0, 9, 0, 0)]),
  dictionary: [],
  async run(input) {
    const document = documents[(input[0] ?? 0) % documents.length];
    writeFileSync(path, JSON.stringify(editDocument(document, input.subarray(1))) ?? 'null');
    const read = await readReport(path);
    if (read.ok) makeAllOf(read.value);
    else promise(read.problem.message.length > 20, 'a report that is none gets a sentence');
  },
};

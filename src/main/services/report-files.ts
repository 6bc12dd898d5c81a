import type { Analysis } from '../../contract/analysis.ts';
import type { Case } from '../../contract/case.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import type { ReportFile, ReportParts } from '../../contract/report.ts';
import { reportSchema } from '../../contract/report.ts';
import { createRedactor, type Redactor } from '../../core/redact/redactor.ts';
import { buildReport } from '../../core/report/build-report.ts';
import { pictureFiles } from '../../core/report/picture-files.ts';
import { attemptsCsv, hopsCsv, resetsCsv, sessionsCsv } from '../../core/report/report-csv.ts';
import { reportHtml } from '../../core/report/report-html.ts';
import { reportText } from '../../core/report/report-text.ts';
import { makeZip, sha256 } from '../node/write-zip.ts';
import type { Ports } from '../ports.ts';

export interface ReportRequest {
  readonly current: Case;
  readonly analysis: Analysis | null;
  readonly diagnosis: Diagnosis | null;
  readonly paths: Paths | null;
  readonly parts: ReportParts;
  readonly masks: boolean;
}

/** This side's addresses in the service's sessions: they name the user even where they are public. */
export const ownAddressesOf = (analysis: Analysis | null): readonly string[] => [
  ...new Set(analysis?.sessions.filter(({ isTarget }) => isTarget).map(({ client }) => client.address) ?? []),
];

/** The redactor of one case: the same thing gets the same placeholder in window and report. */
export function redactorFor(
  ports: Pick<Ports, 'names'>,
  analysis: Analysis | null,
  masks: boolean,
): Redactor {
  return createRedactor({ names: { ...ports.names, ownAddresses: ownAddressesOf(analysis) }, masks });
}

/** Every file of the report, as the bytes that will leave; the checksums come last and cover the others. */
export function makeReportFiles(
  request: ReportRequest,
  ports: Pick<Ports, 'names' | 'now' | 'product' | 'system'>,
): ReportFile[] {
  const at = ports.now();
  const report = reportSchema.parse(
    buildReport({
      current: request.current,
      analysis: request.analysis,
      diagnosis: request.diagnosis,
      paths: request.paths,
      parts: request.parts,
      product: ports.product,
      system: ports.system,
      generatedAt: at.toISOString(),
      generatedAtLocal: localInstant(at),
      masksOn: request.masks,
      redactor: redactorFor(ports, request.analysis, request.masks),
    }),
  );
  const file = (name: string, mediaType: string, text: string): ReportFile => {
    const bytes = Buffer.from(text, 'utf8');
    return { name, mediaType, sizeBytes: bytes.length, sha256: sha256(bytes), text };
  };
  const { analysis, diagnosis } = report;
  const sessions = analysis?.sessions ?? [];
  const attempts = diagnosis?.attempts ?? [];
  const paths = diagnosis?.paths ?? report.paths;
  const csv = (name: string, text: string): ReportFile => file(name, 'text/csv', text);
  const files = [
    file('report.html', 'text/html', reportHtml(report, request.parts)),
    file('report.txt', 'text/plain', reportText(report)),
    file('report.json', 'application/json', `${JSON.stringify(report, null, 1)}\n`),
    // No empty tables.
    ...(sessions.length === 0
      ? []
      : [csv('sessions.csv', sessionsCsv(sessions)), csv('resets.csv', resetsCsv(sessions))]),
    ...(attempts.length === 0 ? [] : [csv('attempts.csv', attemptsCsv(attempts))]),
    ...(paths === null ? [] : [csv('hops.csv', hopsCsv(paths))]),
    ...(request.parts.pictures
      ? pictureFiles(report).map(({ name, svg }) => file(name, 'image/svg+xml', svg))
      : []),
  ];
  const sums = files.map(({ sha256: sum, name }) => `${sum}  ${name}\n`).join('');
  return [...files, file('SHA256SUMS', 'text/plain', sums)];
}

/** The zip of those files, in one folder named after the case. */
export async function zipReport(files: readonly ReportFile[], caseId: string, at: Date): Promise<Buffer> {
  const folder = reportName(caseId);
  return makeZip(
    files.map(({ name, text }) => ({ name: `${folder}/${name}`, bytes: Buffer.from(text, 'utf8') })),
    at,
  );
}

export const reportName = (caseId: string): string => `bitbucket-reset-report-${caseId}`;

/** `2026-11-23 11:04:09 +01:00 (Europe/Berlin)`: local time with its offset, so that nobody has to guess. */
function localInstant(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const local = new Date(at.getTime() + offset * 60_000).toISOString();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)} (${zone})`;
}

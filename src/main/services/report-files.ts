import type { Analysis } from '../../contract/analysis.ts';
import type { Case } from '../../contract/case.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { type Result, succeed } from '../../contract/problem.ts';
import type { CaptureChoice, ReportFile, ReportParts } from '../../contract/report.ts';
import { reportSchema } from '../../contract/report.ts';
import { createRedactor, type Redactor } from '../../core/redact/redactor.ts';
import { buildReport } from '../../core/report/build-report.ts';
import { pictureFiles } from '../../core/report/picture-files.ts';
import { attemptsCsv, hopsCsv, resetsCsv, sessionsCsv } from '../../core/report/report-csv.ts';
import { reportHtml } from '../../core/report/report-html.ts';
import { reportText } from '../../core/report/report-text.ts';
import { makeZip, sha256 } from '../node/write-zip.ts';
import type { Ports } from '../ports.ts';
import { reportCaptures } from './report-captures.ts';

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

/** A file of the report with what is not shown of it: the packets of a capture. */
export interface MadeFile extends ReportFile {
  readonly bytes: Uint8Array;
}

type ReportPorts = Pick<Ports, 'names' | 'now' | 'product' | 'system'>;

/** Every file of the report, as the bytes that will leave; the checksums come last and cover the others. */
export const makeReportFiles = (request: ReportRequest, ports: ReportPorts): MadeFile[] =>
  withSums(documents(request, ports, redactorFor(ports, request.analysis, request.masks)));

/** The same with packets in it; their masks give the placeholders of the page. */
export async function makeWholeReport(
  request: ReportRequest,
  ports: ReportPorts,
  captures: {
    readonly paths: readonly string[];
    readonly choice: CaptureChoice;
    readonly playbook: Playbook;
  },
): Promise<Result<MadeFile[]>> {
  const redactor = redactorFor(ports, request.analysis, request.masks);
  const files = documents(request, ports, redactor);
  if (captures.choice === 'none') return succeed(withSums(files));
  const order = { paths: captures.paths, choice: captures.choice, redactor: request.masks ? redactor : null };
  const packets = await reportCaptures(order, captures.playbook);
  if (!packets.ok) return packets;
  const made = packets.value.map(({ name, bytes, about }) => ({
    ...{ name, mediaType: 'application/vnd.tcpdump.pcap', isCapture: true, text: about, bytes },
    ...{ sizeBytes: bytes.length, sha256: sha256(bytes) },
  }));
  return succeed(withSums([...files, ...made]));
}

function textFile(name: string, mediaType: string, text: string): MadeFile {
  const bytes = Buffer.from(text, 'utf8');
  return { name, mediaType, sizeBytes: bytes.length, sha256: sha256(bytes), text, bytes, isCapture: false };
}

function withSums(files: readonly MadeFile[]): MadeFile[] {
  const sums = files.map(({ sha256: sum, name }) => `${sum}  ${name}\n`).join('');
  return [...files, textFile('SHA256SUMS', 'text/plain', sums)];
}

function documents(request: ReportRequest, ports: ReportPorts, redactor: Redactor): MadeFile[] {
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
      redactor,
    }),
  );
  const { analysis, diagnosis } = report;
  const sessions = analysis?.sessions ?? [];
  const attempts = diagnosis?.attempts ?? [];
  const paths = diagnosis?.paths ?? report.paths;
  const csv = (name: string, text: string): MadeFile => textFile(name, 'text/csv', text);
  return [
    textFile('report.html', 'text/html', reportHtml(report, request.parts)),
    textFile('report.txt', 'text/plain', reportText(report)),
    textFile('report.json', 'application/json', `${JSON.stringify(report, null, 1)}\n`),
    // No empty tables.
    ...(sessions.length === 0
      ? []
      : [csv('sessions.csv', sessionsCsv(sessions)), csv('resets.csv', resetsCsv(sessions))]),
    ...(attempts.length === 0 ? [] : [csv('attempts.csv', attemptsCsv(attempts))]),
    ...(paths === null ? [] : [csv('hops.csv', hopsCsv(paths))]),
    ...(request.parts.pictures
      ? pictureFiles(report).map(({ name, svg }) => textFile(name, 'image/svg+xml', svg))
      : []),
  ];
}

/** The zip of those files, in one folder named after the case. */
export async function zipReport(files: readonly MadeFile[], caseId: string, at: Date): Promise<Buffer> {
  const folder = reportName(caseId);
  return makeZip(
    files.map(({ name, bytes }) => ({ name: `${folder}/${name}`, bytes })),
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

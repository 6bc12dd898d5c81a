import type { Analysis } from '../../contract/analysis.ts';
import type { Case } from '../../contract/case.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { type Result, succeed } from '../../contract/problem.ts';
import type { CaptureChoice, ReportFile, ReportParts, ReportProgress } from '../../contract/report.ts';
import { reportSchema } from '../../contract/report.ts';
import { createRedactor, type Redactor } from '../../core/redact/redactor.ts';
import { buildReport } from '../../core/report/build-report.ts';
import { pictureFiles } from '../../core/report/picture-files.ts';
import { attemptsCsv, hopsCsv, resetsCsv, sessionsCsv } from '../../core/report/report-csv.ts';
import { reportHtml } from '../../core/report/report-html.ts';
import { reportText } from '../../core/report/report-text.ts';
import type { InForce } from '../../core/workaround/in-force.ts';
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
  /** Overrides there are now, whoever made them; null when nobody looked. */
  readonly inForce: readonly InForce[] | null;
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

type OnProgress = (progress: ReportProgress) => void;

/**
 * Every file of the report, as the bytes that will leave; the checksums come last and cover the others. The masks of
 * packets give the placeholders of the page.
 */
export async function makeWholeReport(
  request: ReportRequest,
  ports: ReportPorts,
  captures: {
    readonly paths: readonly string[];
    readonly choice: CaptureChoice;
    readonly playbook: Playbook;
  },
  onProgress: OnProgress = () => {},
): Promise<Result<MadeFile[]>> {
  const redactor = redactorFor(ports, request.analysis, request.masks);
  const files = documents(request, ports, redactor, onProgress);
  if (captures.choice === 'none') return succeed(withSums(files));
  onProgress({ doing: 'making', part: 'packets', done: files.length, total: files.length + 1 });
  const order = { paths: captures.paths, choice: captures.choice, redactor: request.masks ? redactor : null };
  const packets = await reportCaptures(order, captures.playbook);
  if (!packets.ok) return packets;
  const made = packets.value.map(({ name, bytes, about }) => ({
    ...{
      name,
      mediaType: 'application/vnd.tcpdump.pcap',
      text: about,
      isWhole: true,
      isCapture: true,
      bytes,
    },
    ...{ sizeBytes: bytes.length, sha256: sha256(bytes) },
  }));
  return succeed(withSums([...files, ...made]));
}

/** Longest text that is passed on to be shown and copied, and what is shown of a longer one. Characters. */
const LONGEST_SHOWN = 2_000_000;
const SHOWN_OF_LONGER = 200_000;

function textFile(name: string, mediaType: string, text: string): MadeFile {
  const bytes = Buffer.from(text, 'utf8');
  const isWhole = mediaType === 'text/html' || text.length <= LONGEST_SHOWN;
  return {
    ...{ name, mediaType, sizeBytes: bytes.length, sha256: sha256(bytes), bytes, isCapture: false },
    ...{ text: isWhole ? text : text.slice(0, SHOWN_OF_LONGER), isWhole },
  };
}

function withSums(files: readonly MadeFile[]): MadeFile[] {
  const sums = files.map(({ sha256: sum, name }) => `${sum}  ${name}\n`).join('');
  return [...files, textFile('SHA256SUMS', 'text/plain', sums)];
}

function documents(
  request: ReportRequest,
  ports: ReportPorts,
  redactor: Redactor,
  onProgress: OnProgress,
): MadeFile[] {
  const at = ports.now();
  onProgress({ doing: 'making', part: 'report.json', done: 0, total: 0 });
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
      local: localTime,
      inForce: request.inForce,
      masksOn: request.masks,
      redactor,
    }),
  );
  const { analysis, diagnosis } = report;
  const sessions = analysis?.sessions ?? [];
  const attempts = diagnosis?.attempts ?? [];
  const paths = diagnosis?.paths ?? report.paths;
  // No empty tables.
  const tables: Part[] = [
    ...(sessions.length === 0
      ? []
      : [
          part('sessions.csv', 'text/csv', () => sessionsCsv(sessions)),
          part('resets.csv', 'text/csv', () => resetsCsv(sessions)),
        ]),
    ...(attempts.length === 0
      ? []
      : [part('attempts.csv', 'text/csv', () => attemptsCsv(attempts, diagnosis?.ipv6?.tries))]),
    ...(paths === null ? [] : [part('hops.csv', 'text/csv', () => hopsCsv(paths))]),
  ];
  const parts = [
    part('report.html', 'text/html', () => reportHtml(report, request.parts)),
    part('report.txt', 'text/plain', () => reportText(report)),
    part('report.json', 'application/json', () => `${JSON.stringify(report, null, 1)}\n`),
    ...tables,
  ];
  const made = parts.map(({ name, mediaType, make }, index) => {
    onProgress({ doing: 'making', part: name, done: index, total: parts.length });
    return textFile(name, mediaType, make());
  });
  if (!request.parts.pictures) return made;
  return [...made, ...pictureFiles(report).map(({ name, svg }) => textFile(name, 'image/svg+xml', svg))];
}

interface Part {
  readonly name: string;
  readonly mediaType: string;
  readonly make: () => string;
}

const part = (name: string, mediaType: string, make: () => string): Part => ({ name, mediaType, make });

/**
 * The zip of those files, in one folder named after the case.
 *
 * @throws the signal's reason once it is aborted
 */
export async function zipReport(
  files: readonly MadeFile[],
  caseId: string,
  at: Date,
  signal?: AbortSignal,
): Promise<Buffer> {
  const folder = reportName(caseId);
  return makeZip(
    files.map(({ name, bytes }) => ({ name: `${folder}/${name}`, bytes })),
    at,
    signal,
  );
}

export const reportName = (caseId: string): string => `bitbucket-reset-report-${caseId}`;

/** `2026-11-23 11:04:09 +01:00`: local time with its offset, so that nobody has to guess. */
function localTime(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const local = new Date(at.getTime() + offset * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} ${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}

/** The same with the name of the zone. */
const localInstant = (at: Date): string =>
  `${localTime(at)} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`;

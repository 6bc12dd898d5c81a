import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { ReportSummary } from '../../contract/report-summary.ts';
import { type FleetReport, shortenReport, summariseReports } from '../../core/report/summarise-reports.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import { readReport } from './read-report.ts';

/** Folders within folders beyond this are not looked into. */
const DEEPEST = 6;

/**
 * What the reports in a folder say together, zips and JSON alike, one read at a time. A file that is none, or cannot be
 * read, is named with the reason and left out; links are not followed.
 */
export async function summariseFolder(
  folder: string,
  onRead: (done: number, total: number) => void = () => {},
): Promise<Result<ReportSummary>> {
  const reports: FleetReport[] = [];
  const skipped: ReportSummary['skipped'] = [];
  let files: readonly string[];
  try {
    files = await reportFilesIn(folder, '', 0, skipped);
  } catch (error) {
    return problemFromSystem(error, folder);
  }
  for (const [index, file] of files.entries()) {
    const read = await readReport(join(folder, file));
    if (read.ok) {
      const short = shortenReport(read.value, file);
      const same = reports.find((one) => isSame(one, short));
      if (same === undefined) reports.push(short);
      else skipped.push({ file, because: `It is the same report as ${same.short.file}.` });
    } else skipped.push({ file, because: read.problem.message });
    onRead(index + 1, files.length);
  }
  if (reports.length === 0)
    return fail(
      'not-found',
      skipped[0] === undefined
        ? `There is no report in ${basename(resolve(folder))}: no file ends in .zip or .json.`
        : `No report in ${basename(resolve(folder))} could be read, of ${skipped.length} files. ${skipped[0].file}: ${skipped[0].because}`,
      'Name the folder the reports were saved to.',
    );
  return succeed(summariseReports(basename(resolve(folder)), reports, skipped));
}

/** A zip and what was unpacked from it. */
const isSame = ({ short: one }: FleetReport, { short: other }: FleetReport): boolean =>
  one.caseId === other.caseId && one.generatedAt === other.generatedAt && one.from === other.from;

async function reportFilesIn(
  folder: string,
  below: string,
  depth: number,
  skipped: { file: string; because: string }[],
): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile() && /\.(?:zip|json)$/i.test(entry.name)) found.push(file);
    else if (entry.isDirectory() && depth < DEEPEST)
      found.push(
        ...(await reportFilesIn(folder, file, depth + 1, skipped).catch((error: unknown) => {
          skipped.push({ file, because: problemFromSystem(error, file).problem.message });
          return [];
        })),
      );
  }
  return found.sort();
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_REPORT_PARTS } from '../contract/report.ts';
import { applyCaseEvent, createCase } from '../core/session/case-events.ts';
import { loadProductFacts } from '../main/services/product-facts.ts';
import {
  type MadeFile,
  makeWholeReport,
  type ReportRequest,
  zipReport,
} from '../main/services/report-files.ts';
import { analyseBytes, REPOSITORY } from './analyse-bytes.ts';

const { playbook } = loadProductFacts(join(REPOSITORY, 'resources'));
const AT = new Date('2026-11-24T20:00:00Z');
export const REPORT_PORTS = {
  names: { userName: 'anna', hostName: 'box', homeFolder: '/home/anna' },
  now: () => AT,
  product: { name: 'Bitbucket Reset Doctor', version: '1.2.3' },
  system: { platform: 'linux', release: '6.1', runtime: 'Node 24' },
} as const;

/** The files of a report on a capture, as this program makes them. */
export async function reportFilesOf(capture: Uint8Array, id: string, title = 'office'): Promise<MadeFile[]> {
  const at = AT.toISOString();
  const analysis = analyseBytes(capture);
  const named = applyCaseEvent(createCase(id, at), { kind: 'renamed', title }, at);
  return reportOf({
    current: named,
    analysis,
    diagnosis: null,
    paths: null,
    parts: ALL_REPORT_PARTS,
    masks: true,
    inForce: [],
  });
}

/** A report without packets, as it is made for the window and the command line. */
export async function reportOf(request: ReportRequest): Promise<MadeFile[]> {
  const made = await makeWholeReport(request, REPORT_PORTS, { paths: [], choice: 'none', playbook });
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

/** Saves such a report as zip. @returns its path */
export async function saveReportZip(folder: string, files: readonly MadeFile[], id: string): Promise<string> {
  const path = join(folder, `${id}.zip`);
  writeFileSync(path, await zipReport(files, id, AT));
  return path;
}

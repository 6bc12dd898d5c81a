import { basename } from 'node:path';
import type { AppHandlers } from '../../contract/app-ipc.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { CaptureChoice, ReportFile, ReportParts } from '../../contract/report.ts';
import { replaceFile } from '../node/replace-file.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import { sha256 } from '../node/write-zip.ts';
import type { Ports } from '../ports.ts';
import type { CaseService } from './case-service.ts';
import { measuredOf } from './measured-paths.ts';
import type { ProductFacts } from './product-facts.ts';
import { type MadeFile, makeWholeReport, reportName, zipReport } from './report-files.ts';

/** Where Letter is in the printers (CLDR's paper sizes); everywhere else it is A4. */
const LETTER = new Set(['US', 'CA', 'MX', 'CL', 'CO', 'CR', 'GT', 'PA', 'PH', 'PR', 'SV', 'VE', 'BZ']);

const paperHere = (): 'A4' | 'Letter' => {
  const { region } = new Intl.Locale(Intl.DateTimeFormat().resolvedOptions().locale);
  return region !== undefined && LETTER.has(region) ? 'Letter' : 'A4';
};

interface Request {
  readonly masks: boolean;
  readonly parts: ReportParts;
  readonly captures: CaptureChoice;
}

interface Made {
  readonly caseId: string;
  readonly made: readonly MadeFile[];
}

const captureGone = () =>
  fail(
    'not-found',
    'The capture of this case is not here, or no longer as it was read.',
    'Open it again in this case, or leave the packets out.',
  );

/** Preview and save work on the same files: what was seen is what leaves. */
export function createReportService(
  cases: CaseService,
  { playbook }: ProductFacts,
  ports: Ports,
): AppHandlers['report'] {
  let shown: { readonly key: string; readonly made: MadeFile[] } | null = null;

  /** The files for this request; made once, so that saving gives the very bytes that were previewed. */
  async function files({ masks, parts, captures }: Request): Promise<Result<Made>> {
    const current = await cases.ensure();
    if (!current.ok) return current;
    const { id, title, symptomText, capture, note, diagnosis: measured } = current.value;
    const key = JSON.stringify([id, title, symptomText, capture, note, measured, masks, parts, captures]);
    if (shown?.key !== key) {
      const found = {
        analysis: await cases.analysis(),
        ...measuredOf(await cases.measured(), playbook),
      };
      const path = captures === 'none' ? null : await cases.capturePath();
      if (captures !== 'none' && path === null) return captureGone();
      const made = await makeWholeReport({ current: current.value, ...found, parts, masks }, ports, {
        ...{ choice: captures, playbook, paths: path === null ? [] : [path] },
      });
      if (!made.ok) return made;
      shown = { key, made: made.value };
    }
    return succeed({ caseId: id, made: shown.made });
  }

  /** The page of the preview and nothing else, on the paper of this place. */
  const print = (made: readonly ReportFile[]): Promise<Uint8Array> =>
    ports.printPdf(made.find(({ name }) => name === 'report.html')?.text ?? '', paperHere());

  return {
    preview: async (request) => {
      const result = await files(request);
      return result.ok ? succeed(result.value.made.map(({ bytes: _, ...file }) => file)) : result;
    },
    save: async (
      request,
    ): Promise<Result<{ fileName: string; sizeBytes: number; sha256: string } | null>> => {
      const result = await files(request);
      if (!result.ok) return result;
      const { caseId, made } = result.value;
      const path = await ports.dialogs.saveReport(`${reportName(caseId)}.${request.as}`);
      if (path === null) return succeed(null);
      try {
        const bytes = request.as === 'zip' ? await zipReport(made, caseId, ports.now()) : await print(made);
        await replaceFile(path, bytes, 0o644);
        return succeed({ fileName: basename(path), sizeBytes: bytes.length, sha256: sha256(bytes) });
      } catch (error) {
        return problemFromSystem(error, path);
      }
    },
  };
}

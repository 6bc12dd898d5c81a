import { basename } from 'node:path';
import type { AppEvents, AppHandlers } from '../../contract/app-ipc.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { CaptureChoice, ReportFile, ReportParts, ReportProgress } from '../../contract/report.ts';
import type { InForce } from '../../core/workaround/in-force.ts';
import { replaceFile } from '../node/replace-file.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import { sha256 } from '../node/write-zip.ts';
import type { Ports, StartReport } from '../ports.ts';
import type { CaseService } from './case-service.ts';
import type { ProductFacts } from './product-facts.ts';
import { type MadeFile, reportName, zipReport } from './report-files.ts';
import { reportOrder } from './report-order.ts';

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

/** Shown only of what takes longer: what is there at once needs no bar. */
const QUIET_MS = 300;

const notSaved = () => fail('cancelled', 'The report was not saved.', 'Nothing was written; save it again.');

/** Preview and save work on the same files: what was seen is what leaves. */
export function createReportService(
  cases: CaseService,
  { playbook }: ProductFacts,
  ports: Ports & { readonly inForce: () => Promise<readonly InForce[]> },
  events: AppEvents['report'],
): AppHandlers['report'] {
  let shown: { readonly key: string; readonly made: MadeFile[] } | null = null;
  let making: (ReturnType<StartReport> & { readonly key: string }) | null = null;
  let saving: AbortController | null = null;

  /** Tells of what takes its time. */
  function patiently(): (progress: ReportProgress) => void {
    const begun = performance.now();
    return (progress) => {
      if (performance.now() - begun > QUIET_MS) events.progress(progress);
    };
  }

  /** The files for this request; made once, so that saving gives the very bytes that were previewed. */
  async function files({ masks, parts, captures }: Request): Promise<Result<Made>> {
    const current = await cases.ensure();
    if (!current.ok) return current;
    const { id, title, symptomText, capture, note, actions, diagnosis: measured } = current.value;
    const inForce = await ports.inForce();
    const content = [id, title, symptomText, capture, note, actions, measured, inForce];
    const key = JSON.stringify([...content, masks, parts, captures]);
    if (shown?.key === key) return succeed({ caseId: id, made: shown.made });
    const paths = captures === 'none' ? [] : await cases.capturePaths();
    if (paths === null) return captureGone();
    const wish = { current: current.value, parts, masks, inForce };
    const packets = { choice: captures, paths };
    const order = await reportOrder(cases, playbook, ports, wish, packets);
    if (making?.key !== key) {
      // Nobody waits for what was asked before.
      making?.cancel();
      making = { key, ...ports.startReport(order, patiently()) };
    }
    const mine = making;
    const made = await mine.result;
    if (making === mine) making = null;
    if (!made.ok) return made;
    shown = { key, made: made.value };
    return succeed({ caseId: id, made: made.value });
  }

  /** The page of the preview and nothing else, on the paper of this place. */
  const print = (made: readonly ReportFile[], signal: AbortSignal): Promise<Uint8Array> =>
    ports.printPdf(made.find(({ name }) => name === 'report.html')?.text ?? '', paperHere(), signal);

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
      const mine = new AbortController();
      saving = mine;
      const doing = request.as === 'zip' ? 'packing' : 'printing';
      const bar = setTimeout(() => events.progress({ doing, part: '', done: 0, total: 0 }), QUIET_MS);
      try {
        const bytes =
          request.as === 'zip'
            ? await zipReport(made, caseId, ports.now(), mine.signal)
            : await print(made, mine.signal);
        if (mine.signal.aborted) return notSaved();
        await replaceFile(path, bytes, 0o644);
        return succeed({ fileName: basename(path), sizeBytes: bytes.length, sha256: sha256(bytes) });
      } catch (error) {
        return mine.signal.aborted ? notSaved() : problemFromSystem(error, path);
      } finally {
        clearTimeout(bar);
        if (saving === mine) saving = null;
      }
    },
    cancel: async () => {
      making?.cancel();
      saving?.abort();
      return succeed(undefined);
    },
  };
}

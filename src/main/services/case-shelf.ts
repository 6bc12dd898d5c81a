import type { AppHandlers } from '../../contract/app-ipc.ts';
import type { Case } from '../../contract/case.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { compareCases } from '../../core/comparison/compare-cases.ts';
import type { WholeCase } from '../../core/comparison/compared-case.ts';
import { createRedactor } from '../../core/redact/redactor.ts';
import { drawCaseId } from '../../core/session/case-id.ts';
import { caseOfReport } from '../../core/session/case-of-report.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import type { Ports } from '../ports.ts';
import type { CaseStore } from './case-store.ts';
import { measuredOf } from './measured-paths.ts';
import type { ProductFacts } from './product-facts.ts';
import { readReport } from './read-report.ts';
import { ownAddressesOf } from './report-files.ts';

/** What is done with cases that need not be the open one: taking one in from a report, and laying two side by side. */
export function createCaseShelf(
  store: CaseStore,
  { playbook }: ProductFacts,
  ports: Pick<Ports, 'now' | 'random' | 'names'> & { readonly dialogs: Pick<Ports['dialogs'], 'openReport'> },
): Pick<AppHandlers['cases'], 'import' | 'compare'> {
  async function takeIn(path: string): Promise<Result<Case>> {
    const read = await readReport(path);
    if (!read.ok) return read;
    const report = read.value;
    const cases = await store.list();
    // Its own name is the one said over the phone; only when it is taken here it gets another.
    const taken = new Set(cases.map(({ id }) => id));
    const id = taken.has(report.caseId) ? drawCaseId(ports.random, taken) : report.caseId;
    const made = caseOfReport(report, id, ports.now().toISOString());
    try {
      if (report.analysis !== null) await store.writeAnalysis(id, report.analysis);
      if (report.diagnosis !== null) await store.writeDiagnosis(id, report.diagnosis);
      if (report.paths !== null) await store.writePaths(id, report.paths);
      // Last: without it the folder is no case.
      await store.write(made);
      return succeed(made);
    } catch (error) {
      await store.remove(id).catch(() => {});
      return problemFromSystem(error, 'the case');
    }
  }

  async function readWhole(id: string): Promise<WholeCase | null> {
    const current = await store.read(id);
    if (current.kind !== 'found') return null;
    const [analysis, diagnosis] = [await store.readAnalysis(id), await store.readDiagnosis(id)];
    const measured = {
      diagnosis: diagnosis.kind === 'found' ? diagnosis.value : null,
      traces: await store.readTraces(id),
      paths: await store.readPaths(id),
    };
    return {
      current: current.value,
      analysis: analysis.kind === 'found' ? analysis.value : null,
      ...measuredOf(measured, playbook),
    };
  }

  return {
    import: async () => {
      const path = await ports.dialogs.openReport();
      return path === null ? succeed(null) : takeIn(path);
    },
    compare: async ({ one, other, masks }) => {
      const [first, second] = [await readWhole(one), await readWhole(other)];
      if (first === null || second === null)
        return fail(
          'case-damaged',
          `Case ${first === null ? one : other} is no longer there, or cannot be read.`,
          'Choose another one.',
        );
      const ownAddresses = [...ownAddressesOf(first.analysis), ...ownAddressesOf(second.analysis)];
      const redactor = createRedactor({ names: { ...ports.names, ownAddresses }, masks });
      return succeed(redactor.document(compareCases(first, second)));
    },
  };
}

import type { Case } from '../../contract/case.ts';
import type { Report } from '../../contract/report.ts';
import { createCase } from './case-events.ts';

/** A case that is only read, from the report another machine made. `at` is when it was taken in. */
export function caseOfReport(report: Report, id: string, at: string): Case {
  const { analysis, diagnosis, paths, symptom } = report;
  return {
    ...createCase(id, at),
    title: report.title ?? '',
    origin: {
      kind: 'imported',
      caseId: report.caseId,
      madeAt: report.generatedAt,
      importedAt: at,
      version: report.product.version.slice(0, 100),
      masksOn: report.masks.on,
    },
    symptomText: symptom?.text.slice(0, 200_000) ?? '',
    symptom: symptom?.recognised ?? null,
    note: report.note?.slice(0, 4000) ?? '',
    capture:
      analysis === null
        ? { kind: 'none' }
        : {
            kind: 'analysed',
            source: 'file',
            fileName: analysis.files.map(({ name }) => name).join(', ') || 'capture',
            sizeBytes: analysis.files.reduce((sum, { bytes }) => sum + bytes, 0),
            analysedAt: report.generatedAt,
          },
    diagnosis: {
      measuredAt: diagnosis?.endedAt ?? null,
      addedTraces: diagnosis === null ? (paths?.traces.length ?? 0) : 0,
    },
  };
}

import { z } from 'zod';
import { analysisSchema } from './analysis.ts';
import { diagnosisSchema } from './diagnosis.ts';
import { letterSchema } from './letter.ts';
import { recordedCaptureSchema } from './live-capture.ts';
import { pathsSchema } from './paths.ts';
import { problemSchema } from './problem.ts';
import { reportSchema, reportWrittenSchema } from './report.ts';
import { reportSummarySchema } from './report-summary.ts';
import { symptomSchema } from './symptom.ts';
import { workaroundSchema } from './workaround.ts';

/** JSON Schemas (draft 2020-12) of the documents that leave the product, by the name of their file. */
export function publishedSchemas(): Readonly<Record<string, unknown>> {
  const publish = (schema: z.ZodType, title: string): unknown => ({ ...z.toJSONSchema(schema), title });
  return {
    'analysis-1': publish(analysisSchema, 'analysis/1: what captures show'),
    'capture-1': publish(recordedCaptureSchema, 'capture/1: a capture this program made'),
    'letter-1': publish(letterSchema, 'letter/1: an escalation, filled from what was measured'),
    'paths-1': publish(pathsSchema, 'paths/1: what traces show about the way to an address'),
    'diagnosis-1': publish(diagnosisSchema, 'diagnosis/1: what was measured live, and what follows'),
    'symptom-1': publish(symptomSchema, 'symptom/1: what an error text was recognised as'),
    'report-1': publish(reportSchema, 'report/1: the data of a report'),
    'report-written-1': publish(reportWrittenSchema, 'report-written/1: the report the command line wrote'),
    'report-summary-1': publish(
      reportSummarySchema,
      'report-summary/1: what the reports of a fleet say together',
    ),
    'workaround-1': publish(workaroundSchema, 'workaround/1: the temporary override'),
    'problem-1': publish(problemSchema, 'problem/1: why there is no result'),
  };
}

import { z } from 'zod';
import { analysisSchema } from './analysis.ts';
import { recordedCaptureSchema } from './live-capture.ts';
import { problemSchema } from './problem.ts';
import { reportSchema } from './report.ts';
import { symptomSchema } from './symptom.ts';

/** JSON Schemas (draft 2020-12) of the documents that leave the product, by the name of their file. */
export function publishedSchemas(): Readonly<Record<string, unknown>> {
  const publish = (schema: z.ZodType, title: string): unknown => ({ ...z.toJSONSchema(schema), title });
  return {
    'analysis-1': publish(analysisSchema, 'analysis/1: what captures show'),
    'capture-1': publish(recordedCaptureSchema, 'capture/1: a capture this program made'),
    'symptom-1': publish(symptomSchema, 'symptom/1: what an error text was recognised as'),
    'report-1': publish(reportSchema, 'report/1: the data of a report'),
    'problem-1': publish(problemSchema, 'problem/1: why there is no result'),
  };
}

import { z } from 'zod';
import { caseIdSchema } from './case.ts';
import { classificationSchema } from './paths.ts';
import { confidenceSchema, instantSchema, verdictKindSchema } from './verdict.ts';

const count = z.number().int().nonnegative();
const sites = z.array(z.string());

/** One report of a fleet, in short. */
export const summarisedReportSchema = z.object({
  /** Path below the folder, with `/`. */
  file: z.string(),
  /** First folder below the one that was named; of a file right in it, its name without ending. */
  site: z.string(),
  caseId: caseIdSchema,
  title: z.string().nullable(),
  generatedAt: instantSchema,
  /** Of the live diagnosis where there is one, else of the capture; null when neither is in the report. */
  verdict: z
    .object({
      basis: z.enum(['live', 'capture']),
      kind: verdictKindSchema,
      confidence: confidenceSchema,
    })
    .nullable(),
  /** First and last packet or attempt; null without any. */
  from: instantSchema.nullable(),
  to: instantSchema.nullable(),
  path: classificationSchema.pick({ kind: true, splitAt: true, after: true, between: true }).nullable(),
});
export type SummarisedReport = z.infer<typeof summarisedReportSchema>;

const spanned = { sites, reports: count, since: instantSchema.nullable(), until: instantSchema.nullable() };

/** `report-summary/1`: what the reports of a fleet say together. */
export const reportSummarySchema = z.object({
  schema: z.literal('report-summary/1'),
  folder: z.string(),
  reports: z.array(summarisedReportSchema),
  /** Most reports first. */
  verdicts: z.array(z.object({ kind: verdictKindSchema, ...spanned })),
  /** Routers on the ways, those at which packets part first; placeholders of masked reports are told apart by file. */
  hops: z.array(
    z.object({
      address: z.string(),
      /** Reports in which it is the last hop before the packets part, and in which it is one of those they part to. */
      splitsAfter: count,
      splitsTo: count,
      ...spanned,
    }),
  ),
  skipped: z.array(z.object({ file: z.string(), because: z.string() })),
});
export type ReportSummary = z.infer<typeof reportSummarySchema>;

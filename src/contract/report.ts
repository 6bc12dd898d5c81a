import { z } from 'zod';
import { analysisSchema } from './analysis.ts';
import { caseIdSchema, caseTitleSchema } from './case.ts';
import { diagnosisSchema } from './diagnosis.ts';
import { pathsSchema } from './paths.ts';
import { symptomSchema } from './symptom.ts';
import { instantSchema } from './verdict.ts';

/** What the user may leave out of a report. */
export const reportPartsSchema = z.object({
  symptoms: z.boolean(),
  /** The live diagnosis and the traces. */
  measurement: z.boolean(),
  sessions: z.boolean(),
  pictures: z.boolean(),
  system: z.boolean(),
  note: z.boolean(),
});
export type ReportParts = z.infer<typeof reportPartsSchema>;
export const ALL_REPORT_PARTS: ReportParts = {
  symptoms: true,
  measurement: true,
  sessions: true,
  pictures: true,
  system: true,
  note: true,
};

/** Packets of the sessions with the service: none, cut behind their TCP headers, or whole, which masks do not allow. */
export const captureChoiceSchema = z.enum(['none', 'headers', 'whole']);
export type CaptureChoice = z.infer<typeof captureChoiceSchema>;

/** A stretch of time in which something was seen, in UTC and as the clock of that machine had it. */
export const observedSchema = z.object({
  what: z.enum(['resets', 'capture', 'measurement']),
  from: instantSchema,
  to: instantSchema,
  fromLocal: z.string(),
  toLocal: z.string(),
});
export type Observed = z.infer<typeof observedSchema>;

/** `report/1`: the machine-readable half of a report. A part the user left out is null. */
export const reportSchema = z.object({
  schema: z.literal('report/1'),
  caseId: caseIdSchema,
  /** The user's own words for the case; null without any, and in reports of before there were titles. */
  title: caseTitleSchema.nullable().default(null),
  product: z.object({ name: z.string(), version: z.string() }),
  generatedAt: instantSchema,
  /** The same moment where it was made, with its offset from UTC. */
  generatedAtLocal: z.string(),
  masks: z.object({ on: z.boolean(), placeholders: z.record(z.string(), z.number().int()) }),
  analysis: analysisSchema.nullable(),
  /** Reports of before there was a step Diagnose have neither this nor paths. */
  diagnosis: diagnosisSchema.nullable().default(null),
  /** Of traces made elsewhere, where nothing was measured here; otherwise they are in the diagnosis. */
  paths: pathsSchema.nullable().default(null),
  symptom: z.object({ text: z.string(), recognised: symptomSchema }).nullable(),
  system: z.object({ platform: z.string(), release: z.string(), runtime: z.string() }).nullable(),
  note: z.string().nullable(),
  /** When it was seen; reports of before do not say it apart. */
  observed: z.array(observedSchema).default([]),
  /** What was changed on this machine, and what ran with administrator rights: stated even when it is nothing. */
  changes: z.array(z.string()),
  elevatedCommands: z.array(z.string()),
  /** What ran to record without such rights. */
  commands: z.array(z.string()).default([]),
});
export type Report = z.infer<typeof reportSchema>;

/** One file of the report as it will leave: these bytes and no others. */
export const reportFileSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Its very characters; of a capture, what it holds. */
  text: z.string(),
  /** False where the text is only the beginning: a window does not show millions of lines. */
  isWhole: z.boolean(),
  isCapture: z.boolean(),
});
export type ReportFile = z.infer<typeof reportFileSchema>;

/** How far a report is: which part is being made, by its name, and how many are. */
export const reportProgressSchema = z.object({
  doing: z.enum(['making', 'packing', 'printing']),
  part: z.string(),
  done: z.number().int().nonnegative(),
  /** Zero where nobody knows. */
  total: z.number().int().nonnegative(),
});
export type ReportProgress = z.infer<typeof reportProgressSchema>;

/** `report-written/1`: what the command line wrote. */
export const reportWrittenSchema = z.object({
  schema: z.literal('report-written/1'),
  file: z.string(),
  bytes: z.number().int().positive(),
  files: z.array(reportFileSchema.pick({ name: true, sha256: true })),
});
export type ReportWritten = z.infer<typeof reportWrittenSchema>;

import { z } from 'zod';
import { caseIdSchema, caseTitleSchema } from './case.ts';
import { classificationSchema } from './paths.ts';
import { instantSchema, verdictSchema } from './verdict.ts';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

/** How many of how many failed, with Wilson's interval at 95 %. */
export const countedShareSchema = z.object({
  failures: count,
  attempts: count,
  interval: z.object({ low: share, high: share }),
});

const verdictOfSideSchema = verdictSchema.pick({ kind: true, confidence: true, summary: true });

/** One case of two that are laid side by side. Null: the case has nothing of that kind. */
export const comparedCaseSchema = z.object({
  id: caseIdSchema,
  title: caseTitleSchema,
  isImported: z.boolean(),
  /** From the first to the last packet or attempt. */
  span: z.object({ from: instantSchema, to: instantSchema }).nullable(),
  measuredVerdict: verdictOfSideSchema.nullable(),
  captureVerdict: verdictOfSideSchema.nullable(),
  /** Live attempts that failed. */
  live: z.object({ anycast: countedShareSchema, legacy: countedShareSchema }).nullable(),
  /** Sessions of captures that were reset from the server's side while they were open. */
  capture: z.object({ anycast: countedShareSchema, legacy: countedShareSchema }).nullable(),
  resetsPerHour: z.object({ resets: count, hours: z.number().positive(), perHour: z.number() }).nullable(),
  edges: z.array(z.object({ name: z.string(), ttl: z.number().int(), sessions: count })).nullable(),
  hops: z.array(z.object({ ttl: z.number().int(), responders: z.array(z.string()) })).nullable(),
  path: classificationSchema.pick({ kind: true, splitAt: true, summary: true }).nullable(),
});
export type ComparedCase = z.infer<typeof comparedCaseSchema>;

export const caseComparisonSchema = z.object({
  one: comparedCaseSchema,
  other: comparedCaseSchema,
  /** What the shares were compared by; `none` when there is nothing alike in both. */
  basis: z.enum(['live', 'capture', 'none']),
  /** Fisher's exact test, two-sided; null without a basis. */
  probability: share.nullable(),
  /** What changed, and whether the difference is more than chance: one sentence that can be read aloud. */
  summary: z.string(),
  /** What this comparison cannot show. */
  limits: z.array(z.string()),
});
export type CaseComparison = z.infer<typeof caseComparisonSchema>;

import { z } from 'zod';
import { diagnosisSchema, probeAttemptSchema } from './diagnosis.ts';
import { flowSchema, pathsSchema, traceSchema } from './paths.ts';
import { instantSchema } from './verdict.ts';

/** The live diagnosis as the window sees it while it runs, and what is kept of it beside the case. */

const count = z.number().int().nonnegative();

export const diagnosisModeSchema = diagnosisSchema.shape.mode;

/** What is to be measured. */
export const diagnosisWishSchema = z.object({
  mode: diagnosisModeSchema,
  /** For how long to leave one session quiet; null: not at all. */
  idleMinutes: z.number().int().min(1).max(60).nullable(),
  /** The user agrees that a third party is asked whose network each hop belongs to. */
  namesNetworks: z.boolean().optional(),
  /** Packets are recorded meanwhile, and those around resets are kept. */
  records: z.boolean().optional(),
  /** How long to `watch`; an hour unless said otherwise. */
  watchMinutes: z.number().int().min(1).max(1440).optional(),
});
export type DiagnosisWish = z.infer<typeof diagnosisWishSchema>;

export const checkIdSchema = diagnosisSchema.shape.checks.element.shape.id;
export type CheckId = z.infer<typeof checkIdSchema>;

/** In the order of the rows, all of which are there from the first moment. */
const CHECK_ORDER = checkIdSchema.options;

/** The rows of a measurement: the quiet session has one only when it was asked for. */
export const checksOf = ({ idleMinutes }: Pick<DiagnosisWish, 'idleMinutes'>): readonly CheckId[] =>
  CHECK_ORDER.filter((id) => id !== 'idle' || idleMinutes !== null);

export const liveCheckSchema = z.object({
  id: checkIdSchema,
  state: z.enum(['waiting', 'running', 'done', 'trouble', 'not-done']),
  /** What came of it, one sentence; empty before its end. */
  text: z.string(),
});
export type LiveCheck = z.infer<typeof liveCheckSchema>;

/** `part-diagnosis/1`: what has been measured so far. Kept while it runs, so that a crash takes no attempt along. */
export const partDiagnosisSchema = z.object({
  schema: z.literal('part-diagnosis/1'),
  mode: diagnosisModeSchema,
  startedAt: instantSchema,
  updatedAt: instantSchema,
  checks: z.array(liveCheckSchema),
  attempts: z.array(probeAttemptSchema),
  /** Those over IPv6, which no count of the others holds; parts of before did not keep them. */
  ipv6Tries: z.array(probeAttemptSchema).default([]),
  /** Tries an arm the plan makes at most. */
  plannedPerArm: count,
  /** Connections an arm that no plan may go beyond. */
  limitPerArm: count,
  /** Seconds until the end, estimated from the pace so far. */
  secondsLeft: count,
});
export type PartDiagnosis = z.infer<typeof partDiagnosisSchema>;

/** Everything of a running diagnosis but its attempts, which are told one by one. */
export const diagnoseProgressSchema = partDiagnosisSchema.omit({
  attempts: true,
  ipv6Tries: true,
  schema: true,
});
export type DiagnoseProgress = z.infer<typeof diagnoseProgressSchema>;

/** A trace as a program printed it: made by us, or elsewhere and pasted or dropped by the user. */
export const traceOutputSchema = z.object({
  /** The command that was run here, or the name of what was pasted or dropped. */
  source: z.string().max(1000),
  text: z.string().max(4_000_000),
  /** Null to find out from its shape. */
  origin: z.enum(['linux', 'macos', 'windows', 'mtr', 'mtr-json', 'scamper']).nullable(),
  flow: flowSchema,
  /** Null as the text says. */
  protocol: traceSchema.shape.protocol.nullable(),
  /** Where it was traced to, when the text does not say. */
  address: z.string().nullable(),
  /** AS numbers of its responders by address, when the user agreed to have them looked up. */
  networks: z.record(z.string(), z.string().regex(/^AS\d{1,10}$/)).optional(),
  isPartial: z.boolean(),
  isOwn: z.boolean(),
  /** The program ran with administrator rights. */
  isElevated: z.boolean().optional(),
});
export type TraceOutput = z.infer<typeof traceOutputSchema>;

/** `traces/1`: the outputs behind the paths of a case, so that another one can be fused with them. */
export const keptTracesSchema = z.object({
  schema: z.literal('traces/1'),
  outputs: z.array(traceOutputSchema),
});

/** What the window shows of the open case. */
export const diagnoseViewSchema = z.object({
  running: partDiagnosisSchema.nullable(),
  /** What a measurement left that was running when the program died. */
  left: partDiagnosisSchema.nullable(),
  result: diagnosisSchema.nullable(),
  /** Of the result, or of traces made elsewhere alone. */
  paths: pathsSchema.nullable(),
  /** When a measurement begins by itself. */
  againAt: instantSchema.nullable(),
});
export type DiagnoseView = z.infer<typeof diagnoseViewSchema>;

/** What was pasted or dropped as a trace; a megabyte is three hundred traces. */
export const addedTraceSchema = z.object({
  name: z.string().min(1).max(255),
  bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= 2_000_000),
  flow: flowSchema,
});

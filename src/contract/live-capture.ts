import { z } from 'zod';
import { sessionSchema } from './analysis.ts';
import { captureEndSchema, kernelCountsSchema } from './broker.ts';
import { rightsSchema } from './rights.ts';
import { instantSchema } from './verdict.ts';

const count = z.number().int().nonnegative();
const address = z.string().max(45);

/** Where the user says what they saw: right before they try, and when it broke. */
export const markKindSchema = z.enum(['before', 'happened']);
export const markSchema = z.object({ kind: markKindSchema, at: instantSchema });
export type Mark = z.infer<typeof markSchema>;

/** One connection or one git command made on request, and what became of it. */
export const attemptSchema = z.object({
  kind: z.enum(['tls', 'https', 'ssh-banner', 'git-ls-remote']),
  arm: z.enum(['anycast', 'control', 'git']),
  address: address.nullable(),
  port: z.number().int().nullable(),
  /** Our own port, which finds the session in the capture; null when there never was one. */
  sourcePort: z.number().int().nullable(),
  startedAt: instantSchema,
  /** How far it came: `done`, or where it stopped. */
  phase: z.enum(['connect', 'tls', 'request', 'banner', 'git', 'done']),
  ms: z.number().nonnegative(),
  /** The system's code or the first line of what went wrong; null when nothing did. */
  error: z.string().max(500).nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** How packets are captured: without asking, after the system's prompt, or by hand. */
const captureWaySchema = z.enum(['root', 'able', 'prompt']);

/** Why a capture came to its end. */
export const recordedEndSchema = z.enum([...captureEndSchema.options, 'disk-full', 'connection-lost']);
export type RecordedEnd = z.infer<typeof recordedEndSchema>;

/** `capture/1`: a capture this program made, kept beside the file. */
export const recordedCaptureSchema = z.object({
  schema: z.literal('capture/1'),
  file: z.object({ name: z.string(), bytes: count }),
  command: z.array(z.string()),
  way: captureWaySchema,
  interface: z.string(),
  /** Whether the file holds the newest packets only; the counts are of all that passed. */
  ring: z.boolean().default(false),
  targets: z.array(address),
  startedAt: instantSchema,
  endedAt: instantSchema,
  reason: recordedEndSchema,
  packets: count,
  sessions: count,
  resets: count,
  kernel: kernelCountsSchema,
  marks: z.array(markSchema),
  attempts: z.array(attemptSchema),
});
export type RecordedCapture = z.infer<typeof recordedCaptureSchema>;

/** What will happen, before it does. */
export const livePlanSchema = z.object({
  ...rightsSchema.shape,
  /** Lines to show and copy; what will run, written so that it can be typed. Empty when no tool is here. */
  command: z.array(z.string()),
  interfaces: z.array(z.string()),
  targets: z.array(address),
});
export type LivePlan = z.infer<typeof livePlanSchema>;

/** "Connect for me" has come to its end: so many connections were made. */
export const connectedSchema = z.object({ made: count });

/** What a recording left that the program did not live to end. */
export const leftOverSchema = z.object({ fileName: z.string(), startedAt: instantSchema });
export type LeftOver = z.infer<typeof leftOverSchema>;

/** Four times a second while a capture runs. */
export const liveProgressSchema = z.object({
  seconds: z.number().nonnegative(),
  bytes: count,
  packets: count,
  sessions: count,
  resets: count,
  /** Null where the system does not say. */
  diskFreeBytes: count.nullable(),
});
export type LiveProgress = z.infer<typeof liveProgressSchema>;

const reset = sessionSchema.shape.resets.element.shape;

/** A reset the moment it was seen, with its first reading; the analysis at the end knows more. Holds nothing private. */
export const liveResetSchema = z.object({
  session: z.string(),
  at: reset.at,
  from: reset.from,
  server: sessionSchema.shape.server,
  clientPort: z.number().int(),
  cause: reset.cause,
  confidence: reset.confidence,
  ttlDifference: reset.ttlDifference,
  delayMs: reset.delayMs,
});
export type LiveReset = z.infer<typeof liveResetSchema>;

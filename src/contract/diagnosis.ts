import { z } from 'zod';
import { idleSessionSchema } from './idle-session.ts';
import { ipv6ArmSchema } from './ipv6-arm.ts';
import { meanwhileRecordingSchema } from './meanwhile-recording.ts';
import { pathMtuSchema } from './path-mtu.ts';
import { pathsSchema } from './paths.ts';
import { instantSchema, verdictKindSchema, verdictSchema } from './verdict.ts';

/** `diagnosis/1`: what was measured live from here, and what follows. Shapes and words follow docs/cli.md. */

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);
const port = z.number().int().min(0).max(65_535);

export const armSchema = z.enum(['anycast', 'legacy']);

/** What an attempt does, from the fewest client packets to the most; the download apart, whose resets are mostly stale. */
export const rungSchema = z.enum(['connect', 'greeting', 'tls', 'upload', 'download']);

export const outcomeSchema = z.enum([
  'ok',
  'reset',
  /** The server ended it properly, before it was through: its own decision, no failure of the way. */
  'closed',
  'refused',
  'timeout',
  'unreachable',
  /** HTTP 429 or 503, or SSH's MaxStartups: we are the trouble, and stop. */
  'rate-limited',
  'stopped',
]);

export const probeAttemptSchema = z.object({
  number: z.number().int().positive(),
  arm: armSchema,
  rung: rungSchema,
  address: z.string(),
  port,
  /** Our own port, which finds the session in a capture; null when there never was a connection. */
  sourcePort: port.nullable(),
  startedAt: instantSchema,
  /** How far it came: `done`, or what it was doing when it ended. */
  phase: z.enum(['connect', 'greeting', 'tls', 'hold', 'upload', 'download', 'done']),
  outcome: outcomeSchema,
  ms: z.number().nonnegative(),
  /** Until the connection was open: one round trip; null when it never was. */
  connectMs: z.number().nonnegative().nullable(),
  /** Since our newest packet, for an attempt that was reset; null otherwise. */
  resetDelayMs: z.number().nonnegative().nullable(),
  /** Packets from us until the end, at least: SYN, ACK and our writes; what the system acknowledged by itself is not seen. */
  clientPackets: count,
  /** First words of the answer, made inert: SSH greeting or HTTP status line. */
  answer: z.string().nullable(),
  error: z.string().nullable(),
});

export const armCountSchema = z.object({ attempts: count, failures: count, resets: count });

const armReadingSchema = armCountSchema.extend({
  /** Wilson's interval of the failure rate at 95 %. */
  interval: z.object({ low: share, high: share }),
  /** After no failure: the rate excluded with 95 %; otherwise null. */
  highestRate: share.nullable(),
});

export const comparisonSchema = z.object({
  plan: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('fixed'), attemptsPerArm: count }),
    z.object({
      kind: z.literal('sequential'),
      healthyRate: share,
      faultyRate: share,
      mostAttemptsPerArm: count,
    }),
  ]),
  isComplete: z.boolean(),
  anycast: armReadingSchema,
  legacy: armReadingSchema,
  /** Fisher's exact test; null for a sequential plan and before the end of a fixed one. */
  oneSided: share.nullable(),
  twoSided: share.nullable(),
  sequential: z.enum(['healthy', 'faulty', 'go-on']).nullable(),
  rungs: z.array(z.object({ rung: rungSchema, port, anycast: armCountSchema, legacy: armCountSchema })),
  /** Chance that failures lie this far up the ladder when packets do not matter. */
  rising: share.nullable(),
  /** Share of packets that go the other way, if that is what it is (domain of S(n)); null without a reset. */
  strayShare: z.object({ share, interval: z.object({ low: share, high: share }) }).nullable(),
  /** The rungs look like one such share, by their deviance from S(n); null without a reset. */
  fitsModel: z.boolean().nullable(),
});

export const findingSchema = z.object({
  kind: z.string(),
  severity: z.enum(['caps', 'mind', 'fact']),
  text: z.string(),
});

const earlierSchema = z.object({
  startedAt: instantSchema,
  endedAt: instantSchema,
  kind: verdictKindSchema,
  anycast: armCountSchema,
  /** Both compared, in a sentence. */
  text: z.string(),
});

export const diagnosisSchema = z.object({
  schema: z.literal('diagnosis/1'),
  mode: z.enum(['quick', 'standard', 'thorough', 'watch']),
  startedAt: instantSchema,
  endedAt: instantSchema,
  /** Why the experiment ended: its plan, the user, the service asking for less, or nothing to measure. */
  end: z.enum(['complete', 'stopped', 'asked-for-less', 'no-answer', 'nothing-to-measure']),
  environment: z.object({
    /** Addresses of the service as this system resolves it, hosts file included. */
    system: z.array(z.string()),
    /** As DNS gives them, past the hosts file; empty when DNS did not answer. */
    dns: z.array(z.string()),
    anycast: z.array(z.string()),
    legacy: z.array(z.string()),
    /** How far the service's clock is ahead of this computer's; null when no answer told. */
    clockOffsetSeconds: z.number().int().nullable().default(null),
    findings: z.array(findingSchema),
  }),
  checks: z.array(
    z.object({
      id: z.enum([
        'addresses',
        'environment',
        'certificates',
        'host-keys',
        'experiment',
        'path-mtu',
        'paths',
        'idle',
      ]),
      state: z.enum(['done', 'trouble', 'not-done']),
      text: z.string(),
    }),
  ),
  identities: z.array(
    z.object({
      address: z.string(),
      service: z.enum(['https', 'ssh']),
      outcome: z.string(),
      detail: z.string().nullable(),
    }),
  ),
  attempts: z.array(probeAttemptSchema),
  comparison: comparisonSchema,
  paths: pathsSchema.nullable(),
  /** Null when it was not looked at, as in documents from before it could be. */
  pathMtu: pathMtuSchema.nullable().default(null),
  /** Null when it was not asked for. */
  idle: idleSessionSchema.nullable().default(null),
  /** What was measured before, when this was the look again after it. */
  earlier: earlierSchema.nullable().default(null),
  /** Of the usual addresses over IPv6, apart from both arms; null where there is no way to any. */
  ipv6: ipv6ArmSchema(probeAttemptSchema).nullable().default(null),
  /** What was recorded meanwhile; null when it was not asked for. */
  recording: meanwhileRecordingSchema.nullable().default(null),
  verdict: verdictSchema,
});

export type Diagnosis = z.infer<typeof diagnosisSchema>;
export type ProbeAttempt = z.infer<typeof probeAttemptSchema>;
export type ProbeOutcome = z.infer<typeof outcomeSchema>;
export type Rung = z.infer<typeof rungSchema>;
export type Arm = z.infer<typeof armSchema>;
export type LiveComparison = z.infer<typeof comparisonSchema>;
export type Earlier = z.infer<typeof earlierSchema>;
export type Ipv6Arm = NonNullable<Diagnosis['ipv6']>;
export type Finding = z.infer<typeof findingSchema>;

import { z } from 'zod';

/** RFC 3339 in UTC, with as many digits as the source really had. */
export const instantSchema = z.string().regex(/^\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/);

export const confidenceSchema = z.enum(['none', 'weak', 'moderate', 'strong']);

export const evidenceSchema = z.object({ kind: z.string(), text: z.string() });

export const verdictKindSchema = z.enum([
  'anycast-shift-per-packet',
  'anycast-shift-route-change',
  'ipv6-flow-label-rehash',
  'stateless-reset-not-anycast',
  'firewall-reset',
  'middlebox-injection',
  'idle-timeout',
  'server-abort',
  'port-closed',
  'local-reset',
  'provider-maintenance',
  'pmtud-blackhole',
  'unreachable',
  'healthy',
  'insufficient',
  'capture-invalid',
]);

export const verdictSchema = z.object({
  kind: verdictKindSchema,
  confidence: confidenceSchema,
  /** One sentence that can be read aloud. */
  summary: z.string(),
  for: z.array(evidenceSchema),
  against: z.array(evidenceSchema),
  ruledOut: z.array(z.object({ kind: verdictKindSchema, text: z.string() })),
  runnerUp: z.object({ kind: verdictKindSchema, separatingCheck: z.string() }).nullable(),
  /** Every line of the score for a per-packet split, with what it gave and why. */
  score: z.array(z.object({ line: z.string(), points: z.number(), because: z.string() })),
});

export type Verdict = z.infer<typeof verdictSchema>;
export type VerdictKind = z.infer<typeof verdictKindSchema>;
export type Confidence = z.infer<typeof confidenceSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;

/** Exit codes of the command line for each verdict. */
export function exitCodeFor(kind: VerdictKind): 0 | 10 | 11 | 12 {
  switch (kind) {
    case 'healthy':
      return 0;
    case 'anycast-shift-per-packet':
    case 'anycast-shift-route-change':
    case 'ipv6-flow-label-rehash':
      return 10;
    case 'insufficient':
    case 'capture-invalid':
      return 12;
    default:
      return 11;
  }
}

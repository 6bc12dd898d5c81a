import { z } from 'zod';
import { confidenceSchema } from './verdict.ts';

/** `paths/1`: what traces show about the way to an address. Shapes and words follow the command line contract (docs/cli.md). */

const count = z.number().int().nonnegative();
const ttl = z.number().int().min(1).max(255);

export const flowSchema = z.enum(['same', 'varied', 'unknown']);

export const targetSchema = z.object({ name: z.string().nullable(), address: z.string().nullable() });

export const traceSchema = z.object({
  /** Base name of the file, or the command that was run here. */
  source: z.string(),
  format: z.enum([
    ...(['linux', 'macos', 'windows', 'pathping', 'tracepath', 'scamper'] as const),
    ...(['mtr', 'mtr-json', 'mtr-csv', 'mtr-raw'] as const),
  ]),
  flow: flowSchema,
  protocol: z.enum(['tcp', 'udp', 'icmp', 'unknown']),
  target: targetSchema,
  /** It was run here with administrator rights. */
  isElevated: z.boolean().default(false),
  /** The address traced to answered; null when the target is not known. */
  reached: z.boolean().nullable(),
  /** False for tools that print one address a hop, however many answered. */
  showsEveryResponder: z.boolean(),
  notes: z.array(z.string()),
});

export const pathResponderSchema = z.object({
  address: z.string().nullable(),
  name: z.string().nullable(),
  /** `AS64500`, when the tool printed it, or the user agreed to have it looked up. */
  network: z.string().nullable(),
  flow: flowSchema,
  /** Answers in all traces of this flow; null when the tool does not say who answered how often. */
  answers: count.nullable(),
  rttMs: z.object({ lowest: z.number(), median: z.number(), highest: z.number() }).nullable(),
  /** `!X` and the like, and TCP flags of the target, each once. */
  marks: z.array(z.string()),
});

export const pathHopSchema = z.object({
  ttl,
  /** One entry for each address and flow. */
  responders: z.array(pathResponderSchema),
  probes: z.array(z.object({ flow: flowSchema, sent: count, answered: count })),
  /** The answers in the order of the probes, one list a trace: indices into `responders`, null for silence. */
  order: z.array(z.object({ trace: count, answers: z.array(count.nullable()) })),
});

export const classificationSchema = z.object({
  kind: z.enum(['single-path', 'per-flow', 'per-packet', 'route-change', 'possible-alias', 'unknown']),
  /** TTL of the first hop at which the packets part. */
  splitAt: ttl.nullable(),
  /** Addresses that answered there; names where the tool gave no address. */
  between: z.array(z.string()),
  /** The last hop before it that all share; null when it stayed silent or there is none. */
  after: z.string().nullable(),
  confidence: confidenceSchema,
  /** One sentence that can be read aloud. */
  summary: z.string(),
  because: z.array(z.string()),
  /** What these traces cannot show. */
  limits: z.array(z.string()),
});

const pathSchema = z.object({
  target: targetSchema,
  hops: z.array(pathHopSchema),
  classification: classificationSchema,
});

export const pathsSchema = pathSchema.extend({
  schema: z.literal('paths/1'),
  traces: z.array(traceSchema),
  /** Paths to further targets, when the files hold traces to several. */
  others: z.array(pathSchema),
});

export type Paths = z.infer<typeof pathsSchema>;
export type PathOfTarget = z.infer<typeof pathSchema>;
export type PathHop = z.infer<typeof pathHopSchema>;
export type Classification = z.infer<typeof classificationSchema>;

/**
 * Exit codes of `trace`: 0 one path or the ordinary spreading by session; 10 what is consistent with anycast shift;
 * 12 nothing certain.
 */
export function exitCodeForPath(kind: Classification['kind']): 0 | 10 | 12 {
  switch (kind) {
    case 'single-path':
    case 'per-flow':
      return 0;
    case 'per-packet':
    case 'route-change':
      return 10;
    case 'possible-alias':
    case 'unknown':
      return 12;
  }
}

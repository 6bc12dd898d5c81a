import { z } from 'zod';

/** `resources/verdict-weights.json`: points of each line of the score, as data, so that they can be argued about. */
export const verdictWeightsSchema = z.object({
  schema: z.literal('verdict-weights/1'),
  source: z.string(),
  lines: z.object({
    'bare-echo': z.number(),
    'several-sessions': z.number(),
    'ttl-differs': z.number(),
    'edge-match': z.number(),
    'delay-of-other-edge': z.number(),
    'server-continues': z.number(),
    'stale-share': z.number(),
    'syn-ack-repeats': z.number(),
    'two-syn-acks': z.number(),
    'control-clean': z.number(),
    'control-clean-strongly': z.number(),
    'rising-failures': z.number(),
    'same-flow-split': z.number(),
    'same-flow-split-once': z.number(),
    'real-acknowledgement': z.number(),
    'same-edge': z.number(),
    'near-device': z.number(),
    'control-fails-too': z.number(),
    'idle-before': z.number(),
    'one-port-only': z.number(),
  }),
  forensicsCap: z.number(),
  thresholds: z.object({ moderate: z.number(), weak: z.number() }),
});

export type VerdictWeights = z.infer<typeof verdictWeightsSchema>;

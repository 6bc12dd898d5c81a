import { z } from 'zod';
import { confidenceSchema } from './verdict.ts';

/** `symptom/1`: what a pasted error text was recognised as, and the facts in it. Offsets are UTF-16 units into the masked text. */
export const symptomSchema = z.object({
  schema: z.literal('symptom/1'),
  matches: z.array(
    z.object({
      /** Number 1..5 of a published example, or the id of a present-day variant. */
      example: z.union([z.number().int().min(1).max(5), z.string()]),
      id: z.string(),
      title: z.string(),
      confidence: confidenceSchema,
      span: z.object({ start: z.number().int().nonnegative(), end: z.number().int().nonnegative() }),
      proves: z.string(),
      doesNotProve: z.string(),
    }),
  ),
  facts: z.object({
    addresses: z.array(z.string()),
    hosts: z.array(z.string()),
    ports: z.array(z.number().int()),
    byteCounts: z.array(z.number().int()),
    times: z.array(z.string()),
  }),
  /** Secrets that were masked before anything was kept. */
  masked: z.number().int().nonnegative(),
});

export type Symptom = z.infer<typeof symptomSchema>;

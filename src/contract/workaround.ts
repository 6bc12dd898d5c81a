import { z } from 'zod';
import { instantSchema } from './verdict.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const serviceTallySchema = z.object({
  attempts: count,
  proved: count,
  medianMs: z.number().nonnegative().nullable(),
  trouble: z
    .enum(['proved', 'foreign', 'untrusted', 'reset', 'refused', 'timeout', 'unreachable', 'not-checked'])
    .nullable(),
});

export const addressVerdictSchema = z.object({
  address: z.string(),
  usable: z.boolean(),
  because: z.string(),
  https: serviceTallySchema,
  ssh: serviceTallySchema,
});

export const diffLineSchema = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  line: z.number().int().positive(),
  text: z.string(),
});

const entrySchema = z.object({ address: z.string(), name: z.string() });

export const hostsStatusSchema = z.object({
  path: z.string(),
  /** This system's own hosts file, and not one of an image or another machine. */
  isSystem: z.boolean(),
  block: z
    .object({
      id: z.string(),
      madeAt: z.string(),
      expiresAt: z.string(),
      version: z.string(),
      entries: z.array(entrySchema),
      edited: z.boolean(),
      expired: z.boolean(),
    })
    .nullable(),
  damaged: z.boolean(),
  overrides: z.array(z.object({ name: z.string(), addresses: z.array(z.string()) })),
});

/** `workaround/1`: the temporary override, what there is of it, and what a command did. */
export const workaroundSchema = z.object({
  schema: z.literal('workaround/1'),
  action: z.enum(['status', 'test', 'apply', 'revert']),
  at: instantSchema,
  dryRun: z.boolean(),
  hostsFile: hostsStatusSchema.nullable(),
  /** Overrides that need no administrator, found in the user's own configuration. */
  userLevel: z.object({
    git: z.object({
      version: z.string().nullable(),
      canResolve: z.boolean(),
      overrides: z.array(entrySchema),
    }),
  }),
  addresses: z.array(addressVerdictSchema),
  recommended: z.string().nullable(),
  /** Why the override was not made, in a sentence; null when it was, or was not asked for. */
  refusal: z.string().nullable(),
  change: z
    .object({
      diff: z.array(diffLineSchema),
      competing: z.array(z.object({ line: z.number().int().positive(), text: z.string() })),
      sha256Before: sha256,
      sha256After: sha256,
      written: z.boolean(),
      way: z.enum(['renamed', 'in-place']).nullable(),
      backup: z.string().nullable(),
    })
    .nullable(),
  /** What the system's own resolver answers now, for each name of the override. */
  effect: z.array(z.object({ name: z.string(), addresses: z.array(z.string()), effective: z.boolean() })),
  warnings: z.array(z.string()),
});

export type Workaround = z.infer<typeof workaroundSchema>;
export type HostsStatusView = z.infer<typeof hostsStatusSchema>;

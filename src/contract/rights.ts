import { z } from 'zod';

/** By what way administrator rights would come if they were needed now. Asks nobody. */
export const rightsSchema = z.object({
  way: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('root') }),
    z.object({ kind: z.literal('able'), tool: z.string() }),
    z.object({ kind: z.literal('prompt') }),
    /** The permission was given before in this session; nobody is asked again. */
    z.object({ kind: z.literal('open') }),
    z.object({
      kind: z.literal('manual'),
      reason: z.enum(['no-way-to-ask', 'untrusted-program', 'declined', 'unknown-system', 'no-tool']),
      detail: z.string(),
    }),
  ]),
  /** The user said no before in this session; `begin` with `askAgain` asks all the same. */
  wasDeclined: z.boolean(),
});
export type Rights = z.infer<typeof rightsSchema>;

import { z } from 'zod';
import { instantSchema } from './verdict.ts';

/** One session that is left quiet for longer and longer, to see whether the way forgets it. */

const seconds = z.number().nonnegative();

export const idleSessionSchema = z.object({
  /** How long the user was ready to wait. */
  minutes: z.number().int().positive(),
  address: z.string(),
  port: z.number().int(),
  /** Our own port, which finds the session in a capture; null when it never opened. */
  sourcePort: z.number().int().nullable(),
  startedAt: instantSchema,
  /** Each pause and what our next request met; the session begins with one, after no pause. */
  pauses: z.array(z.object({ quietSeconds: seconds, isAnswered: z.boolean() })),
  /**
   * `alive` to the end of the plan; `closed` properly by the other side (FIN); `reset-in-silence`; `reset-on-next-packet` or
   * `no-answer` when it was used again; `not-opened`; `stopped` by the user.
   */
  end: z.enum([
    'alive',
    'closed',
    'reset-in-silence',
    'reset-on-next-packet',
    'no-answer',
    'not-opened',
    'stopped',
  ]),
  /** For how long it had been quiet then; null for `alive`, `stopped` and `not-opened`. */
  quietSeconds: seconds.nullable(),
  /** The longest pause after which it was still answered. */
  survivedSeconds: seconds,
});

export type IdleSession = z.infer<typeof idleSessionSchema>;

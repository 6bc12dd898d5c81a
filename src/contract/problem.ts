import { z } from 'zod';

/** `problem/1`: something expected went wrong. `message` says what happened, `hint` what to do. */
export const problemKindSchema = z.enum([
  'usage',
  'not-found',
  'not-readable',
  'not-a-capture',
  'not-a-trace',
  'not-a-report',
  'empty-file',
  'no-permission',
  'disk-full',
  'cancelled',
  'case-damaged',
  'too-large',
  'no-rights',
  'no-tool',
  'bug',
]);

export const problemSchema = z.object({
  schema: z.literal('problem/1'),
  kind: problemKindSchema,
  message: z.string(),
  hint: z.string(),
  /** Which of several cases of that kind it is; of `no-rights` always given. For programs, never shown. */
  reason: z.string().max(40).optional(),
  /** What the system itself said, in its own words and language; for support, not for reading. */
  detail: z.string().max(2000).optional(),
});

export type Problem = z.infer<typeof problemSchema>;
export type ProblemKind = z.infer<typeof problemKindSchema>;

/** Expected failure is a value; a throw is a bug. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (
  kind: ProblemKind,
  message: string,
  hint: string,
  more: Pick<Problem, 'reason' | 'detail'> = {},
): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { schema: 'problem/1', kind, message, hint, ...more },
});

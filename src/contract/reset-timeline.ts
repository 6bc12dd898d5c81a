import { z } from 'zod';
import { resetCauseSchema } from './analysis.ts';
import { instantSchema } from './verdict.ts';

const count = z.number().int().nonnegative();

/** One mark: the reset sessions of one slot of time, or one of them where there are few. */
const timelineMarkSchema = z.object({
  slot: count,
  /** When the first and the last of them were reset. */
  at: instantSchema,
  until: instantSchema,
  /** The first of them in time, and its place among the reset sessions as `capture.sessions` lists them. */
  id: z.string(),
  index: count,
  arms: z.object({ anycast: count, control: count, other: count }),
  causes: z.array(z.object({ cause: resetCauseSchema, sessions: count })),
  resets: count,
  sessions: z.number().int().positive(),
});
export type TimelineMark = z.infer<typeof timelineMarkSchema>;

/** When sessions were reset, over the whole capture; never more than some marks for each slot, however many there are. */
export const resetTimelineSchema = z.object({
  from: instantSchema,
  to: instantSchema,
  slots: z.number().int().positive(),
  /** Sessions that were reset. */
  sessions: count,
  /** In the order of time. */
  marks: z.array(timelineMarkSchema),
});
export type ResetTimeline = z.infer<typeof resetTimelineSchema>;

import { z } from 'zod';
import { recordedEndSchema } from './live-capture.ts';
import { instantSchema, verdictSchema } from './verdict.ts';

const count = z.number().int().nonnegative();

/** What was recorded beside a measurement: of all that passed, only what came around resets is kept. */
export const meanwhileRecordingSchema = z.object({
  startedAt: instantSchema,
  endedAt: instantSchema,
  reason: recordedEndSchema,
  /** Of all that passed. */
  packets: count,
  resets: count,
  /** Empty when nothing was reset: then there is no file. */
  files: z.array(
    z.object({
      name: z.string(),
      bytes: count,
      /** What the packets in it say by themselves, as of `analyze`; null when it could not be read. */
      verdict: verdictSchema.pick({ kind: true, confidence: true, summary: true }).nullable(),
    }),
  ),
});
export type MeanwhileRecording = z.infer<typeof meanwhileRecordingSchema>;

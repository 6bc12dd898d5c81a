import { POLITENESS, type ProbePlan, type ProbeStep } from './probe-plan.ts';

/** Bytes of an upload leave this far apart on average: the gap between them varies from 0.7 to 1.5 of itself. */
const MEAN_GAP_MS = 1.1 * POLITENESS.byteGapMs;
/** The handshakes of a try, on a path of usual length. */
const ROUND_TRIPS_MS = 200;
const DOWNLOAD_MS = 1500;

/** How long a try takes when nothing goes wrong, the pause behind it included. */
function expectedMs({ rung, bytes, port }: ProbeStep): number {
  const pause = POLITENESS.pauseMs + POLITENESS.jitterMs / 2;
  const used =
    rung === 'download'
      ? DOWNLOAD_MS
      : rung === 'upload'
        ? bytes * MEAN_GAP_MS + (port === 22 ? POLITENESS.holdMs : 0)
        : POLITENESS.holdMs;
  return pause + ROUND_TRIPS_MS + used;
}

const sum = (steps: readonly ProbeStep[]): number =>
  steps.reduce((total, step) => total + expectedMs(step), 0);

/**
 * Seconds until a plan is carried out, from what its steps take by themselves and the pace of those that are done: resets
 * make it faster, silence slower.
 *
 * @param done tries an arm so far
 * @param elapsedMs since the first of them began
 */
export function secondsLeft(
  { steps, everyMs }: Pick<ProbePlan, 'steps' | 'everyMs'>,
  done: number,
  elapsedMs: number,
): number {
  if (everyMs !== null) return Math.max(0, Math.round((steps.length * everyMs - elapsedMs) / 1000));
  const expected = sum(steps.slice(0, done));
  // Few tries tell little of the pace: the plan itself counts like five of them.
  const trust = done / (done + 5);
  const pace = expected === 0 ? 1 : 1 - trust + trust * (elapsedMs / expected);
  return Math.ceil((sum(steps.slice(done)) * pace) / 1000);
}

import type { Rung } from '../../contract/diagnosis.ts';
import type { ExperimentPlan } from '../probe/experiment-plan.ts';

export type DiagnosisMode = 'quick' | 'standard' | 'thorough' | 'watch';

/** One try of each arm: what is done, and on which port. */
export interface ProbeStep {
  readonly rung: Rung;
  readonly port: number;
  /** Single bytes written, for an upload; otherwise 0. */
  readonly bytes: number;
}

/** What the service is asked to bear, at most (domain notes 3.2): constants, so that no option can raise them. */
export const POLITENESS = {
  /** The two arms side by side, and IPv6 beside them, each one connection at a time. */
  parallel: 3,
  pauseMs: 250,
  /** Added at random, so that nothing beats in time. */
  jitterMs: 100,
  connectionsPerArm: 60,
  /** Between two single bytes of an upload, about. */
  byteGapMs: 20,
  /** A packet of the far edge's answer has come by then, on any sensible path. */
  holdMs: 400,
  /** Two SYNs may get lost on the way; the third leaves after three seconds (RFC 6298). */
  connectLimitMs: 4500,
  limitMs: 8000,
  downloadBytes: 300_000,
} as const;

const HTTPS = 443;
const SSH = 22;
const step = (rung: Rung, port: number, bytes = 0): ProbeStep => ({ rung, port, bytes });

/** One turn of the ladder; uploads come early, because only they see a small split. */
const turn = (bytes: number): readonly ProbeStep[] => [
  step('greeting', SSH),
  step('upload', HTTPS, bytes),
  step('tls', HTTPS),
  step('connect', HTTPS),
  step('upload', SSH, bytes),
  step('greeting', SSH),
];

export interface ProbePlan {
  readonly plan: ExperimentPlan;
  readonly steps: readonly ProbeStep[];
  /** From one pair to the next, for a plan that is spread over time; null: as soon as politeness allows. */
  readonly everyMs: number | null;
}

export const WATCH_MINUTES = 60;
/** With the request in full-size packets and the quiet session, a watch stays below what the service is asked to bear. */
const WATCH_TURNS = 9;
const WATCH_PAIRS_A_MINUTE = 6;

/**
 * The whole experiment, settled before it begins. Quick is Wald's sequential test over at most 20 tries an arm; the
 * others are fixed numbers, and nobody may go on "until it is red". A watch spreads its number over the time it has.
 */
export function probePlan(mode: DiagnosisMode, watchMinutes: number = WATCH_MINUTES): ProbePlan {
  if (mode === 'watch') {
    const all = Array.from({ length: WATCH_TURNS }, () => turn(100)).flat();
    const steps = all.slice(0, WATCH_PAIRS_A_MINUTE * watchMinutes);
    const plan = { kind: 'fixed', attemptsPerArm: steps.length } as const;
    return { plan, steps, everyMs: (watchMinutes * 60_000) / steps.length };
  }
  if (mode === 'quick') {
    const steps = [...turn(40), ...turn(40), ...turn(40), step('tls', HTTPS), step('upload', HTTPS, 40)];
    const rates = { healthyRate: 0.01, faultyRate: 0.2 };
    return { plan: { kind: 'sequential', ...rates, mostAttemptsPerArm: steps.length }, steps, everyMs: null };
  }
  const turns = mode === 'standard' ? 5 : 9;
  const bytes = mode === 'standard' ? 100 : 200;
  const steps = Array.from({ length: turns }, () => turn(bytes)).flat();
  const whole = [...steps, step('download', HTTPS), step('download', HTTPS)];
  return { plan: { kind: 'fixed', attemptsPerArm: whole.length }, steps: whole, everyMs: null };
}

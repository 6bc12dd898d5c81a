import { fisherOneSided, type Interval, wilsonInterval } from './statistics.ts';
import { fisherTwoSided, highestRateAfterClean } from './two-arms.ts';

/** Attempts of one arm and how many of them were reset or cut off. */
export interface ArmCount {
  readonly attempts: number;
  readonly failures: number;
}

/**
 * How an experiment ends, settled before it begins. `fixed`: so many attempts an arm, then Fisher's exact test.
 * `sequential`: Wald's test after each attempt, which may end early. A p-value of the first kind is wrong if anybody
 * may go on "until it is red", so the second kind has none.
 */
export type ExperimentPlan =
  | { readonly kind: 'fixed'; readonly attemptsPerArm: number }
  | {
      readonly kind: 'sequential';
      /** Failure rates of a healthy and of a faulty path, 0..1. */
      readonly healthyRate: number;
      readonly faultyRate: number;
      readonly mostAttemptsPerArm: number;
    };

/** Chance of an alarm on a healthy path, and of a clean bill for a faulty one. */
const ALARM_ERROR = 0.01;
const CLEAN_ERROR = 0.05;

/**
 * Wald's sequential probability ratio test. With rates of 0.5 % and 10 % it ends after 30 clean attempts or two
 * failures in a row from the start (domain notes 3.2).
 */
export function sequentialState(
  { attempts, failures }: ArmCount,
  { healthyRate, faultyRate }: Extract<ExperimentPlan, { kind: 'sequential' }>,
): 'healthy' | 'faulty' | 'go-on' {
  const ratio =
    failures * Math.log(faultyRate / healthyRate) +
    (attempts - failures) * Math.log((1 - faultyRate) / (1 - healthyRate));
  if (ratio >= Math.log((1 - CLEAN_ERROR) / ALARM_ERROR)) return 'faulty';
  return ratio <= Math.log(CLEAN_ERROR / (1 - ALARM_ERROR)) ? 'healthy' : 'go-on';
}

export interface ArmReading extends ArmCount {
  /** Wilson's interval at 95 %. */
  readonly interval: Interval;
  /** After no failure at all: the rate that is excluded with 95 % (Clopper and Pearson); otherwise null. */
  readonly highestRate: number | null;
}

export interface Comparison {
  readonly plan: ExperimentPlan;
  /** The plan was carried out to its end: only then may anything be concluded from it. */
  readonly isComplete: boolean;
  readonly anycast: ArmReading;
  readonly legacy: ArmReading;
  /** Fisher's exact test of a fixed plan that is complete, with the arm anycast failing more often; otherwise null. */
  readonly oneSided: number | null;
  readonly twoSided: number | null;
  readonly sequential: 'healthy' | 'faulty' | 'go-on' | null;
}

const readArm = ({ attempts, failures }: ArmCount): ArmReading => ({
  ...{ attempts, failures, interval: wilsonInterval(failures, attempts) },
  highestRate: failures === 0 ? highestRateAfterClean(attempts, 0.95) : null,
});

/** What both arms say by the plan they were measured by. */
export function compareArms(plan: ExperimentPlan, anycast: ArmCount, legacy: ArmCount): Comparison {
  const arms = { anycast: readArm(anycast), legacy: readArm(legacy) };
  if (plan.kind === 'sequential') {
    const sequential = sequentialState(anycast, plan);
    const isComplete = sequential !== 'go-on' || anycast.attempts >= plan.mostAttemptsPerArm;
    return { plan, isComplete, ...arms, oneSided: null, twoSided: null, sequential };
  }
  const least = Math.min(anycast.attempts, legacy.attempts);
  const isComplete = least >= plan.attemptsPerArm;
  const counts = [anycast.failures, anycast.attempts, legacy.failures, legacy.attempts] as const;
  return {
    ...{ plan, isComplete, ...arms, sequential: null },
    oneSided: isComplete ? fisherOneSided(...counts) : null,
    twoSided: isComplete ? fisherTwoSided(...counts) : null,
  };
}

import type { ProbeAttempt } from '../../contract/diagnosis.ts';
import { hasFailed, isJudged } from '../../core/diagnosis/compare-attempts.ts';
import { POLITENESS, type ProbePlan, type ProbeStep } from '../../core/diagnosis/probe-plan.ts';
import { sequentialState } from '../../core/probe/experiment-plan.ts';
import type { ProbeTarget } from '../node/probe-attempt.ts';

export interface ExperimentPorts {
  readonly attempt: (
    step: ProbeStep,
    target: ProbeTarget,
    number: number,
    stop: AbortSignal,
  ) => Promise<ProbeAttempt>;
  readonly pause: (ms: number, stop: AbortSignal) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

export interface ExperimentTargets {
  readonly anycast: readonly string[];
  readonly legacy: readonly string[];
  /** The usual addresses over IPv6, where there is a way to them: tried beside each pair and counted apart. */
  readonly six: readonly string[];
  readonly serverName: string;
}

export interface Experiment {
  readonly attempts: readonly ProbeAttempt[];
  readonly ipv6: readonly ProbeAttempt[];
  readonly end: 'complete' | 'stopped' | 'asked-for-less' | 'no-answer';
}

const LEAST_PAIRS = 10;
/** Tries that nothing answers, each of up to 4.5 s, until it is enough; who wants a first answer in half a minute gets it then. */
const SILENT_TRIES = { fixed: 10, sequential: 5 } as const;

/**
 * Carries a plan out: each step on both arms side by side, so that a bad moment hits both alike, in random order, one
 * connection an arm at a time (and one over IPv6, which belongs to neither), with a pause after each pair. Ends with its plan, with the signal, as soon as the service
 * asks for less, or when nothing at all has answered.
 */
export async function runExperiment(
  { plan, steps, everyMs }: ProbePlan,
  { anycast, legacy, six, serverName }: ExperimentTargets,
  ports: ExperimentPorts,
  stop: AbortSignal,
  onPair: (done: number, all: number) => void = () => {},
  onAttempt: (attempt: ProbeAttempt) => void = () => {},
  onIpv6Attempt: (attempt: ProbeAttempt) => void = () => {},
): Promise<Experiment> {
  const attempts: ProbeAttempt[] = [];
  const ipv6: ProbeAttempt[] = [];
  for (const [index, step] of steps.slice(0, POLITENESS.connectionsPerArm).entries()) {
    if (stop.aborted) return { attempts, ipv6, end: 'stopped' };
    const pick = (arm: ProbeTarget['arm'], addresses: readonly string[]): ProbeTarget[] => {
      const address = addresses[index % Math.max(1, addresses.length)];
      return address === undefined ? [] : [{ arm, address, serverName }];
    };
    const pair = [...pick('anycast', anycast), ...pick('legacy', legacy)];
    if (ports.random() < 0.5) pair.reverse();
    const tryAll = (
      targets: readonly ProbeTarget[],
      before: number,
      tell: (attempt: ProbeAttempt) => void,
    ): Promise<ProbeAttempt[]> =>
      Promise.all(
        targets.map(async (target, place) => {
          const attempt = await ports.attempt(step, target, before + place + 1, stop);
          tell(attempt);
          return attempt;
        }),
      );
    const [paired, apart] = await Promise.all([
      tryAll(pair, attempts.length, onAttempt),
      tryAll(pick('anycast', six), ipv6.length, onIpv6Attempt),
    ]);
    attempts.push(...paired);
    ipv6.push(...apart);
    const done = [...paired, ...apart];
    onPair(index + 1, steps.length);
    if (done.some(({ outcome }) => outcome === 'rate-limited'))
      return { attempts, ipv6, end: 'asked-for-less' };
    if (done.some(({ outcome }) => outcome === 'stopped')) return { attempts, ipv6, end: 'stopped' };
    const mine = attempts.filter((one) => one.arm === 'anycast' && isJudged(one));
    // Who watches waits for what is not there now.
    if (
      everyMs === null &&
      mine.length === SILENT_TRIES[plan.kind] &&
      mine.every(({ connectMs, outcome }) => connectMs === null && outcome === 'timeout')
    )
      return { attempts, ipv6, end: 'no-answer' };
    if (plan.kind === 'sequential') {
      const state = sequentialState({ attempts: mine.length, failures: mine.filter(hasFailed).length }, plan);
      // Two broken tries would do for the test; a person wants to see a few more.
      if (state !== 'go-on' && index + 1 >= LEAST_PAIRS) break;
    }
    const spent = Math.max(0, ...done.map(({ ms }) => ms));
    const due = everyMs === null || index + 1 >= steps.length ? 0 : everyMs - spent;
    await ports.pause(Math.max(due, POLITENESS.pauseMs) + ports.random() * POLITENESS.jitterMs, stop);
  }
  return { attempts, ipv6, end: stop.aborted ? 'stopped' : 'complete' };
}

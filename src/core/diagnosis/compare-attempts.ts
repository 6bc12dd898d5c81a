import type { Arm, LiveComparison, ProbeAttempt } from '../../contract/diagnosis.ts';
import { compareArms, type ExperimentPlan } from '../probe/experiment-plan.ts';
import { estimateShare, fitsShare, type Rung as ModelRung, risingFailures } from '../probe/shift-model.ts';

/** The way failed: the connection broke or never came. A proper close is the server's decision and no failure. */
export const hasFailed = ({ outcome }: ProbeAttempt): boolean =>
  outcome === 'reset' || outcome === 'refused' || outcome === 'timeout' || outcome === 'unreachable';

/** Counts in the experiment; what we stopped or were asked to stop says nothing of the way. */
export const isJudged = ({ outcome }: ProbeAttempt): boolean =>
  outcome !== 'stopped' && outcome !== 'rate-limited';

const RUNGS = ['connect', 'greeting', 'tls', 'upload', 'download'] as const;
const LADDER: readonly ProbeAttempt['rung'][] = ['connect', 'greeting', 'tls', 'upload'];

function count(attempts: readonly ProbeAttempt[], arm: Arm) {
  const mine = attempts.filter((one) => one.arm === arm);
  return {
    attempts: mine.length,
    failures: mine.filter(hasFailed).length,
    resets: mine.filter(({ outcome }) => outcome === 'reset').length,
  };
}

/** Both arms side by side, by the plan they were measured by, and the ladder within the anycast arm. */
export function compareAttempts(plan: ExperimentPlan, all: readonly ProbeAttempt[]): LiveComparison {
  const attempts = all.filter(isJudged);
  const [anycast, legacy] = [count(attempts, 'anycast'), count(attempts, 'legacy')];
  const compared = compareArms(plan, anycast, legacy);
  const ports = [...new Set(attempts.map(({ port }) => port))].sort((one, other) => one - other);
  const rungs = RUNGS.flatMap((rung) =>
    ports.flatMap((port) => {
      const here = attempts.filter((one) => one.rung === rung && one.port === port);
      if (here.length === 0) return [];
      return [{ rung, port, anycast: count(here, 'anycast'), legacy: count(here, 'legacy') }];
    }),
  );
  const ladder = modelRungs(attempts);
  const strayShare = anycast.resets === 0 ? null : estimateShare(ladder);
  return {
    ...compared,
    plan: { ...plan },
    anycast: { ...compared.anycast, ...anycast },
    legacy: { ...compared.legacy, ...legacy },
    rungs,
    rising: anycast.resets === 0 ? null : risingFailures(ladder),
    strayShare,
    fitsModel: strayShare === null ? null : fitsShare(ladder, strayShare.share),
  };
}

/**
 * The anycast arm as the model sees it: how many packets a whole attempt of each rung sends, and how many were reset
 * meanwhile. Every attempt that opened is one of a single packet that survived.
 */
function modelRungs(attempts: readonly ProbeAttempt[]): ModelRung[] {
  const usable = attempts.filter(({ outcome }) => outcome === 'ok' || outcome === 'reset');
  const mine = usable.filter(({ arm }) => arm === 'anycast');
  const groups = LADDER.flatMap((rung) => {
    const here = mine.filter((one) => one.rung === rung);
    if (here.length === 0) return [];
    // As many packets as the longest of its attempts on either arm: those that were reset ended early.
    const clientPackets = usable.reduce(
      (most, one) => (one.rung === rung ? Math.max(most, one.clientPackets) : most),
      0,
    );
    return [
      {
        ...{ clientPackets, attempts: here.length },
        failures: here.filter(({ outcome }) => outcome === 'reset').length,
      },
    ];
  });
  const opened = mine.filter(({ connectMs }) => connectMs !== null).length;
  return opened === 0 ? groups : [{ clientPackets: 1, attempts: opened, failures: 0 }, ...groups];
}

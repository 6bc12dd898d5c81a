import type { ProbeAttempt } from '../../contract/diagnosis.ts';

/** One step of a survival curve: until here, this share of the connections was still alive. */
export interface SurvivalStep {
  /** Packets the client had sent. */
  readonly packets: number;
  readonly atRisk: number;
  readonly resets: number;
  readonly alive: number;
  /** Pointwise interval at 95 %. */
  readonly low: number;
  readonly high: number;
}

/**
 * Kaplan and Meier's estimate over the number of packets the client had sent: a reset ends a connection, an end of our
 * own (or the server's) takes it out of sight. The interval is Greenwood's on the log-log scale (Kalbfleisch and Prentice,
 * The Statistical Analysis of Failure Time Data, 1.4), which stays between 0 and 1. Downloads are left out: most of their
 * resets are stale.
 */
export function survivalOf(attempts: readonly ProbeAttempt[]): SurvivalStep[] {
  const opened = attempts.filter(
    ({ connectMs, rung, outcome }) =>
      rung !== 'download' &&
      (outcome === 'ok' || outcome === 'closed' || outcome === 'reset') &&
      connectMs !== null,
  );
  const steps: SurvivalStep[] = [];
  let [alive, variance] = [1, 0];
  for (const packets of [...new Set(opened.map((one) => one.clientPackets))].sort((a, b) => a - b)) {
    const atRisk = opened.filter((one) => one.clientPackets >= packets).length;
    const resets = opened.filter((one) => one.clientPackets === packets && one.outcome === 'reset').length;
    if (resets === 0) continue;
    alive *= 1 - resets / atRisk;
    variance += atRisk === resets ? 0 : resets / (atRisk * (atRisk - resets));
    steps.push({ packets, atRisk, resets, alive, ...bounds(alive, variance) });
  }
  return steps;
}

function bounds(alive: number, variance: number): { low: number; high: number } {
  // All gone: the last interval there was says nothing of it, so the whole range below stays open.
  if (alive <= 0) return { low: 0, high: 0 };
  if (alive >= 1) return { low: 1, high: 1 };
  const log = Math.log(alive);
  const spread = (1.959964 * Math.sqrt(variance)) / Math.abs(log);
  return { low: Math.exp(log * Math.exp(spread)), high: Math.exp(log * Math.exp(-spread)) };
}

/** Most packets that any of these connections had sent. */
export const mostPackets = (attempts: readonly ProbeAttempt[]): number =>
  attempts.reduce((most, { clientPackets }) => Math.max(most, clientPackets), 1);

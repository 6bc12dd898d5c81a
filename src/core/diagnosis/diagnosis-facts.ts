import type { Diagnosis, Finding, Ipv6Arm, LiveComparison, ProbeAttempt } from '../../contract/diagnosis.ts';
import type { IdleSession } from '../../contract/idle-session.ts';
import type { PathMtu } from '../../contract/path-mtu.ts';
import type { Paths } from '../../contract/paths.ts';
import { hasFailed, isJudged } from './compare-attempts.ts';
import { type PathMtuReading, readPathMtu } from './path-mtu-reading.ts';

/** Everything live that a verdict may rest on. */
export interface DiagnosisFacts {
  readonly attempts: readonly ProbeAttempt[];
  readonly comparison: LiveComparison;
  readonly paths: Paths | null;
  readonly pathMtu: PathMtu | null;
  readonly idle: IdleSession | null;
  readonly ipv6: Ipv6Arm | null;
  readonly findings: readonly Finding[];
  /** Another certificate than the service's was shown by some address. */
  readonly hasForeignCertificate: boolean;
  readonly end: Diagnosis['end'];
}

export interface ReadFacts extends DiagnosisFacts {
  readonly anycast: readonly ProbeAttempt[];
  readonly resets: readonly ProbeAttempt[];
  readonly refused: readonly ProbeAttempt[];
  readonly timeouts: readonly ProbeAttempt[];
  /** Median of the time from our newest packet to the reset; null without one. */
  readonly resetDelayMs: number | null;
  /** Median round trip of the anycast connections that opened; null without one. */
  readonly roundTripMs: number | null;
  /** The resets came faster than the service can answer: from a box near here. */
  readonly isNear: boolean;
  /** Both arms are reset, and their difference can be chance. */
  readonly failsAlike: boolean;
  /** Anycast fails more often than chance allows (p < 0.01, or Wald's alarm), and the legacy addresses (nearly) never did. */
  readonly failsAlone: boolean;
  /** One flow was seen to part by packet. */
  readonly isSplit: boolean;
  /** One flow kept to its way so often that the share of strays the failures ask for would have been seen (95 %). */
  readonly isSplitExcluded: boolean;
  /** Failures in one run, with at least five clean tries of anycast on either side. */
  readonly isBurst: boolean;
  /** How large packets to the anycast addresses may be. */
  readonly size: PathMtuReading;
}

/** A reset that takes less than this, on a path whose round trip is several times as long, was not sent by the service. */
const AT_ONCE_MS = 4;
const CHANCE_AT_ONCE = 0.2;

export function readFacts(facts: DiagnosisFacts): ReadFacts {
  const judged = facts.attempts.filter(isJudged);
  const anycast = judged.filter(({ arm }) => arm === 'anycast');
  const resets = anycast.filter(({ outcome }) => outcome === 'reset');
  const resetDelayMs = median(resets.flatMap((one) => one.resetDelayMs ?? []));
  const roundTripMs = median(anycast.flatMap(({ connectMs }) => connectMs ?? []));
  const { comparison, paths } = facts;
  const { legacy } = comparison;
  const [high, low] = [comparison.anycast.interval, legacy.interval];
  const overlap = high.low <= low.high && low.low <= high.high;
  const kind = paths?.classification.kind ?? null;
  return {
    ...{ ...facts, anycast, resets, resetDelayMs, roundTripMs },
    refused: anycast.filter(({ outcome }) => outcome === 'refused'),
    timeouts: anycast.filter(({ outcome }) => outcome === 'timeout' || outcome === 'unreachable'),
    isNear:
      roundTripMs !== null &&
      roundTripMs >= 2.5 * AT_ONCE_MS &&
      cameAtOnce(judged.filter(({ outcome }) => outcome === 'reset')),
    failsAlike:
      legacy.resets > 0 &&
      comparison.anycast.resets > 0 &&
      overlap &&
      !(comparison.oneSided !== null && comparison.oneSided < 0.1),
    failsAlone: failsAlone(comparison),
    isSplit: kind === 'per-packet',
    isSplitExcluded: isSplitExcluded(facts),
    isBurst: isBurst(anycast),
    size: readPathMtu(facts.pathMtu, 'anycast'),
  };
}

/** A control that was reset once in a while still is one, when the difference is far beyond chance. */
function failsAlone({ anycast, legacy, oneSided, sequential }: LiveComparison): boolean {
  if (legacy.attempts < Math.min(5, anycast.attempts)) return false;
  if (legacy.failures > 0)
    return oneSided !== null && oneSided < 0.001 && legacy.failures <= 0.05 * legacy.attempts;
  return oneSided !== null ? oneSided < 0.01 : sequential === 'faulty';
}

/**
 * Did they come right behind our packets, too often for chance? Bytes of an upload leave 14 to 30 ms apart, unevenly, so
 * a reset from afar falls within 4 ms of one in a fifth of the cases (binomial tail below 1 %).
 */
function cameAtOnce(resets: readonly ProbeAttempt[]): boolean {
  const total = resets.length;
  const fast = resets.filter(
    ({ resetDelayMs }) => resetDelayMs !== null && resetDelayMs <= AT_ONCE_MS,
  ).length;
  let tail = 0;
  let term = (1 - CHANCE_AT_ONCE) ** total;
  for (let count = 0; count <= total; count += 1) {
    if (count >= fast) tail += term;
    term *= ((total - count) / (count + 1)) * (CHANCE_AT_ONCE / (1 - CHANCE_AT_ONCE));
  }
  return 2 * fast > total && tail < 0.01;
}

/** How often one flow was answered at the hops of its way, against the smallest share that fits the failures. */
function isSplitExcluded({ comparison, paths }: DiagnosisFacts): boolean {
  const kind = paths?.classification.kind;
  if (!paths || (kind !== 'single-path' && kind !== 'per-flow') || comparison.strayShare === null)
    return false;
  const answered = paths.hops.map(({ probes }) =>
    probes.filter(({ flow }) => flow === 'same').reduce((sum, one) => sum + one.answered, 0),
  );
  const most = Math.max(0, ...answered);
  return (1 - comparison.strayShare.interval.low) ** most < 0.05;
}

function isBurst(anycast: readonly ProbeAttempt[]): boolean {
  const failed = anycast.map(hasFailed);
  const first = failed.indexOf(true);
  const last = failed.lastIndexOf(true);
  if (first < 0 || first < 5 || failed.length - 1 - last < 5 || last - first < 1) return false;
  return failed.slice(first, last + 1).filter((one) => !one).length <= 1;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

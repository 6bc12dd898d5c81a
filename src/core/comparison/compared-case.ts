import type { Analysis, AnalysisSession } from '../../contract/analysis.ts';
import type { Case } from '../../contract/case.ts';
import type { ComparedCase } from '../../contract/case-comparison.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import { hasFailed, isJudged } from '../diagnosis/compare-attempts.ts';
import { wilsonInterval } from '../probe/statistics.ts';

/** A case with everything it rests on. */
export interface WholeCase {
  readonly current: Case;
  readonly analysis: Analysis | null;
  readonly diagnosis: Diagnosis | null;
  readonly paths: Paths | null;
}

const counted = (failures: number, attempts: number) => ({
  ...{ failures, attempts, interval: wilsonInterval(failures, attempts) },
});

/** What of a case can be laid beside another one. */
export function comparedCase({ current, analysis, diagnosis, paths }: WholeCase): ComparedCase {
  const { id, title, origin } = current;
  return {
    ...{ id, title, isImported: origin.kind === 'imported' },
    span: spanOf(analysis, diagnosis),
    measuredVerdict: verdictOf(diagnosis),
    captureVerdict: verdictOf(analysis),
    live: liveShares(diagnosis),
    capture: captureShares(analysis),
    resetsPerHour: resetsPerHour(analysis),
    edges: analysis?.edges.map(({ name, ttl, sessions }) => ({ name, ttl, sessions })) ?? null,
    hops:
      paths?.hops.map(({ ttl, responders }) => ({
        ttl,
        responders: [...new Set(responders.map(({ address, name }) => address ?? name ?? '?'))],
      })) ?? null,
    path: paths === null ? null : pathOf(paths),
  };
}

function pathOf({ classification: { kind, splitAt, summary } }: Paths): ComparedCase['path'] {
  return { kind, splitAt, summary };
}

function verdictOf(document: Analysis | Diagnosis | null): ComparedCase['measuredVerdict'] {
  if (document === null) return null;
  const { kind, confidence, summary } = document.verdict;
  return { kind, confidence, summary };
}

function liveShares(diagnosis: Diagnosis | null): ComparedCase['live'] {
  if (diagnosis === null) return null;
  const arm = (name: 'anycast' | 'legacy') => {
    const mine = diagnosis.attempts.filter((one) => one.arm === name && isJudged(one));
    return counted(mine.filter(hasFailed).length, mine.length);
  };
  const shares = { anycast: arm('anycast'), legacy: arm('legacy') };
  return shares.anycast.attempts === 0 ? null : shares;
}

/** Reset from the server's side, and not because it was over already: the sessions a verdict speaks of. */
const wasReset = ({ resets }: AnalysisSession): boolean =>
  resets.some(({ from, cause }) => from === 'server' && cause !== 'late-after-close');

/** Sessions that were answered at all: one without any answer was neither whole nor reset. */
function captureShares(analysis: Analysis | null): ComparedCase['capture'] {
  if (analysis === null) return null;
  const arm = (name: AnalysisSession['arm']) => {
    const mine = analysis.sessions.filter((one) => one.arm === name && one.packets.toClient > 0);
    return counted(mine.filter(wasReset).length, mine.length);
  };
  const shares = { anycast: arm('anycast'), legacy: arm('control') };
  return shares.anycast.attempts === 0 ? null : shares;
}

/** Below a minute a rate for an hour says more of the moment than of the hour. */
const SHORTEST_HOURS = 1 / 60;

function resetsPerHour(analysis: Analysis | null): ComparedCase['resetsPerHour'] {
  if (analysis === null || analysis.sessions.length === 0) return null;
  // Files of one case may lie hours apart: only what was recorded counts.
  const milliseconds = analysis.files.reduce(
    (sum, { firstPacketAt, lastPacketAt }) =>
      firstPacketAt === null || lastPacketAt === null
        ? sum
        : sum + Math.max(0, Date.parse(lastPacketAt) - Date.parse(firstPacketAt)),
    0,
  );
  const hours = milliseconds / 3_600_000;
  if (hours < SHORTEST_HOURS) return null;
  const resets = analysis.sessions.filter((one) => one.arm === 'anycast' && wasReset(one)).length;
  return { resets, hours, perHour: resets / hours };
}

function spanOf(analysis: Analysis | null, diagnosis: Diagnosis | null): ComparedCase['span'] {
  const moments = [
    ...(analysis?.files.flatMap(({ firstPacketAt, lastPacketAt }) => [firstPacketAt, lastPacketAt]) ?? []),
    ...(diagnosis === null ? [] : [diagnosis.startedAt, diagnosis.endedAt]),
  ]
    .filter((at): at is string => at !== null)
    .sort((one, other) => Date.parse(one) - Date.parse(other));
  const [from, to] = [moments[0], moments.at(-1)];
  return from === undefined || to === undefined ? null : { from, to };
}

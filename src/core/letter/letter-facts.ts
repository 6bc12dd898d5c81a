import ipaddr from 'ipaddr.js';
import type { Analysis, AnalysisSession } from '../../contract/analysis.ts';
import type { Letter } from '../../contract/letter.ts';
import type { Paths } from '../../contract/paths.ts';
import { fisherOneSided, type Interval, wilsonInterval } from '../probe/statistics.ts';
import { exampleSession } from '../report/build-report.ts';

export interface ArmFacts {
  readonly addresses: readonly string[];
  readonly sessions: number;
  /** Sessions that ended with a reset from the server's side while they were open. */
  readonly reset: number;
  readonly interval: Interval;
}

/** What the letter says of a capture. Every number in it is one of these, and every one of these is in the analysis. */
export interface CaptureFacts {
  readonly kind: Analysis['verdict']['kind'];
  readonly confidence: Analysis['verdict']['confidence'];
  readonly from: string | null;
  readonly until: string | null;
  readonly files: readonly string[];
  readonly anycast: ArmFacts;
  readonly control: ArmFacts;
  /** Fisher's exact test, one-sided: how likely chance alone makes such a difference; null without both arms. */
  readonly probability: number | null;
  /** Of the anycast addresses only. */
  readonly edges: Analysis['edges'];
  /** The session that shows it best. */
  readonly example: AnalysisSession | null;
  readonly ruledOut: readonly Analysis['verdict']['kind'][];
}

/** Verdicts that name no cause: nobody has to be told that they were ruled out. */
export const NO_CAUSE: readonly Analysis['verdict']['kind'][] = [
  'healthy',
  'insufficient',
  'capture-invalid',
];

export function captureFacts(analysis: Analysis): CaptureFacts {
  const anycast = armOf(analysis, 'anycast');
  const control = armOf(analysis, 'control');
  const times = analysis.files.flatMap(({ firstPacketAt, lastPacketAt }) =>
    firstPacketAt && lastPacketAt ? [firstPacketAt, lastPacketAt] : [],
  );
  const sorted = times.sort();
  const exampleId = exampleSession(analysis);
  return {
    kind: analysis.verdict.kind,
    confidence: analysis.verdict.confidence,
    from: sorted[0] ?? null,
    until: sorted.at(-1) ?? null,
    files: analysis.files.map(({ name }) => name),
    anycast,
    control,
    probability:
      anycast.sessions > 0 && control.sessions > 0
        ? fisherOneSided(anycast.reset, anycast.sessions, control.reset, control.sessions)
        : null,
    edges: analysis.edges.filter(({ server }) => anycast.addresses.includes(server)),
    example: analysis.sessions.find(({ id }) => id === exampleId) ?? null,
    ruledOut: analysis.verdict.ruledOut.map(({ kind }) => kind).filter((kind) => !NO_CAUSE.includes(kind)),
  };
}

function armOf({ sessions }: Analysis, arm: AnalysisSession['arm']): ArmFacts {
  const own = sessions.filter((session) => session.arm === arm && session.synAckTtl !== null);
  const reset = own.filter(({ resets }) =>
    resets.some(({ from, cause }) => from === 'server' && cause !== 'late-after-close'),
  ).length;
  return {
    addresses: [...new Set(own.map(({ server }) => server.address))].sort(),
    sessions: own.length,
    reset,
    interval: wilsonInterval(reset, own.length),
  };
}

/** Space that belongs to the customer's side: RFC 1918, 6598 (shared with the provider), 4193, link-local. */
const OWN_SPACE = ['private', 'carrierGradeNat', 'linkLocal', 'uniqueLocal'];

const isOwnSpace = (address: string): boolean =>
  ipaddr.isValid(address) && OWN_SPACE.includes(ipaddr.parse(address).range());

/**
 * Whose equipment comes first (domain facts 7.1): the own network when the paths part at the first two hops or between
 * private addresses, because that is nearer and commoner; else the provider. Without a trace that shows it, the own network
 * as well: it can look at once.
 */
export function whoFirst(paths: Paths | null): Pick<Letter['first'], 'recipient' | 'because'> {
  if (paths === null) return { recipient: 'network', because: 'no-trace' };
  const { splitAt, between, kind } = paths.classification;
  if (splitAt === null || kind === 'per-flow' || kind === 'single-path')
    return { recipient: 'network', because: 'not-seen' };
  const isNear = splitAt <= 2 || between.some(isOwnSpace);
  return isNear
    ? { recipient: 'network', because: 'split-near' }
    : { recipient: 'isp', because: 'split-far' };
}

import type { Analysis } from '../../contract/analysis.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Observed, Report } from '../../contract/report.ts';

/** What the first page says beside the verdict. */
export interface ShortFact {
  readonly name: 'Where' | 'When' | 'Changed here';
  readonly text: string;
}

const OBSERVED = {
  resets: 'Resets of the service’s sessions',
  capture: 'Capture, without a reset of the service’s sessions',
  measurement: 'Measured live',
} as const;

export function shortFacts(report: Report): readonly ShortFact[] {
  const when = report.observed.map(
    ({ what, from, to, fromLocal, toLocal }) =>
      `${OBSERVED[what]}: ${from} to ${to} (here ${fromLocal} to ${toLocal}).`,
  );
  const { changes, elevatedCommands } = report;
  const rights =
    elevatedCommands.length === 0
      ? 'Nothing ran with administrator rights.'
      : 'What ran with administrator rights is listed at the end.';
  return [
    { name: 'Where', text: whereOf(report) },
    ...(when.length === 0 ? [] : [{ name: 'When' as const, text: when.join(' ') }]),
    { name: 'Changed here', text: `${changes.join(' ')} ${rights}` },
  ];
}

function whereOf({ analysis, diagnosis, paths: alone }: Report): string {
  const paths = diagnosis?.paths ?? alone;
  if (paths === null) {
    const kind = (diagnosis ?? analysis)?.verdict.kind;
    if (kind === 'healthy') return 'No fault was seen that has a place.';
    return kind?.startsWith('anycast-') || kind === 'ipv6-flow-label-rehash'
      ? 'Not known: a capture shows who answered, not which router parts the ways. Traces with unchanged addresses and ports show it.'
      : 'Without a trace only the distance of who answered is known, by its TTL: see the evidence.';
  }
  const { splitAt, between, kind } = paths.classification;
  if (splitAt === null) return `The traces show no hop at which the ways part (${kind}).`;
  const after = paths.hops.findLast(({ ttl, responders }) => ttl < splitAt && responders.length === 1);
  const shared = after?.responders[0]?.address;
  return `The ways part at hop ${splitAt}: ${between.join(' / ')}${shared === undefined ? '' : `, behind ${shared} (hop ${after?.ttl})`} (${kind}).`;
}

/**
 * When it was seen.
 *
 * @param local writes a moment as the clock of this machine has it, with its offset from UTC
 */
export function observedIn(
  analysis: Analysis | null,
  diagnosis: Diagnosis | null,
  local: (at: Date) => string,
): Observed[] {
  const seen: Observed[] = [];
  const put = (
    what: Observed['what'],
    from: string | undefined | null,
    to: string | undefined | null,
  ): void => {
    if (!from || !to) return;
    seen.push({ what, from, to, fromLocal: local(new Date(from)), toLocal: local(new Date(to)) });
  };
  if (diagnosis !== null) put('measurement', diagnosis.startedAt, diagnosis.endedAt);
  if (analysis === null) return seen;
  const resets = analysis.sessions
    .filter(({ isTarget }) => isTarget)
    .flatMap((session) => session.resets.filter(({ from }) => from === 'server'))
    .map(({ at }) => at)
    .sort();
  if (resets.length > 0) put('resets', resets[0], resets.at(-1));
  else {
    const firsts = analysis.files.flatMap(({ firstPacketAt }) => firstPacketAt ?? []).sort();
    const lasts = analysis.files.flatMap(({ lastPacketAt }) => lastPacketAt ?? []).sort();
    put('capture', firsts[0], lasts.at(-1));
  }
  return seen;
}

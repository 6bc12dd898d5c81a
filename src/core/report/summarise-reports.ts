import type { Report } from '../../contract/report.ts';
import type { ReportSummary, SummarisedReport } from '../../contract/report-summary.ts';

/** What a report adds to the summary of a fleet; its sessions are not kept. */
export interface FleetReport {
  readonly short: SummarisedReport;
  /** Addresses that answered on the way. */
  readonly hops: readonly string[];
}

/** @param file its path below the folder, with `/` */
export function shortenReport(report: Report, file: string): FleetReport {
  const { analysis, diagnosis, caseId, title, generatedAt } = report;
  const paths = diagnosis?.paths ?? report.paths;
  const moments = [
    ...(analysis?.files.flatMap(({ firstPacketAt, lastPacketAt }) => [firstPacketAt, lastPacketAt]) ?? []),
    ...(diagnosis === null ? [] : [diagnosis.startedAt, diagnosis.endedAt]),
  ].filter((at): at is string => at !== null);
  const judged = diagnosis ?? analysis;
  const answered =
    paths?.hops.flatMap(({ responders }) => responders.flatMap(({ address }) => address ?? [])) ?? [];
  return {
    short: {
      ...{ file, site: siteOf(file), caseId, title, generatedAt },
      verdict:
        judged === null
          ? null
          : {
              basis: diagnosis === null ? 'capture' : 'live',
              kind: judged.verdict.kind,
              confidence: judged.verdict.confidence,
            },
      from: earliest(moments),
      to: latest(moments),
      path:
        paths === null
          ? null
          : {
              kind: paths.classification.kind,
              splitAt: paths.classification.splitAt,
              after: ownName(paths.classification.after, file),
              between: paths.classification.between.map((one) => ownName(one, file)),
            },
    },
    hops: [...new Set(answered)].map((address) => ownName(address, file)),
  };
}

function siteOf(file: string): string {
  const [first = file, ...rest] = file.split('/');
  return rest.length > 0 ? first : first.replace(/\.(?:zip|json)$/i, '');
}

/** `ip-1` of one report is another machine than `ip-1` of the next. */
const ownName = <T extends string | null>(address: T, file: string): T =>
  (address !== null && /^[a-z]+-\d+$/.test(address) ? `${address} of ${file}` : address) as T;

const byTime = (moments: readonly string[]): string[] =>
  [...moments].sort((one, other) => Date.parse(one) - Date.parse(other));
const earliest = (moments: readonly string[]): string | null => byTime(moments)[0] ?? null;
const latest = (moments: readonly string[]): string | null => byTime(moments).at(-1) ?? null;

/** The reports of a fleet together: the same documents in any order give the same summary. */
export function summariseReports(
  folder: string,
  reports: readonly FleetReport[],
  skipped: ReportSummary['skipped'],
): ReportSummary {
  const ordered = [...reports].sort((one, other) => compare(one.short.file, other.short.file));
  const kinds = groupBy(ordered, ({ short }) => (short.verdict === null ? [] : [short.verdict.kind]));
  const hops = groupBy(ordered, (one) => one.hops);
  return {
    ...{ schema: 'report-summary/1', folder, reports: ordered.map(({ short }) => short) },
    verdicts: [...kinds]
      .map(([kind, found]) => ({ kind, ...spanOf(found) }))
      .sort((one, other) => other.reports - one.reports || compare(one.kind, other.kind)),
    hops: [...hops]
      .map(([address, found]) => {
        const parting = found.filter(
          ({ short: { path } }) => path?.kind === 'per-packet' || path?.kind === 'route-change',
        );
        const splitsAfter = parting.filter(({ short }) => short.path?.after === address).length;
        const splitsTo = parting.filter(({ short }) => short.path?.between.includes(address)).length;
        return { address, splitsAfter, splitsTo, ...spanOf(found) };
      })
      .sort(
        (one, other) =>
          other.splitsAfter - one.splitsAfter ||
          other.splitsTo - one.splitsTo ||
          other.reports - one.reports ||
          compare(one.address, other.address),
      ),
    skipped: [...skipped].sort((one, other) => compare(one.file, other.file)),
  };
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function groupBy<K>(
  reports: readonly FleetReport[],
  keysOf: (one: FleetReport) => readonly K[],
): Map<K, FleetReport[]> {
  const groups = new Map<K, FleetReport[]>();
  for (const report of reports)
    for (const key of keysOf(report)) groups.set(key, [...(groups.get(key) ?? []), report]);
  return groups;
}

const spanOf = (reports: readonly FleetReport[]) => ({
  sites: [...new Set(reports.map(({ short }) => short.site))],
  reports: reports.length,
  since: earliest(reports.flatMap(({ short }) => short.from ?? [])),
  until: latest(reports.flatMap(({ short }) => short.to ?? [])),
});

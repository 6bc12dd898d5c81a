/** One network that was drawn, what was in it, and what the product said. */
export interface Run {
  readonly kind: 'capture' | 'live';
  readonly scenario: string;
  readonly repetition: number;
  /** Share of packets that stray, where the scenario draws one. */
  readonly share: number | null;
  /** Sessions whose packets really met several edges; null where nobody looked. */
  readonly parted: number | null;
  readonly expected: string;
  readonly said: string;
  readonly confidence: string;
  /** From the first try to the verdict; null for captures. */
  readonly measuredSeconds: number | null;
  /** All of it: building the network, measuring, taking it down. */
  readonly seconds: number;
}

/** The upper ends of the shares that are told apart. */
const SHARES = [0.02, 0.05, 0.1, 0.5] as const;

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** The row a run belongs to: its scenario, and with a drawn share its band. */
function rowOf({ scenario, share }: Run): string {
  if (share === null) return scenario;
  const upper = SHARES.find((one) => share <= one) ?? 1;
  const lower = SHARES[SHARES.indexOf(upper as 0.02) - 1] ?? 0;
  return `${scenario}, ${lower === 0 ? 'up to' : `over ${percent(lower)} up to`} ${percent(upper)}`;
}

function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

const isShift = (verdict: string): boolean => verdict.startsWith('anycast-shift-');

/** Anycast shift where nothing of the kind was: the mistake that must not happen. */
export const isFalseAlarm = ({ expected, said }: Run): boolean => isShift(said) && !isShift(expected);

/** A table of what was said, one row for each scenario and band of shares, and the false alarms by themselves. */
export function summariseRuns(runs: readonly Run[]): string {
  const rows = groupBy(
    [...runs].sort(
      (one, other) => one.scenario.localeCompare(other.scenario) || (one.share ?? 0) - (other.share ?? 0),
    ),
    rowOf,
  );
  const lines = [
    '| network | expected | runs | said | seconds to the verdict, most |',
    '| --- | --- | --- | --- | --- |',
  ];
  for (const [row, group] of rows) {
    const counts = [...groupBy(group, ({ said }) => said)]
      .sort(([, one], [, other]) => other.length - one.length)
      .map(([said, { length }]) => `${said} ${length}`);
    const most = Math.max(...group.map(({ measuredSeconds, seconds }) => measuredSeconds ?? seconds));
    lines.push(
      `| ${row} | ${group[0]?.expected} | ${group.length} | ${counts.join(', ')} | ${most.toFixed(0)} |`,
    );
  }
  const alarms = runs.filter(isFalseAlarm);
  const right = runs.filter(({ expected, said }) => expected === said).length;
  return [
    ...lines,
    '',
    `${runs.length} runs, ${right} as expected, ${alarms.length} called anycast shift that were not.`,
    ...alarms.map(({ scenario, repetition, said }) => `FALSE ALARM: ${scenario} ${repetition}: ${said}`),
  ].join('\n');
}

import { cleanLines } from './inert-text.ts';
import { isMtrCsv, parseMtrCsv, parseMtrJson } from './mtr-data.ts';
import { isMtrRaw, isMtrReport, parseMtrRaw, parseMtrReport } from './mtr-text.ts';
import { type ParsedTrace, TRACE_LIMITS } from './parsed-trace.ts';
import { isPathping, parsePathping } from './pathping-trace.ts';
import { isScamper, parseScamper } from './scamper-trace.ts';
import { isTracepath, parseTracepath } from './tracepath-trace.ts';
import { parseUnixTraces } from './unix-trace.ts';
import { parseTracert, readCells } from './windows-trace.ts';

/** What a user may say a text is from; `mtr` stands for its report, CSV and raw lines. */
export const TRACE_ORIGINS = ['linux', 'macos', 'windows', 'mtr', 'mtr-json', 'scamper'] as const;
export type TraceOrigin = (typeof TRACE_ORIGINS)[number];

export interface ParsedText {
  readonly traces: readonly ParsedTrace[];
  /** Longer than any trace: what is beyond the caps was not read. */
  readonly isCut: boolean;
}

/** Where another program's output begins in a file that holds several. */
const BEGINNING =
  /^\s*(?:(?:traceroute6?|tcptraceroute) to |(?:traceroute|tracelb) from \S+ to |HOST:|Start: |"?Mtr_Version"?,|\d{1,3}\?: \[LOCALHOST\])/;

/**
 * Every trace in a text, in the order it stands there: one or several, of one or several programs, told by their shape.
 * Linear in the length of the text; what is no trace is passed over.
 *
 * @param origin what the user said it is from; null to find out
 */
export function parseTraces(text: string, origin: TraceOrigin | null): ParsedText {
  // mtr's JSON is read whole: its document is one line or many. The sequences below would break nothing in it.
  const isJson =
    /^[^{]{0,2000}\{\s*"report"/.test(text.slice(0, 4000)) || /^\s*[[{]/.test(text.slice(0, 200));
  if (origin === 'mtr-json' || ((origin === null || origin === 'mtr') && isJson)) {
    const traces = parseMtrJson(text.slice(0, 4 * 1024 * 1024));
    if (traces.length > 0 || origin === 'mtr-json') return bounded(traces, text.length > 4 * 1024 * 1024);
  }
  const { lines, isCut } = cleanLines(text);
  const traces =
    origin === null ? sectionsOf(lines).flatMap((section) => parseUnknown(section)) : parseAs(lines, origin);
  return bounded(traces, isCut);
}

const bounded = (traces: readonly ParsedTrace[], isCut: boolean): ParsedText => ({
  traces: traces.slice(0, TRACE_LIMITS.traces),
  isCut: isCut || traces.length > TRACE_LIMITS.traces,
});

function parseAs(lines: readonly string[], origin: Exclude<TraceOrigin, 'mtr-json'>): ParsedTrace[] {
  switch (origin) {
    case 'linux':
    case 'macos':
      return isTracepath(lines) ? parseTracepath(lines) : parseUnixTraces(lines, origin);
    case 'scamper':
      return parseScamper(lines);
    case 'windows':
      return isPathping(lines) ? parsePathping(lines) : parseTracert(lines);
    case 'mtr':
      return isMtrCsv(lines)
        ? parseMtrCsv(lines)
        : isMtrRaw(lines)
          ? parseMtrRaw(lines)
          : parseMtrReport(lines);
  }
}

function parseUnknown(lines: readonly string[]): ParsedTrace[] {
  if (isScamper(lines)) return parseScamper(lines);
  if (isMtrReport(lines)) return parseMtrReport(lines);
  if (isMtrCsv(lines)) return parseMtrCsv(lines);
  if (isMtrRaw(lines)) return parseMtrRaw(lines);
  if (isPathping(lines)) return parsePathping(lines);
  if (isTracepath(lines)) return parseTracepath(lines);
  const isTimed = (line: string): boolean => readCells(line)?.times.some((time) => time !== null) ?? false;
  if (lines.some(isTimed)) return parseTracert(lines);
  const traces = parseUnixTraces(lines);
  // A run of tracert in which nobody answered has rows of stars alone, and a header with brackets.
  return traces.some(({ hops }) => hops.some(({ answered }) => answered > 0))
    ? traces
    : longer(traces, parseTracert(lines));
}

const longer = (one: ParsedTrace[], other: ParsedTrace[]): ParsedTrace[] =>
  other.some(({ target }) => target.address !== null) ? other : one;

/** Lines before the first beginning belong to the first section: complaints and prompts stand there. */
function sectionsOf(lines: readonly string[]): string[][] {
  const sections: string[][] = [[]];
  let kind: string | null = null;
  for (const line of lines) {
    const [found = null, second] = BEGINNING.exec(line)?.[0].trim().split(/[\s:]/) ?? [];
    // `Start:` and `HOST:` begin one report of mtr together; only scamper says where from.
    const group = second === 'from' ? 'scamper' : found === 'Start' ? 'HOST' : found;
    if (group !== null && kind !== null && group !== kind) sections.push([]);
    if (group !== null) kind = group;
    sections.at(-1)?.push(line);
  }
  return sections;
}

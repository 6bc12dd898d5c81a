import { createHopBuilder, finishTrace, type HopBuilder, note, startTrace } from './hop-builder.ts';
import { inertWords, readAddress } from './inert-text.ts';
import { type ParsedTrace, type Responder, TRACE_LIMITS } from './parsed-trace.ts';

/** `  2.|-- 203.0.113.2     0.0%     6    0.1   0.1   0.1   0.3   0.1`; 100.0 has no room for its sign. */
const ROW = /^\s*(\d{1,3})\.(?:\s?\|--)?\s+(.*)$/;
const STATISTICS =
  /\s(\d{1,3}\.\d{1,3}(?=\s)|\d{1,3}(?:\.\d{1,3})?(?=%))%?\s+(\d{1,7})((?:\s+\d{1,9}(?:\.\d{1,4})?){0,8})\s*$/;
/** The interactive screen has the same rows without `|--`; then only statistics make it one. */
const readRow = (line: string): RegExpExecArray | null => {
  const row = ROW.exec(line);
  return row && (line.includes('|--') || STATISTICS.test(` ${row[2]}`)) ? row : null;
};

export const isMtrReport = (lines: readonly string[]): boolean =>
  lines.some((line) => readRow(line) !== null);

/** A name too long for a paste pushes the statistics onto the next row. */
const joinBroken = (lines: readonly string[]): string[] =>
  lines.map((line, index) => {
    const next = lines[index + 1] ?? '';
    const isBroken = line.includes('|--') && !STATISTICS.test(line) && readRow(next) === null;
    return isBroken && STATISTICS.test(` ${next.trim()}`) ? `${line} ${next.trim()}` : line;
  });

const COMPLAINT = /^\s*mtr(?:-packet)?:/;
const RAW = /^([hpdx]) (\d{1,3}) (\S+)(?: (\d+))?\s*$/;

/** `AS64500  host`, `name (address)`, an address or a name; `???` is nobody. */
export function readHost(text: string): Responder | null {
  const found = /^(?:\[?(AS(?:\d{1,10}|\?\?\?))\]?\s+)?(\S.*)$/.exec(text.trim());
  const host = found?.[2]?.trim() ?? '';
  if (host === '' || host.startsWith('???')) return null;
  const network = found?.[1]?.includes('?') ? null : (found?.[1] ?? null);
  const both = /^(\S+) \(([^()\s]+)\)$/.exec(host);
  const inner = both ? readAddress(both[2] ?? '') : null;
  if (both && inner !== null)
    return { address: inner, name: both[1] === inner ? null : (both[1] ?? null), network };
  const address = readAddress(host);
  return { address, name: address === null ? inertWords(host) : null, network };
}

/**
 * mtr's report (-r): one row a hop with statistics, and below it, indented, the other responders of that hop without
 * any. How many answers each gave, and in which order, is not printed. A report broken off by `mtr: Unexpected
 * mtr-packet error` is read as far as it goes: with --tcp that comes of the very resets being looked for.
 */
export function parseMtrReport(lines: readonly string[]): ParsedTrace[] {
  const finished: ParsedTrace[] = [];
  let draft = startTrace('mtr');
  let current: { ttl: number; hop: HopBuilder } | null = null;
  const keep = (): void => {
    if (current) draft.hops.set(current.ttl, current.hop.build(current.ttl, false));
    current = null;
  };
  const close = (): void => {
    keep();
    const trace = finishTrace(draft);
    if (trace) finished.push(trace);
    const { notes } = draft;
    draft = startTrace('mtr');
    if (!trace) draft.notes.push(...notes);
  };
  for (const line of joinBroken(lines)) {
    if (finished.length > TRACE_LIMITS.traces) break;
    if (COMPLAINT.test(line)) {
      // The complaint comes on another stream, before or after the report it belongs to.
      if (draft.hops.size > 0 || current) note(draft, line);
      else draft.notes.push(inertWords(line));
      continue;
    }
    const row = readRow(line);
    if (row) {
      const ttl = Number(row[1]);
      if (ttl < 1 || ttl > TRACE_LIMITS.ttl) continue;
      if (ttl <= (current?.ttl ?? 0)) close();
      else keep();
      const hop = createHopBuilder();
      const statistics = STATISTICS.exec(` ${row[2]}`);
      const host = readHost((row[2] ?? '').replace(STATISTICS, '').trim());
      const sent = Number(statistics?.[2] ?? 0);
      const answered = Math.round(sent * (1 - Number(statistics?.[1] ?? 100) / 100));
      if (host) {
        const responder = hop.responder(host);
        const average = statistics?.[3]?.trim().split(/\s+/)[1];
        if (answered > 0 && average !== undefined)
          hop.answer({ responder, rttMs: Number(average), mark: null, flags: null });
      }
      hop.counted(sent, host ? answered : 0);
      current = { ttl, hop };
    } else if (current && /^\s{3,}\S/.test(line) && !/\[MPLS:|Loss%|%\s+\d/.test(line)) {
      const other = readHost(line.replace(/^[\s|`+-]+/, ''));
      if (other && (other.address !== null || /^[\w.-]+$/.test(other.name ?? '')))
        current.hop.responder(other);
    } else if (/^\s*HOST:/.test(line)) close();
  }
  close();
  return finished;
}

export const isMtrRaw = (lines: readonly string[]): boolean =>
  lines.some((line) => /^h \d{1,3} \S+\s*$/.test(line)) &&
  lines.some((line) => /^[px] \d{1,3} \d+/.test(line));

/**
 * mtr's raw lines (-l): `h HOP ADDRESS` for each responder, `p HOP MICROSECONDS SEQUENCE` for each answer of the one
 * named last, hops counted from 0. The only output of mtr that keeps the order; 0.95 doubles lines (issue 499), so an
 * answer with a sequence number seen before is left out.
 */
export function parseMtrRaw(lines: readonly string[]): ParsedTrace[] {
  const draft = startTrace('mtr-raw');
  const hops = new Map<number, { hop: HopBuilder; now: number | null; seen: Set<string> }>();
  for (const line of lines) {
    if (COMPLAINT.test(line)) note(draft, line);
    const [, kind, place, value = '', sequence] = RAW.exec(line) ?? [];
    if (kind === undefined || Number(place) >= TRACE_LIMITS.ttl) continue;
    const ttl = Number(place) + 1;
    const entry = hops.get(ttl) ?? { hop: createHopBuilder(), now: null, seen: new Set<string>() };
    hops.set(ttl, entry);
    if (kind === 'h') {
      const address = readAddress(value);
      if (address !== null) entry.now = entry.hop.responder({ address, name: null, network: null });
    } else if (kind === 'p' && entry.now !== null && /^\d+$/.test(value)) {
      if (sequence !== undefined && entry.seen.has(sequence)) continue;
      if (sequence !== undefined) entry.seen.add(sequence);
      entry.hop.answer({ responder: entry.now, rttMs: Number(value) / 1000, mark: null, flags: null });
    }
  }
  for (const [ttl, { hop }] of hops) draft.hops.set(ttl, hop.build(ttl, true));
  const trace = finishTrace(draft);
  return trace ? [trace] : [];
}

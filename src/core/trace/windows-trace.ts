import { createHopBuilder, finishTrace, startTrace, type TraceDraft } from './hop-builder.ts';
import { readAddress } from './inert-text.ts';
import { type ParsedTrace, TRACE_LIMITS } from './parsed-trace.ts';

/** Three cells of time or star, whatever the language calls a millisecond, then the rest of the row. */
const CELL = /^\s*(?:(\*)|(<?)\s?(\d{1,7})\s?([^\s\d*<[\]]{1,4}))(?=\s|$)/;
const ROW = /^\s*(\d{1,3})(\s+\S.*)$/;
/** `<1 ms`: less than the clock of tracert can tell. */
const BELOW_ONE_MS = 0.5;

/** What a full-width or wide-spaced console wrote, in the narrow forms. */
const narrow = (line: string): string => line.normalize('NFKC').replace(/\s/g, ' ');

interface Cells {
  readonly ttl: number;
  readonly times: readonly (number | null)[];
  readonly rest: string;
}

/** @returns the three cells of a row of tracert, null for a time out; null when the line is no such row */
export function readCells(line: string): Cells | null {
  const row = ROW.exec(narrow(line));
  if (!row) return null;
  let rest = row[2] ?? '';
  const times: (number | null)[] = [];
  for (let cell = 0; cell < 3; cell += 1) {
    const found = CELL.exec(rest);
    if (!found) return null;
    times.push(found[1] ? null : found[2] ? BELOW_ONE_MS : Number(found[3]));
    rest = rest.slice(found[0].length);
  }
  return { ttl: Number(row[1]), times, rest: rest.trim() };
}

/** `NAME [ADDRESS]`, `ADDRESS`, or either with words after it; brackets in the name belong to the name. */
export function readPlace(
  text: string,
): { readonly name: string | null; readonly address: string; readonly after: string } | null {
  for (const found of [...text.matchAll(/\[([0-9a-fA-F.:%]{3,64})\]/g)].reverse()) {
    const address = readAddress(found[1] ?? '');
    if (address === null) continue;
    const name = text.slice(0, found.index).trim();
    return {
      name: name === '' || name === address ? null : name,
      address,
      after: text.slice(found.index + found[0].length).trim(),
    };
  }
  const [first = ''] = text.split(' ', 1);
  const address = readAddress(first);
  return address === null ? null : { name: null, address, after: text.slice(first.length).trim() };
}

/** The target in a header of any language: `NAME [ADDRESS]`, or an address among words. */
function readTarget(line: string): TraceDraft['target'] | null {
  const text = narrow(line);
  const place = /\[[0-9a-fA-F.:%]{3,64}\]/.test(text) ? readPlace(text) : null;
  if (place) return { name: place.name?.split(' ').at(-1) ?? null, address: place.address };
  for (const word of text.split(' ').slice(0, 40)) {
    const address = readAddress(word.replace(/[,;:]$/, ''));
    if (address !== null) return { name: null, address };
  }
  return null;
}

/**
 * Traces of Windows tracert in every language: rows are told by their shape, never by words (domain notes 4.6). A row
 * is timed out when all three cells are stars; the target is what the header names. `ADDRESS reports: …` is a router
 * that says it cannot pass the packet on. Rows and names broken by a paste are put together again.
 */
export function parseTracert(lines: readonly string[]): ParsedTrace[] {
  const finished: ParsedTrace[] = [];
  let draft = begin();
  let lastTtl = 0;
  const width = lines.reduce((most, line) => Math.max(most, line.length), 0);
  const close = (target: TraceDraft['target']): void => {
    const trace = finishTrace(draft);
    if (trace) finished.push(trace);
    draft = begin();
    draft.target = target;
    lastTtl = 0;
  };
  for (let index = 0; index < lines.length && finished.length <= TRACE_LIMITS.traces; index += 1) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    let cells = readCells(line);
    if (cells?.times.some((time) => time !== null) && readPlace(cells.rest) === null)
      for (let ahead = 1; ahead <= 3 && index + ahead < lines.length; ahead += 1) {
        const joined = joinRow(lines.slice(index, index + 1 + ahead), width);
        const whole = readCells(joined);
        if (!whole || readPlace(whole.rest) === null) continue;
        cells = whole;
        index += ahead;
        break;
      }
    const report = cells ? null : readReport(line);
    const ttl = cells?.ttl ?? report?.ttl;
    if (ttl === undefined) {
      const target = readTarget(line);
      if (target !== null && (draft.hops.size > 0 || draft.target.address === null)) close(target);
      continue;
    }
    if (ttl < 1 || ttl > TRACE_LIMITS.ttl) continue;
    if (ttl <= lastTtl) close(draft.target);
    lastTtl = ttl;
    const hop = createHopBuilder();
    const place = report ?? (cells ? readPlace(cells.rest) : null);
    const responder = place
      ? hop.responder({ address: place.address, name: place.name, network: null })
      : null;
    const says = place !== null && place.after !== '';
    for (const time of cells?.times ?? [null])
      if (responder !== null && (time !== null || report !== null))
        hop.answer({ responder, rttMs: time, mark: says ? '!H' : null, flags: null });
      else hop.silent();
    draft.hops.set(ttl, hop.build(ttl, false));
  }
  close({ name: null, address: null });
  return finished;
}

function begin(): TraceDraft {
  const draft = startTrace('windows');
  draft.protocol = 'icmp';
  draft.showsEveryResponder = false;
  return draft;
}

/** A console breaks a row at its last column, in the middle of a word; mail breaks between words. */
const joinRow = (parts: readonly string[], width: number): string =>
  parts.reduce((row, part, index) =>
    (parts[index - 1] ?? '').length === width && /^\S/.test(part) ? row + part : `${row} ${part.trim()}`,
  );

/** `  2  192.168.1.1  reports: Destination host unreachable.` has no times. */
function readReport(line: string) {
  const row = ROW.exec(narrow(line));
  const place = row ? readPlace((row[2] ?? '').trim()) : null;
  return row && place && place.after !== '' ? { ttl: Number(row[1]), ...place } : null;
}

import {
  createHopBuilder,
  finishTrace,
  type HopBuilder,
  note,
  startTrace,
  type TraceDraft,
} from './hop-builder.ts';
import { readAddress } from './inert-text.ts';
import { type ParsedTrace, TRACE_LIMITS } from './parsed-trace.ts';

/** `traceroute to NAME (ADDRESS), 30 hops max, 60 byte packets`; macOS puts `from ADDRESS` between, and all of it on stderr. */
const HEADER = /^\s*(?:traceroute6?|tcptraceroute) to (\S{1,300}) \(([^()\s]{1,64})\)/;
const ROW = /^\s*(\d{1,3})\s+(\S.*)$/;
const COMPLAINT = /^\s*(?:traceroute6?|connect|socket|send(?:to)?|bind)\s?:|not have enough privileges/i;
/** Below zero when Linux' traceroute took an answer that came late for that of the next probe: seen in the laboratory. */
const FLOAT = /^-?\d{1,9}(?:\.\d{1,6})?$/;
/** BSD's own packet sizes and hop limit; Butskoy's traceroute has 30 hops and 60 or 80 bytes. */
const BSD_HEADER = /\b64 hops max|\b(?:52|40|28|12) byte packets/;

interface Row {
  readonly ttl: number;
  text: string;
}

/**
 * Traces of Butskoy's traceroute for Linux and of the BSD one of macOS (their grammars are nearly one): a hop a row,
 * another responder within the row (Linux) or on a row of its own without a number (macOS), `*` for silence, marks
 * after the time they belong to, `-n` or names, any number of probes, rows broken by a paste, with or without a header.
 *
 * @param wish what the user said the tool was; otherwise it is told by headers and continuation rows
 * Source: traceroute 2.1.2 on Debian 12 and network_cmds-741.100.2's traceroute.c.
 */
export function parseUnixTraces(
  lines: readonly string[],
  wish: 'linux' | 'macos' | null = null,
): ParsedTrace[] {
  const width = wrapWidth(lines);
  const finished: ParsedTrace[] = [];
  let draft = startTrace('linux');
  let rows: Row[] = [];
  let isBsd = false;
  let wasFull = false;
  const close = (): void => {
    for (const { ttl, text } of rows) {
      const hop = readRow(text, draft).build(ttl, true);
      if (hop.sent > 0) draft.hops.set(ttl, hop);
    }
    const trace = finishTrace(draft);
    if (trace) finished.push({ ...trace, format: wish ?? (isBsd ? 'macos' : 'linux') });
    // A header broken in two leaves a draft without hops: its target is that of what follows.
    const { target } = draft;
    draft = startTrace('linux');
    if (!trace) draft.target = target;
    else isBsd = false;
    rows = [];
  };
  for (const line of lines) {
    if (finished.length > TRACE_LIMITS.traces) break;
    const header = HEADER.exec(line);
    if (header) {
      close();
      draft.target = { name: header[1] ?? null, address: readAddress(header[2] ?? '') };
      if (draft.target.name === draft.target.address) draft.target.name = null;
      isBsd = BSD_HEADER.test(line);
      wasFull = false;
      continue;
    }
    if (COMPLAINT.test(line)) {
      note(draft, line);
      continue;
    }
    const row = ROW.exec(line);
    const last = rows.at(-1);
    const ttl = Number(row?.[1]);
    const rest = row?.[2] ?? '';
    if (row && startsHop(rest, ttl === (last?.ttl ?? 0) + 1)) {
      if (ttl === 0 || ttl > TRACE_LIMITS.ttl) continue;
      if (last && ttl <= last.ttl) close();
      rows.push({ ttl, text: rest });
    } else if (last && isContinuation(line)) {
      if (
        /^\s{3,}\S/.test(line) &&
        !wasFull &&
        /\bms\b/.test(line) &&
        /^\s*(?:\[|\S+ \(|[0-9a-f.:]+ )/i.test(line)
      )
        isBsd = true;
      if (last.text.length < TRACE_LIMITS.lineLength)
        last.text += wasFull && isBrokenWord(last.text, line) ? line : ` ${line}`;
    }
    wasFull = width !== null && line.length === width;
  }
  close();
  return finished;
}

/** A paste from a terminal breaks every long row at one and the same column. */
function wrapWidth(lines: readonly string[]): number | null {
  const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
  return longest >= 60 && longest <= 250 && lines.filter((line) => line.length === longest).length >= 1
    ? longest
    : null;
}

/** A terminal breaks anywhere; the blanks between two words would stand at the start of the next line. */
const isBrokenWord = (before: string, after: string): boolean =>
  /^\S/.test(after) && !/(?:\sms|\))$/.test(before);

/** `12.3` broken after the point is no row 3 followed by "ms"; a name alone starts only the hop that is due. */
const startsHop = (text: string, isDue: boolean): boolean => {
  const [first = '', second = ''] = text.split(/\s+/, 3);
  if (first.startsWith('*') || /^\[(?:AS|\*)/.test(first) || readAddress(first) !== null) return true;
  return second.startsWith('(') || (second === '' && isDue && first !== 'ms');
};

/** A line that can only go on with the row before: times, stars, responders; prose has neither. */
const isContinuation = (line: string): boolean =>
  /(?:^|\s)-?\d{1,9}(?:\.\d{1,6})? ?ms\b/.test(line) ||
  /^\s*(?:\*\s*)+$/.test(line) ||
  /^\s*\(?[0-9a-f.:]{3,45}\)?\s*$/i.test(line) ||
  /^\s*ms\b/.test(line);

/** One assembled row, word by word. A time belongs to the responder last seen. */
function readRow(text: string, draft: TraceDraft): HopBuilder {
  const hop = createHopBuilder();
  const words = text.split(/\s+/).filter((word) => word !== '');
  let responder: number | null = null;
  let names: string[] = [];
  let network: string | null = null;
  let flags: string | null = null;
  // Linux prints the network after the address it belongs to, macOS before the name.
  let isFresh = false;
  const meet = (address: string | null, name: string | null): void => {
    responder = hop.responder({ address, name: name === address ? null : name, network });
    names = [];
    network = null;
    flags = null;
    isFresh = true;
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const next = words[index + 1] ?? '';
    if (word === '*') hop.silent();
    else if (/^!/.test(word))
      hop.mark(/^!(?:[\w-]{0,12}|<\d{1,3}>)$/.test(word) ? word.replace(/[<>]/g, '') : '!');
    else if (FLOAT.test(word) && /^ms\b/.test(next)) {
      if (names.length > 0) meet(null, names.join(' '));
      // It came before the probe was sent, so it is the answer to another one, often of the hop before.
      if (word.startsWith('-')) hop.silent();
      else if (responder !== null) hop.answer({ responder, rttMs: Number(word), mark: null, flags });
      index += 1;
      isFresh = false;
    } else if (/^\[(?:AS|\*)/.test(word)) {
      const list = [word];
      while (!(list.at(-1) ?? ']').endsWith(']') && list.length < 8 && index + 1 < words.length) {
        index += 1;
        list.push(words[index] ?? '');
      }
      const found = /^\[(AS\d{1,10}(?:\/AS\d{1,10})*)\]$/.exec(list.join(''))?.[1] ?? null;
      if (!isFresh || responder === null) network = found;
      else if (found !== null) hop.nameNetwork(responder, found);
    } else if (/^<[a-z,]{2,40}>$/.test(word)) {
      flags = word.slice(1, -1);
      draft.protocol = 'tcp';
    } else if (/^<MPLS:/.test(word) || /^F=\d+$/.test(word) || /^'-?\d+'$/.test(word)) {
      // Labels, sizes and the way back: not asked for here.
    } else if (/^\(.*\)$/.test(word) && readAddress(word.slice(1, -1)) !== null)
      meet(readAddress(word.slice(1, -1)), names.join(' ') || null);
    else if (/^\(\d+%$/.test(word) && next === 'loss)') index += 1;
    else if (readAddress(word) !== null && !/^\(.*\)$/.test(next))
      meet(readAddress(word), names.join(' ') || null);
    else if (names.length < 8) names.push(word);
  }
  return hop;
}

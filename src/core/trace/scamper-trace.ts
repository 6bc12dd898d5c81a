import { createHopBuilder, finishTrace, type HopBuilder, note, startTrace } from './hop-builder.ts';
import { readAddress } from './inert-text.ts';
import { type ParsedTrace, TRACE_LIMITS } from './parsed-trace.ts';

const HEADER = /^\s*(traceroute|tracelb) from (\S{1,64}) to ([0-9a-f.:]{3,45})(?:,.*)?$/i;
const ROW = /^\s*(\d{1,3})\s{1,8}(\S.*)$/;
const FLOAT = /^\d{1,9}(?:\.\d{1,6})?$/;
/** `[12:34:56:789] scamper_privsep_init: could not chroot …` */
const COMPLAINT = /^\[\d\d:\d\d:\d\d:\d{3}\] \S/;
/** What it makes of the answer to a SYN; anything else it prints in hexadecimal. */
const FLAGS: Readonly<Record<string, string>> = { '[open]': 'syn,ack', '[closed]': 'rst,ack' };

/** Unlike traceroute it says where from, and nothing of hops and bytes. */
export const isScamper = (lines: readonly string[]): boolean => lines.some((line) => HEADER.test(line));

/**
 * Text of scamper's `trace` and `tracelb`. A row of `trace` lists answers in the order of the probes, the responder
 * before each that is another; a probe without an answer is left out, unless none was answered (`* * *`). `tracelb`
 * gives links between responders; a hop is then how many links lie before it, and how often each answered is not said.
 *
 * Source: scamper 20211212 on Debian 12, in the laboratory.
 */
export function parseScamper(lines: readonly string[]): ParsedTrace[] {
  const finished: ParsedTrace[] = [];
  let draft = startTrace('scamper');
  let links: Links | null = null;
  const close = (): void => {
    if (links !== null) for (const [ttl, hop] of links.hops) draft.hops.set(ttl, hop.build(ttl, false));
    const trace = finishTrace(draft);
    if (trace) finished.push(trace);
    const { notes } = draft;
    draft = startTrace('scamper');
    if (!trace) draft.notes.push(...notes);
    links = null;
  };
  for (const line of lines) {
    if (finished.length > TRACE_LIMITS.traces) break;
    const header = HEADER.exec(line);
    if (header) {
      close();
      draft.target = { name: null, address: readAddress(header[3] ?? '') };
      if (header[1] === 'tracelb') links = createLinks();
    } else if (COMPLAINT.test(line)) note(draft, line);
    else if (links !== null) readLink(line, links);
    else {
      const row = ROW.exec(line);
      const ttl = Number(row?.[1] ?? 0);
      if (row === null || ttl === 0 || ttl > TRACE_LIMITS.ttl || draft.hops.has(ttl)) continue;
      const { hop, isTcp } = readRow(row[2] ?? '');
      if (isTcp) draft.protocol = 'tcp';
      draft.hops.set(ttl, hop.build(ttl, true));
    }
  }
  close();
  return finished;
}

function readRow(text: string): { readonly hop: HopBuilder; readonly isTcp: boolean } {
  const hop = createHopBuilder();
  const words = text.split(/\s+/);
  let responder: number | null = null;
  let isTcp = false;
  for (const [index, word] of words.entries()) {
    const address = readAddress(word);
    const flags = FLAGS[words[index + 2] ?? ''] ?? null;
    if (word === '*') hop.silent();
    else if (/^!\S{0,12}$/.test(word)) hop.mark(word);
    else if (FLOAT.test(word) && words[index + 1] === 'ms') {
      if (responder !== null) hop.answer({ responder, rttMs: Number(word), mark: null, flags });
      isTcp ||= flags !== null;
    } else if (address !== null) responder = hop.responder({ address, name: null, network: null });
  }
  return { hop, isTcp };
}

interface Links {
  readonly hops: Map<number, HopBuilder>;
  /** How far each responder is. */
  readonly distances: Map<string, number>;
}

const createLinks = (): Links => ({ hops: new Map(), distances: new Map() });

/** `A -> B`, or `A -> (B, C) -> (D, E)`: several at one distance whose links could not be told apart. */
function readLink(line: string, { hops, distances }: Links): void {
  const places = line.split(' -> ').map((place) =>
    place
      .replace(/[()]/g, '')
      .split(/,\s*/)
      .flatMap((word) => readAddress(word.trim()) ?? []),
  );
  if (places.length < 2 || places.every((place) => place.length === 0)) return;
  const [first = ''] = places[0] ?? [];
  const start = distances.get(first) ?? (distances.size === 0 ? 1 : null);
  if (start === null) return;
  for (const [index, place] of places.entries()) {
    const ttl = start + index;
    if (ttl > TRACE_LIMITS.ttl) return;
    for (const address of place) {
      // Paths of unequal length meet again: each responder stands where it was met first.
      if (distances.has(address)) continue;
      distances.set(address, ttl);
      const hop = hops.get(ttl) ?? createHopBuilder();
      hops.set(ttl, hop);
      hop.responder({ address, name: null, network: null });
      hop.counted(0, 0);
    }
  }
}

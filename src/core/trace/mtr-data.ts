import { createHopBuilder, finishTrace, note, startTrace } from './hop-builder.ts';
import { readAddress } from './inert-text.ts';
import { readHost } from './mtr-text.ts';
import { type ParsedTrace, TRACE_LIMITS } from './parsed-trace.ts';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
const numberOf = (value: unknown): number => {
  const read = Number(textOf(value) ?? Number.NaN);
  return Number.isFinite(read) && read >= 0 ? read : 0;
};

/**
 * mtr's JSON (-j): `report.hubs[]`, counts as numbers (0.95) or texts (0.92). One host a hop, however many answered,
 * so it can never show that a path parts. Complaints of mtr may stand before and after the document.
 */
export function parseMtrJson(text: string): ParsedTrace[] {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) return [];
  const found: ParsedTrace[] = [];
  for (const document of readDocuments(text.slice(start, end + 1))) {
    const report = isObject(document) && isObject(document.report) ? document.report : null;
    if (!report || !Array.isArray(report.hubs)) continue;
    const draft = startTrace('mtr-json');
    draft.showsEveryResponder = false;
    const asked = isObject(report.mtr) ? textOf(report.mtr.dst) : null;
    if (asked !== null) {
      const host = readHost(asked.slice(0, 300));
      draft.target = { name: host?.name ?? null, address: host?.address ?? null };
    }
    for (const hub of report.hubs.slice(0, TRACE_LIMITS.ttl)) {
      const ttl = isObject(hub) ? Math.trunc(numberOf(hub.count)) : 0;
      if (!isObject(hub) || ttl < 1 || ttl > TRACE_LIMITS.ttl) continue;
      const hop = createHopBuilder();
      const host = readHost((textOf(hub.host) ?? '').slice(0, 300));
      const network = /^AS\d{1,10}$/.exec(textOf(hub.ASN) ?? '')?.[0] ?? null;
      const sent = Math.trunc(numberOf(hub.Snt));
      const answered = host ? Math.round(sent * (1 - Math.min(100, numberOf(hub['Loss%'])) / 100)) : 0;
      if (host) {
        const responder = hop.responder({ ...host, network });
        if (answered > 0) hop.answer({ responder, rttMs: numberOf(hub.Avg), mark: null, flags: null });
      }
      hop.counted(sent, answered);
      draft.hops.set(ttl, hop.build(ttl, false));
    }
    for (const line of `${text.slice(0, start)}\n${text.slice(end + 1)}`.split('\n'))
      if (/^\s*mtr(?:-packet)?:/.test(line)) note(draft, line);
    const trace = finishTrace(draft);
    if (trace) found.push(trace);
  }
  return found.slice(0, TRACE_LIMITS.traces + 1);
}

/** One document, a list of them, or several written one after the other. */
function readDocuments(text: string): unknown[] {
  const whole = tryJson(text);
  if (whole !== undefined) return [whole];
  const list = tryJson(`[${text.replace(/,\s*$/, '')}]`);
  if (Array.isArray(list)) return list;
  return text.split(/\n(?=\{)/).flatMap((part) => {
    const read = tryJson(part.slice(0, part.lastIndexOf('}') + 1));
    return read === undefined ? [] : [read];
  });
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isMtrCsv = (lines: readonly string[]): boolean =>
  lines.some((line) => /^"?Mtr_Version"?,/.test(line) || /^MTR\.[\w.-]+,\d+,/.test(line));

/**
 * mtr's CSV (-C): `MTR.0.95,TIME,OK,TARGET,HOP,IP,LOSS,SENT,…`, with an Asn column under -z. A hop that stands on
 * several rows had several responders (-w only).
 */
export function parseMtrCsv(lines: readonly string[]): ParsedTrace[] {
  const drafts = new Map<string, ReturnType<typeof startTrace>>();
  const hops = new Map<string, ReturnType<typeof createHopBuilder>>();
  let columns = ['Mtr_Version', 'Start_Time', 'Status', 'Host', 'Hop', 'Ip', 'Loss%', 'Snt'];
  for (const line of lines) {
    const cells = line.split(',', 32).map((cell) => cell.replace(/^"|"$/g, '').trim());
    if (/^Mtr_Version$/.test(cells[0] ?? '')) columns = cells;
    if (!/^MTR\./.test(cells[0] ?? '')) continue;
    const at = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const ttl = Number(at('Hop'));
    if (!Number.isInteger(ttl) || ttl < 1 || ttl > TRACE_LIMITS.ttl || drafts.size > TRACE_LIMITS.traces)
      continue;
    const run = `${at('Host')} ${at('Start_Time')}`;
    const draft = drafts.get(run) ?? startTrace('mtr-csv');
    if (!drafts.has(run)) {
      const address = readAddress(at('Host'));
      draft.target = { address, name: address === null ? at('Host').slice(0, 255) : null };
      drafts.set(run, draft);
    }
    const hop = hops.get(`${run} ${ttl}`) ?? createHopBuilder();
    hops.set(`${run} ${ttl}`, hop);
    const host = readHost(at('Ip'));
    const sent = Math.trunc(numberOf(at('Snt')));
    if (host) {
      const network = /^AS\d{1,10}$/.exec(at('Asn'))?.[0] ?? null;
      const responder = hop.responder({ ...host, network });
      if (sent > 0 && numberOf(at('Loss%')) < 100)
        hop.answer({ responder, rttMs: numberOf(at('Avg')), mark: null, flags: null });
    }
    if (sent > 0 || !draft.hops.has(ttl))
      hop.counted(sent, host ? Math.round(sent * (1 - Math.min(100, numberOf(at('Loss%'))) / 100)) : 0);
    draft.hops.set(ttl, hop.build(ttl, false));
  }
  return [...drafts.values()].flatMap((draft) => finishTrace(draft) ?? []);
}

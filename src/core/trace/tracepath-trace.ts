import { createHopBuilder, finishTrace, type HopBuilder, note, startTrace } from './hop-builder.ts';
import { readAddress } from './inert-text.ts';
import { type ParsedTrace, TRACE_LIMITS } from './parsed-trace.ts';

/** ` 1?: [LOCALHOST]  pmtu 1500`, ` 1:  gw (192.0.2.1)  0.3ms asymm 2`, ` 4:  no reply` */
const ROW = /^\s*(\d{1,3})(\??):\s+(.*)$/;

export const isTracepath = (lines: readonly string[]): boolean =>
  lines.some((line) => /^\s*\d{1,3}\?: \[LOCALHOST\]|^\s*\d{1,3}: {2}\S.*\s\d+(?:\.\d+)?ms\b/.test(line));

/** iputils' tracepath: UDP with a port that rises with every probe, so its flow always varies. */
export function parseTracepath(lines: readonly string[]): ParsedTrace[] {
  const finished: ParsedTrace[] = [];
  let draft = startTrace('tracepath');
  let hops = new Map<number, HopBuilder>();
  let lastTtl = 0;
  const close = (): void => {
    for (const [ttl, hop] of hops) draft.hops.set(ttl, hop.build(ttl, true));
    draft.protocol = 'udp';
    const trace = finishTrace(draft);
    if (trace) finished.push(trace);
    draft = startTrace('tracepath');
    hops = new Map();
    lastTtl = 0;
  };
  for (const line of lines) {
    if (finished.length > TRACE_LIMITS.traces) break;
    const [, number, guess, rest = ''] = ROW.exec(line) ?? [];
    if (number === undefined) {
      if (/Too many hops|Resume:/.test(line)) note(draft, line);
      continue;
    }
    const ttl = Number(number);
    if (guess === '?' || ttl < 1 || ttl > TRACE_LIMITS.ttl) continue;
    if (ttl < lastTtl) close();
    lastTtl = ttl;
    const hop = hops.get(ttl) ?? createHopBuilder();
    hops.set(ttl, hop);
    const words = rest.split(/\s+/);
    const time = words
      .map((word) => /^(\d{1,9}(?:\.\d{1,6})?)ms$/.exec(word)?.[1])
      .find((found) => found !== undefined);
    if (time === undefined) {
      hop.silent();
      continue;
    }
    const [first = '', second = ''] = words;
    const inner = readAddress(second.replace(/^\(|\)$/g, ''));
    const address = inner ?? readAddress(first);
    const responder = hop.responder({ address, name: address === first ? null : first, network: null });
    const mark = words.find((word) => /^![A-Z]$/.test(word)) ?? null;
    hop.answer({ responder, rttMs: Number(time), mark, flags: null });
  }
  close();
  return finished;
}

import { createHopBuilder, finishTrace, startTrace } from './hop-builder.ts';
import type { ParsedTrace, Responder } from './parsed-trace.ts';
import { readCells, readPlace } from './windows-trace.ts';

/** `  1    1ms     0/ 100 =  0%     0/ 100 =  0%  router [192.168.1.1]`; three dashes stand for no answer at all. */
const STATISTICS =
  /^\s*(\d{1,3})\s+(?:(\d{1,7})\s?\S{1,4}|-{3})\s+(\d{1,6})\s{0,3}\/\s{0,3}(\d{1,6})\s{0,3}=\s{0,3}\d{1,3}\s?%\s+\d{1,6}\s{0,3}\/\s{0,3}\d{1,6}\s{0,3}=\s{0,3}\d{1,3}\s?%\s*(.*)$/;
const LISTED = /^\s*(\d{1,3})\s+(\S.*)$/;
/** A fraction on a row of its own is the link between two hops. */
const LINK = /^\s*\d{1,6}\s{0,3}\/\s{0,3}\d{1,6}\s{0,3}=\s{0,3}\d{1,3}\s?%\s*\|/;

export const isPathping = (lines: readonly string[]): boolean =>
  lines.some((line) => LINK.test(line) || STATISTICS.test(line));

/**
 * A run of Windows pathping: the list of hops first, then, after minutes, a table of losses. One responder a hop is
 * printed; hop 0 is this machine and left out. A name too long for the table stands on the row after it.
 */
export function parsePathping(lines: readonly string[]): ParsedTrace[] {
  const draft = startTrace('pathping');
  draft.protocol = 'icmp';
  draft.showsEveryResponder = false;
  const listed = new Map<number, Responder>();
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').normalize('NFKC').replace(/\s/g, ' ');
    const statistics = STATISTICS.exec(line);
    if (statistics) {
      const ttl = Number(statistics[1]);
      const lost = Number(statistics[3]);
      const sent = Number(statistics[4]);
      const wrapped = readPlace(`${statistics[5] ?? ''} ${lines[index + 1] ?? ''}`.trim());
      const place = readPlace((statistics[5] ?? '').trim()) ?? wrapped;
      if (ttl === 0 || ttl > 255) continue;
      const hop = createHopBuilder();
      const found = place ? { address: place.address, name: place.name, network: null } : listed.get(ttl);
      if (found) hop.responder(found);
      if (found && statistics[2] !== undefined)
        hop.answer({ responder: 0, rttMs: Number(statistics[2]), mark: null, flags: null });
      hop.counted(sent, Math.max(0, sent - lost));
      draft.hops.set(ttl, hop.build(ttl, false));
      continue;
    }
    if (LINK.test(line)) continue;
    const row = LISTED.exec(line);
    const place = readPlace((row?.[2] ?? line).trim());
    if (!row || readCells(line)) {
      if (place && draft.target.address === null && listed.size === 0)
        draft.target = { name: place.name?.split(' ').at(-1) ?? null, address: place.address };
    } else if (place && Number(row[1]) > 0 && Number(row[1]) <= 255) {
      const ttl = Number(row[1]);
      listed.set(ttl, { address: place.address, name: place.name, network: null });
      if (draft.hops.has(ttl)) continue;
      const hop = createHopBuilder();
      hop.responder({ address: place.address, name: place.name, network: null });
      draft.hops.set(ttl, hop.build(ttl, false));
    }
  }
  const trace = finishTrace(draft);
  return trace ? [trace] : [];
}

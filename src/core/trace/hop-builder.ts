import { inertWords } from './inert-text.ts';
import {
  type ParsedTrace,
  type Responder,
  TRACE_LIMITS,
  type TraceAnswer,
  type TraceFormat,
  type TraceHop,
} from './parsed-trace.ts';

export interface HopBuilder {
  /** Index of a responder of this hop, added when it is new; the first name and network seen for an address stay. */
  responder(found: Responder): number;
  answer(answer: TraceAnswer): void;
  silent(): void;
  /** Gives a responder its network, when it has none yet. */
  nameNetwork(responder: number, network: string): void;
  /** Marks the newest answer. */
  mark(mark: string): void;
  /** A tool that counts instead of listing. */
  counted(sent: number, answered: number): void;
  build(ttl: number, isOrdered: boolean): TraceHop;
}

/** Collects one TTL; what is beyond the caps is left out without a word, being no trace any more. */
export function createHopBuilder(): HopBuilder {
  const responders: Responder[] = [];
  const probes: (TraceAnswer | null)[] = [];
  let counts: { sent: number; answered: number } | null = null;
  const hasRoom = (): boolean => probes.length < TRACE_LIMITS.probesPerHop;
  return {
    responder(found) {
      const index = responders.findIndex(({ address, name }) =>
        found.address === null ? address === null && name === found.name : address === found.address,
      );
      if (index >= 0) return index;
      if (responders.length >= TRACE_LIMITS.respondersPerHop) return responders.length - 1;
      responders.push({ ...found, name: found.name === null ? null : inertWords(found.name) || null });
      return responders.length - 1;
    },
    answer(answer) {
      if (hasRoom()) probes.push(answer);
    },
    silent() {
      if (hasRoom()) probes.push(null);
    },
    nameNetwork(index, network) {
      const one = responders[index];
      if (one && one.network === null) responders[index] = { ...one, network };
    },
    mark(mark) {
      const last = probes.at(-1);
      if (last) probes[probes.length - 1] = { ...last, mark };
    },
    counted(sent, answered) {
      counts = { sent, answered };
    },
    build: (ttl, isOrdered) => ({
      ttl,
      responders,
      probes,
      sent: counts?.sent ?? probes.length,
      answered: counts?.answered ?? probes.filter((probe) => probe !== null).length,
      isOrdered,
    }),
  };
}

/** A trace while it is being read. */
export interface TraceDraft {
  readonly format: TraceFormat;
  target: { name: string | null; address: string | null };
  protocol: ParsedTrace['protocol'];
  readonly hops: Map<number, TraceHop>;
  readonly notes: string[];
  showsEveryResponder: boolean;
}

export const startTrace = (format: TraceFormat): TraceDraft => ({
  ...{ format, target: { name: null, address: null }, protocol: 'unknown' as const },
  ...{ hops: new Map(), notes: [], showsEveryResponder: true },
});

export function note(draft: TraceDraft, text: string): void {
  const words = inertWords(text);
  if (words !== '' && draft.notes.length < TRACE_LIMITS.notes && !draft.notes.includes(words))
    draft.notes.push(words);
}

/** @returns null for a draft without a single hop that was probed: that was no trace */
export function finishTrace(draft: TraceDraft): ParsedTrace | null {
  const hops = [...draft.hops.values()]
    .filter(({ sent, responders }) => sent > 0 || responders.length > 0)
    .sort((one, other) => one.ttl - other.ttl);
  if (hops.length === 0) return null;
  return { ...draft, hops };
}

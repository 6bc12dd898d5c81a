import type { ParsedTrace, ProbeFlow, Responder, TraceHop } from './parsed-trace.ts';

/** A trace together with how it was probed and where it comes from. */
export interface ProbedTrace extends ParsedTrace {
  readonly source: string;
  readonly flow: ProbeFlow;
  /** It was run here with administrator rights; not told of one from elsewhere. */
  readonly isElevated?: boolean;
}

/** What a responder is called where one text is needed; the same thing has the same key in every trace. */
export const keyOf = ({ address, name }: Pick<Responder, 'address' | 'name'>): string =>
  address ?? name ?? '';

export const isTarget = ({ target }: ParsedTrace, responder: Responder | undefined): boolean =>
  responder !== undefined &&
  ((target.address !== null && responder.address === target.address) ||
    (target.address === null && target.name !== null && responder.name === target.name));

/** Keys in the order of the probes, null for silence; null for all when the tool does not keep the order. */
export const orderedKeys = (hop: TraceHop): (string | null)[] | null =>
  hop.isOrdered
    ? hop.probes.map((probe) => (probe ? keyOf(hop.responders[probe.responder] ?? EMPTY) : null))
    : null;

const EMPTY: Responder = { address: null, name: null, network: null };

/** Did the target answer? Without a known target nobody can say. */
export function reachedTarget(trace: ParsedTrace): boolean | null {
  if (trace.target.address === null && trace.target.name === null) return null;
  return trace.hops.some((hop) => hop.responders.some((responder) => isTarget(trace, responder)));
}

import { readOrder } from './answer-order.ts';
import { isTarget, keyOf, orderedKeys, type ProbedTrace } from './probed-trace.ts';

/** One hop, over all traces that kept every probe in one flow. */
export interface SameFlowHop {
  readonly ttl: number;
  /** Everybody who answered, in order of appearance. */
  readonly keys: readonly string[];
  readonly answered: number;
  /** Most answers within one trace that showed several responders. */
  readonly answersWhereMixed: number;
  /** Traces in which the responders came in turn. */
  readonly interleavedIn: number;
  /** Traces whose tool names several responders without their order. */
  readonly unorderedIn: number;
  /** Traces in which one followed the other once, with the chance of that in a mixed sequence. */
  readonly changes: readonly {
    readonly trace: number;
    readonly chance: number;
    readonly changedAt: number;
  }[];
  /** Several answered within one trace; otherwise they differ from trace to trace. */
  readonly isMixed: boolean;
}

export interface SameFlowFacts {
  readonly traces: readonly ProbedTrace[];
  readonly hops: readonly SameFlowHop[];
  /** TTLs at which the target answered within one trace, where there are several. */
  readonly targetTtls: readonly number[];
  /** The target answered SYNs of one flow with SYN-ACKs and bare ACKs: two servers keep their own idea of the session. */
  readonly hasChallengeAcks: boolean;
}

/** What traces with one 5-tuple show, hop by hop. */
export function readSameFlow(traces: readonly ProbedTrace[]): SameFlowFacts {
  const ttls = [...new Set(traces.flatMap(({ hops }) => hops.map(({ ttl }) => ttl)))].sort((a, b) => a - b);
  const targetTtls = traces
    .map((trace) =>
      trace.hops
        .filter(({ responders }) => responders.some((one) => isTarget(trace, one)))
        .map(({ ttl }) => ttl),
    )
    .find((found) => found.length > 1);
  return {
    traces,
    hops: ttls.map((ttl) => readHop(ttl, traces)),
    targetTtls: targetTtls ?? [],
    hasChallengeAcks: traces.some((trace) => mixesAnswers(trace)),
  };
}

function readHop(ttl: number, traces: readonly ProbedTrace[]): SameFlowHop {
  const keys: string[] = [];
  const changes: { trace: number; chance: number; changedAt: number }[] = [];
  let [answered, answersWhereMixed, interleavedIn, unorderedIn] = [0, 0, 0, 0];
  traces.forEach((trace, index) => {
    const hop = trace.hops.find((one) => one.ttl === ttl);
    if (!hop) return;
    answered += hop.answered;
    for (const responder of hop.responders) if (!keys.includes(keyOf(responder))) keys.push(keyOf(responder));
    if (hop.responders.length < 2) return;
    const order = orderedKeys(hop);
    if (order === null) {
      unorderedIn += 1;
      answersWhereMixed = Math.max(answersWhereMixed, hop.answered);
      return;
    }
    const read = readOrder(order.map((key) => keys.indexOf(key)));
    if (read.kind === 'interleaved') interleavedIn += 1;
    if (read.kind === 'changed-once')
      changes.push({ trace: index, chance: read.chance, changedAt: read.changedAt });
    if (read.kind !== 'one') answersWhereMixed = Math.max(answersWhereMixed, order.length);
  });
  const isMixed = interleavedIn + unorderedIn + changes.length > 0;
  return { ttl, keys, answered, answersWhereMixed, interleavedIn, unorderedIn, changes, isMixed };
}

/** RFC 9293, 3.10.7.4, with RFC 5961: a SYN that meets a half-open session of its own is answered with a bare ACK. */
function mixesAnswers(trace: ProbedTrace): boolean {
  const flags = trace.hops.flatMap(({ probes }) => probes.flatMap((probe) => probe?.flags ?? []));
  return flags.includes('ack') && flags.includes('syn,ack');
}

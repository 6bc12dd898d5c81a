import type { PathHop, PathOfTarget, Paths } from '../../contract/paths.ts';
import { classifyPath } from './classify-path.ts';
import { inertWords } from './inert-text.ts';
import type { ProbeFlow, TraceAnswer } from './parsed-trace.ts';
import { isTarget, keyOf, type ProbedTrace, reachedTarget } from './probed-trace.ts';

/**
 * The `paths/1` document of a set of traces. Traces to one target belong together; a trace without a header (macOS
 * writes it to another stream) belongs to the target it reached, or to the first one.
 *
 * The path over IPv4 comes first, so that one over IPv6 stands beside it and decides nothing.
 *
 * @param isService tells the addresses of the service, whose path comes before others
 */
export function buildPaths(traces: readonly ProbedTrace[], isService: (address: string) => boolean): Paths {
  const groups = groupByTarget(traces, isService);
  const rank = ({ target: { address } }: Group): number =>
    (address?.includes(':') ? 2 : 0) + (address !== null && isService(address) ? 0 : 1);
  const first = [...groups].sort((one, other) => rank(one) - rank(other))[0];
  const paths = [...(first ? [first] : []), ...groups.filter((group) => group !== first)].map((group) =>
    pathOf(group, traces),
  );
  const [main, ...others] = paths;
  return {
    schema: 'paths/1',
    traces: traces.map((trace) => ({
      source: inertWords(trace.source),
      ...{ format: trace.format, flow: trace.flow, protocol: trace.protocol },
      isElevated: trace.isElevated === true,
      target: targetOf(trace),
      reached: reachedTarget(trace),
      showsEveryResponder: trace.showsEveryResponder,
      notes: [...trace.notes],
    })),
    ...(main ?? { target: { name: null, address: null }, hops: [], classification: classifyPath([]) }),
    others,
  };
}

interface Group {
  target: { name: string | null; address: string | null };
  readonly traces: ProbedTrace[];
}

const targetOf = ({ target }: ProbedTrace): Group['target'] => ({
  name: target.name === null ? null : inertWords(target.name),
  address: target.address,
});

/** Without a header the last hop tells the target, when it is the service that answered there. */
function withTarget(trace: ProbedTrace, isService: (address: string) => boolean): ProbedTrace {
  if (trace.target.address !== null || trace.target.name !== null) return trace;
  const last = trace.hops.filter(({ answered }) => answered > 0).at(-1);
  const address = last?.responders.map((one) => one.address).find((one) => one !== null && isService(one));
  return address === undefined || address === null ? trace : { ...trace, target: { name: null, address } };
}

function groupByTarget(all: readonly ProbedTrace[], isService: (address: string) => boolean): Group[] {
  const traces = all.map((trace) => withTarget(trace, isService));
  const groups: Group[] = [];
  const headed = traces.filter(({ target }) => target.address !== null || target.name !== null);
  for (const trace of headed) {
    const target = targetOf(trace);
    const known = groups.find(({ target: other }) =>
      target.address !== null && other.address !== null
        ? target.address === other.address
        : target.name === other.name && target.name !== null,
    );
    if (!known) groups.push({ target, traces: [trace] });
    else {
      known.traces.push(trace);
      known.target = {
        name: known.target.name ?? target.name,
        address: known.target.address ?? target.address,
      };
    }
  }
  for (const trace of traces.filter((one) => !headed.includes(one))) {
    const reached = groups.find(({ target }) =>
      trace.hops.some(({ responders }) => responders.some((one) => isTarget({ ...trace, target }, one))),
    );
    const group = reached ?? groups[0];
    if (group) group.traces.push({ ...trace, target: group.target });
    else groups.push({ target: targetOf(trace), traces: [trace] });
  }
  // In the order given, so that indices and "first run, second run" mean what they say.
  const at = (trace: ProbedTrace): number => traces.findIndex(({ hops }) => hops === trace.hops);
  for (const group of groups) group.traces.sort((one, other) => at(one) - at(other));
  return groups;
}

function pathOf({ target, traces }: Group, all: readonly ProbedTrace[]): PathOfTarget {
  const ttls = [...new Set(traces.flatMap(({ hops }) => hops.map(({ ttl }) => ttl)))].sort((a, b) => a - b);
  return { target, hops: ttls.map((ttl) => hopOf(ttl, traces, all)), classification: classifyPath(traces) };
}

const FLOWS: readonly ProbeFlow[] = ['same', 'varied', 'unknown'];

function hopOf(ttl: number, traces: readonly ProbedTrace[], all: readonly ProbedTrace[]): PathHop {
  const responders: PathHop['responders'] = [];
  const probes: PathHop['probes'] = [];
  const order: PathHop['order'] = [];
  for (const flow of FLOWS) {
    const here = traces.flatMap((trace) =>
      trace.flow === flow ? trace.hops.filter((hop) => hop.ttl === ttl).map((hop) => ({ trace, hop })) : [],
    );
    if (here.length === 0) continue;
    const sum = (pick: (hop: (typeof here)[number]['hop']) => number): number =>
      here.reduce((total, { hop }) => total + pick(hop), 0);
    probes.push({ flow, sent: sum(({ sent }) => sent), answered: sum(({ answered }) => answered) });
    const start = responders.length;
    const keys = [...new Set(here.flatMap(({ hop }) => hop.responders.map(keyOf)))];
    for (const key of keys) {
      const found = here.flatMap(({ hop }) => hop.responders.filter((one) => keyOf(one) === key));
      const answers = here.flatMap(({ hop }) =>
        hop.probes.filter(
          (one): one is TraceAnswer =>
            one !== null && keyOf(hop.responders[one.responder] ?? found[0] ?? NOBODY) === key,
        ),
      );
      const counts = here.every(({ hop }) => hop.probes.length === hop.sent);
      const alone = here.every(({ hop }) => hop.responders.length <= 1);
      responders.push({
        address: found[0]?.address ?? null,
        name: found.find(({ name }) => name !== null)?.name ?? null,
        network: found.find(({ network }) => network !== null)?.network ?? null,
        flow,
        answers: counts ? answers.length : alone ? sum(({ answered }) => answered) : null,
        rttMs: spread(answers.flatMap(({ rttMs }) => rttMs ?? [])),
        marks: [
          ...new Set(answers.flatMap(({ mark, flags }) => [mark, flags].filter((one) => one !== null))),
        ],
      });
    }
    for (const { trace, hop } of here)
      if (hop.isOrdered && hop.probes.length > 0)
        order.push({
          trace: all.findIndex(({ hops }) => hops === trace.hops),
          answers: hop.probes.map((probe) =>
            probe ? start + keys.indexOf(keyOf(hop.responders[probe.responder] ?? NOBODY)) : null,
          ),
        });
  }
  return { ttl, responders, probes, order };
}

const NOBODY = { address: null, name: null, network: null };

function spread(times: readonly number[]): { lowest: number; median: number; highest: number } | null {
  const sorted = [...times].sort((one, other) => one - other);
  const [lowest] = sorted;
  const highest = sorted.at(-1);
  if (lowest === undefined || highest === undefined) return null;
  return { lowest, median: sorted[Math.floor((sorted.length - 1) / 2)] ?? lowest, highest };
}

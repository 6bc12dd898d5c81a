import type { TraceOutput } from '../../contract/diagnose.ts';
import { parseTraces } from './parse-traces.ts';
import type { ProbedTrace } from './probed-trace.ts';

/** The traces in kept outputs, in their order; an output without one adds none. */
export const tracesIn = (outputs: readonly TraceOutput[]): ProbedTrace[] => outputs.flatMap(readOutput);

function readOutput({
  text,
  origin,
  flow,
  protocol,
  address,
  source,
  isPartial,
  networks = {},
  isElevated = false,
}: TraceOutput): ProbedTrace[] {
  const found = parseTraces(text, origin);
  const more = [
    ...(isPartial ? ['Ended before it was through.'] : []),
    ...(found.isCut ? ['Longer than any trace: only the beginning was read.'] : []),
  ];
  return found.traces.map((trace) => ({
    ...trace,
    hops: trace.hops.map((hop) => ({
      ...hop,
      responders: hop.responders.map((one) => ({
        ...one,
        network: one.network ?? networks[one.address ?? ''] ?? null,
      })),
    })),
    target: trace.target.address === null && address !== null ? { ...trace.target, address } : trace.target,
    notes: [...trace.notes, ...more],
    protocol: protocol ?? trace.protocol,
    ...{ flow, source, isElevated },
  }));
}

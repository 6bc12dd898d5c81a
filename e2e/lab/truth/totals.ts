import type { TrueFlow, TrueReset, Truth } from './truth-document.ts';

const count = (keys: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const key of [...keys].sort()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

const median = (values: readonly number[]): number | null =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? null;

const isReceived = ({ arrivedAt }: TrueReset): boolean => arrivedAt !== null;

const perService = (flows: readonly TrueFlow[]) => ({
  anycast: flows.filter(({ service }) => service === 'anycast').length,
  legacy: flows.filter(({ service }) => service === 'legacy').length,
});

/** The numbers a scenario is known by, from its flows. */
export function sumUpTruth(flows: readonly TrueFlow[], tcpPackets: number): Truth['totals'] {
  const sent = flows.flatMap(({ resetsSent }) => resetsSent);
  const received = sent.filter(isReceived);
  const firsts = flows.flatMap((flow) => {
    const [first] = flow.resetsSent
      .filter(isReceived)
      .sort((one, other) => ((one.arrivedAt ?? '') < (other.arrivedAt ?? '') ? -1 : 1));
    return first ? [{ flow, first }] : [];
  });
  return {
    tcpPackets,
    connections: perService(flows),
    completed: perService(flows.filter(({ completed }) => completed)),
    flowsAtSeveralEdges: flows.filter(({ packetsByEdge }) => Object.keys(packetsByEdge).length > 1).length,
    flowsReset: perService(flows.filter(({ resetsSent }) => resetsSent.some(isReceived))),
    resetsSentBy: count(sent.map(({ by }) => by)),
    resetsReceived: received.length,
    effects: count(received.map(({ effect }) => effect ?? 'unknown')),
    clientResets: flows.reduce((sum, { clientResets }) => sum + clientResets, 0),
    ttlDifferences: count(
      flows.flatMap(({ synAckTtl, resetsSent }) =>
        resetsSent.flatMap(({ ttl }) =>
          ttl === null || synAckTtl === null ? [] : [String(ttl - synAckTtl)],
        ),
      ),
    ),
    firstResetAfterMs: median(firsts.flatMap(({ first }) => first.trigger?.afterMs ?? [])),
    firstResetHandshakeMs: median(firsts.flatMap(({ flow }) => flow.handshakeMs ?? [])),
  };
}

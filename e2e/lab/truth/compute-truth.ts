import { release } from 'node:os';
import { tryTool } from '../network/run-tool.ts';
import type { Scenario } from '../network/scenario.ts';
import { CLIENT_ADDRESS, planTopology, routersToClient } from '../network/topology.ts';
import type { LiveRecording } from '../recording/record-live.ts';
import { judgeEffects } from './client-progress.ts';
import { type FlowPacket, indexClientPackets, indexFarPackets } from './flow-index.ts';
import { readTcpPackets } from './pcap-reader.ts';
import { type AttributedReset, attributeResets, type View } from './resets.ts';
import { sumUpTruth } from './totals.ts';
import type { TrueFlow, TrueReset, Truth } from './truth-document.ts';

const iso = (at: number): string => {
  const whole = new Date(Math.floor(at / 1000)).toISOString();
  return `${whole.slice(0, -1)}${String(at % 1000).padStart(3, '0')}Z`;
};
const milliseconds = (microseconds: number): number => Math.round(microseconds / 10) / 100;

/** The client's own copy of a packet that was seen further on. */
const asSent = (packet: FlowPacket, flow: readonly FlowPacket[]): FlowPacket | undefined =>
  flow.findLast(
    (own) =>
      own.isToServer &&
      own.at <= packet.at &&
      own.sequence === packet.sequence &&
      own.payloadBytes === packet.payloadBytes &&
      own.isSyn === packet.isSyn &&
      (own.ack === packet.ack || !own.isAck),
  );

function describeReset(
  { by, sent, arrived, trigger }: AttributedReset,
  flow: readonly FlowPacket[],
  effect: TrueReset['effect'],
): TrueReset {
  const own = trigger && asSent(trigger, flow);
  return {
    by,
    at: iso(sent.at),
    sequence: sent.sequence,
    ack: sent.ack,
    hasAck: sent.isAck,
    hasOptions: sent.hasOptions,
    arrivedAt: arrived && iso(arrived.at),
    ttl: arrived?.ttl ?? null,
    effect,
    afterFin: arrived !== null && flow.some(({ isFin, at }) => isFin && at < arrived.at),
    trigger: trigger && {
      sequence: trigger.sequence,
      payloadBytes: trigger.payloadBytes,
      afterMs: own && arrived ? milliseconds(arrived.at - own.at) : null,
    },
  };
}

function groupByFlow(packets: readonly FlowPacket[]): Map<number, FlowPacket[]> {
  const groups = new Map<number, FlowPacket[]>();
  for (const packet of packets) {
    const group = groups.get(packet.flow);
    if (group) group.push(packet);
    else groups.set(packet.flow, [packet]);
  }
  return groups;
}

/** When SYN was sent and first answered. A repeated SYN makes the pair ambiguous, so the last one before the answer counts. */
function handshakeOf(flow: readonly FlowPacket[]) {
  const answers = flow.filter(({ isToServer, isSyn, isAck }) => !isToServer && isSyn && isAck);
  const [first] = answers;
  const syn = first && flow.findLast(({ isToServer, isSyn, at }) => isToServer && isSyn && at <= first.at);
  return {
    handshakeMs: first && syn ? milliseconds(first.at - syn.at) : null,
    synAckTtl: first?.ttl ?? null,
    synAcksReceived: answers.length,
  };
}

function arrivalsByEdge(edges: readonly View[], flow: number) {
  const packetsByEdge: Record<string, number> = {};
  let firstSyn: { edge: string; at: number } | null = null;
  for (const { name, packets } of edges) {
    const arrived = packets.filter((packet) => packet.flow === flow && packet.isToServer);
    if (arrived.length > 0) packetsByEdge[name] = arrived.length;
    const syn = arrived.find(({ isSyn }) => isSyn);
    if (syn && (firstSyn === null || syn.at < firstSyn.at)) firstSyn = { edge: name, at: syn.at };
  }
  return { synOwner: firstSyn?.edge ?? null, packetsByEdge };
}

/** Puts the views of client, R1 and edges together. Uses none of the product's code. */
export function computeTruth(scenario: Scenario, recording: LiveRecording, files: readonly string[]): Truth {
  const read = (kind: string) => recording.points.filter((point) => point.kind === kind);
  const clientPackets = readTcpPackets(read('client')[0]?.file ?? '');
  const client = indexClientPackets(clientPackets, recording.plan);
  const view = ({ name, file }: { name: string; file: string }): View => ({
    name,
    packets: indexFarPackets(readTcpPackets(file), client),
  });
  const edges = read('edge').map(view);
  const [r1] = read('R1').map(view);
  if (!r1) throw new Error('The recording has no view from R1.');
  const resets = attributeResets(edges, r1, client);
  const byFlow = groupByFlow(client);
  const flows = recording.plan.map((planned): TrueFlow => {
    const packets = byFlow.get(planned.index) ?? [];
    const effects = judgeEffects(packets);
    const result = recording.results.find(({ index }) => index === planned.index);
    return {
      client: { address: CLIENT_ADDRESS, port: planned.localPort },
      server: { address: planned.address, port: planned.port },
      service: planned.to,
      kind: planned.kind,
      completed: result?.outcome === 'finished',
      error: result?.error ?? null,
      ...arrivalsByEdge(edges, planned.index),
      ...handshakeOf(packets),
      resetsSent: resets
        .filter(({ sent }) => sent.flow === planned.index)
        .map((reset) => describeReset(reset, packets, (reset.arrived && effects.get(reset.arrived)) ?? null)),
      clientResets: packets.filter(({ isToServer, isReset }) => isToServer && isReset).length,
    };
  });
  const { branches } = planTopology(scenario);
  return {
    schema: 'lab-truth/1',
    scenario: scenario.name,
    description: scenario.description,
    recordedWith: {
      kernel: `Linux ${release().split('-')[0]}`,
      tcpdump:
        /version (\S+)/.exec(Object.values(tryTool('tcpdump', ['--version'])).join(' '))?.[1] ?? 'unknown',
    },
    files,
    seed: scenario.seed,
    split: scenario.split.kind === 'random' ? `random ${scenario.split.share}` : scenario.split.kind,
    expected: scenario.expected,
    edges: branches.map(({ name, service, hops, initialTtl, delayMsOneWay }) => ({
      name,
      service,
      hops,
      initialTtl,
      ttlAtClient: initialTtl - routersToClient({ hops }),
      delayMsOneWay,
    })),
    totals: sumUpTruth(flows, clientPackets.length),
    flows,
  };
}

import type { PlannedConnection } from '../recording/traffic-plan.ts';
import type { TcpPacket } from './pcap-reader.ts';

/** A packet that belongs to a planned connection, and which way it went. */
export interface FlowPacket extends TcpPacket {
  readonly flow: number;
  readonly isToServer: boolean;
}

const isService = (address: string): boolean =>
  address.startsWith('104.192.141.') || address.startsWith('18.205.93.');

const byPorts = (client: number, server: string, port: number): string => `${client} ${server} ${port}`;
const byNumbers = ({ sequence, ack, isAck, destination }: TcpPacket): string =>
  `${sequence} ${isAck ? ack : '-'} ${destination}`;

/** The client's own view; its ports are the plan's, so a flow is known by them. */
export function indexClientPackets(
  packets: readonly TcpPacket[],
  plan: readonly PlannedConnection[],
): FlowPacket[] {
  const flows = new Map(
    plan.map(({ localPort, address, port, index }) => [byPorts(localPort, address, port), index]),
  );
  return packets.flatMap((packet) => {
    const isToServer = isService(packet.destination);
    const flow = isToServer
      ? flows.get(byPorts(packet.sourcePort, packet.destination, packet.destinationPort))
      : flows.get(byPorts(packet.destinationPort, packet.source, packet.sourcePort));
    return flow === undefined ? [] : [{ ...packet, flow, isToServer }];
  });
}

/**
 * The view from beyond home, where a translator may have changed the client's port: a packet on its way out is known
 * by its sequence numbers, a packet on its way back by the port its flow was seen with.
 */
export function indexFarPackets(packets: readonly TcpPacket[], client: readonly FlowPacket[]): FlowPacket[] {
  const known = new Map(
    client.filter(({ isToServer }) => isToServer).map((sent) => [byNumbers(sent), sent.flow]),
  );
  const seen = new Map<string, number>();
  return packets.flatMap((packet) => {
    const isToServer = isService(packet.destination);
    const ports = isToServer
      ? byPorts(packet.sourcePort, packet.destination, packet.destinationPort)
      : byPorts(packet.destinationPort, packet.source, packet.sourcePort);
    const flow = (isToServer ? known.get(byNumbers(packet)) : undefined) ?? seen.get(ports);
    if (flow === undefined) return [];
    seen.set(ports, flow);
    return [{ ...packet, flow, isToServer }];
  });
}

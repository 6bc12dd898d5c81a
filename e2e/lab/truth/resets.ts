import type { FlowPacket } from './flow-index.ts';

/** A reset towards the client, who sent it, and the copy the client's capture has of it. */
export interface AttributedReset {
  readonly by: string;
  readonly sent: FlowPacket;
  readonly arrived: FlowPacket | null;
  readonly trigger: FlowPacket | null;
}

/** Packets of one place. `name` is an edge's, `R1`, or `home`. */
export interface View {
  readonly name: string;
  readonly packets: readonly FlowPacket[];
}

/** No link of a scenario takes longer than this one way. */
const LONGEST_WAY = 100_000;

const isResetToClient = ({ isReset, isToServer }: FlowPacket): boolean => isReset && !isToServer;
const isSameReset = (one: FlowPacket, other: FlowPacket): boolean =>
  one.flow === other.flow &&
  one.sequence === other.sequence &&
  one.ack === other.ack &&
  one.isAck === other.isAck;

/**
 * Pairs resets seen far away with the same resets seen nearer, in order of time. What appears near without a far
 * original was born between the two places.
 */
export function followResets(far: readonly FlowPacket[], near: readonly FlowPacket[]) {
  const waiting = [...far].sort((one, other) => one.at - other.at);
  const pairs = new Map<FlowPacket, FlowPacket>();
  const born: FlowPacket[] = [];
  for (const reset of [...near].sort((one, other) => one.at - other.at)) {
    const index = waiting.findIndex(
      (original) =>
        isSameReset(original, reset) && original.at <= reset.at && reset.at - original.at < LONGEST_WAY,
    );
    const [original] = index < 0 ? [] : waiting.splice(index, 1);
    if (original) pairs.set(original, reset);
    else born.push(reset);
  }
  return { pairs, born };
}

/** The client's packet an edge or router answered: a bare reset repeats its ack, another acknowledges its end. */
function findTrigger(reset: FlowPacket, seenThere: readonly FlowPacket[]): FlowPacket | null {
  const fits = (packet: FlowPacket): boolean =>
    packet.isToServer &&
    packet.flow === reset.flow &&
    packet.at <= reset.at &&
    (reset.isAck
      ? (packet.sequence + packet.payloadBytes + (packet.isSyn ? 1 : 0)) >>> 0 === reset.ack
      : packet.isAck && packet.ack === reset.sequence);
  return seenThere.findLast(fits) ?? null;
}

/** Every reset sent towards the client, by place of birth: an edge, else R1, else home. */
export function attributeResets(
  edges: readonly View[],
  r1: View,
  client: readonly FlowPacket[],
): AttributedReset[] {
  const atClient = client.filter(isResetToClient);
  const fromEdges = edges.flatMap(({ packets }) => packets.filter(isResetToClient));
  const throughR1 = followResets(fromEdges, r1.packets.filter(isResetToClient));
  const toClient = followResets(r1.packets.filter(isResetToClient), atClient);
  const arrivalOf = (atR1: FlowPacket | undefined): FlowPacket | null =>
    (atR1 && toClient.pairs.get(atR1)) ?? null;
  const ofEdges = edges.flatMap(({ name, packets }) =>
    packets.filter(isResetToClient).map((sent) => ({
      by: name,
      sent,
      arrived: arrivalOf(throughR1.pairs.get(sent)),
      trigger: findTrigger(sent, packets),
    })),
  );
  const ofR1 = throughR1.born.map((sent) => ({
    by: r1.name,
    sent,
    arrived: arrivalOf(sent),
    trigger: findTrigger(sent, r1.packets),
  }));
  const ofHome = toClient.born.map((sent) => ({
    by: 'home',
    sent,
    arrived: sent,
    trigger: findTrigger(sent, client),
  }));
  return [...ofEdges, ...ofR1, ...ofHome].sort((one, other) => one.sent.at - other.sent.at);
}

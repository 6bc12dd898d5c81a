import type { FlowPacket } from './flow-index.ts';
import type { TrueReset } from './truth-document.ts';

const isAfter = (one: number, other: number): boolean => ((one - other) | 0) > 0;

/** What each reset did to one flow, by what the client had received in order when it came (RFC 5961, section 3). */
export function judgeEffects(flow: readonly FlowPacket[]): Map<FlowPacket, NonNullable<TrueReset['effect']>> {
  const effects = new Map<FlowPacket, NonNullable<TrueReset['effect']>>();
  let expected: number | null = null;
  let firstSequence: number | null = null;
  let isOver = false;
  for (const packet of flow) {
    if (packet.isToServer) {
      if (packet.isSyn) firstSequence ??= packet.sequence;
      if (packet.isReset) isOver = true;
      continue;
    }
    if (packet.isReset) {
      effects.set(packet, effectOf(packet, expected, firstSequence, isOver));
      if (effects.get(packet) === 'fatal') isOver = true;
      continue;
    }
    const first: number = packet.sequence;
    const next = (first + packet.payloadBytes + (packet.isSyn ? 1 : 0) + (packet.isFin ? 1 : 0)) >>> 0;
    const isInOrder: boolean = expected === null || (!isAfter(first, expected) && isAfter(next, expected));
    if (isInOrder && (expected !== null || packet.isSyn)) expected = next;
  }
  return effects;
}

function effectOf(
  reset: FlowPacket,
  expected: number | null,
  firstSequence: number | null,
  isOver: boolean,
): NonNullable<TrueReset['effect']> {
  if (isOver) return 'repeat';
  if (expected === null) {
    const answersSyn = reset.isAck && firstSequence !== null && reset.ack === (firstSequence + 1) >>> 0;
    return answersSyn ? 'fatal' : 'stale';
  }
  if (reset.sequence === expected) return 'fatal';
  return isAfter(expected, reset.sequence) ? 'stale' : 'ahead';
}

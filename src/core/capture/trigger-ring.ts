import type { PacketFields } from './packet-fields.ts';
import type { TcpSession } from './session.ts';

/** Numbers per remembered client packet: time, acknowledgement, packet number, silence before it. */
export const TRIGGER_STRIDE = 4;
const FIRST_ENTRIES = 8;
/** Target sessions remember more, since a reset comes one round trip of another edge after its trigger. */
const MOST_ENTRIES = { target: 256, other: 32 } as const;

/** Remembers a client packet as a possible trigger of a reset; the oldest gives way. */
export function rememberTrigger(
  session: TcpSession,
  f: PacketFields,
  time: number,
  number: number,
  gap: number,
): void {
  const most = session.isTarget ? MOST_ENTRIES.target : MOST_ENTRIES.other;
  const capacity = session.ring.length / TRIGGER_STRIDE;
  if (session.ringCount >= capacity && capacity < most) {
    const larger = new Float64Array(Math.min(most, Math.max(FIRST_ENTRIES, capacity * 2)) * TRIGGER_STRIDE);
    larger.set(session.ring);
    session.ring = larger;
  }
  const slot = (session.ringCount % (session.ring.length / TRIGGER_STRIDE)) * TRIGGER_STRIDE;
  session.ring[slot] = time;
  session.ring[slot + 1] = f.acknowledgement;
  session.ring[slot + 2] = number;
  session.ring[slot + 3] = gap;
  session.ringCount += 1;
}

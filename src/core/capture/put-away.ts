import type { PacketFields } from './packet-fields.ts';
import type { TcpSession } from './session.ts';

/** Sessions remembered in each of the two halves; when the newer half is full, the older one is forgotten. */
const MOST_IN_HALF = 1 << 17;
const SLOTS = MOST_IN_HALF * 2;
/** Words of a slot: both fingerprints, the stream plus one (0 for an empty slot), the base of the client's sequence numbers. */
const WORDS = 4;

/** What is still known of a session that was put away. */
export interface PutAwaySession {
  readonly stream: number;
  /** As in {@link SessionSide.baseSequence}, of the side that opened it. */
  readonly baseSequence: number;
}

/**
 * Remembers in a few words each which sessions were put away last, so that a packet that comes late is not counted as a
 * session of its own. Two sessions are taken for one when 64 bits of their addresses and ports are the same.
 */
export interface PutAwaySessions {
  /** @param hash of the session's addresses and ports, as the session table has it */
  add(session: TcpSession, hash: number): void;
  find(fields: PacketFields, side: 0 | 1, hash: number): PutAwaySession | null;
}

export function createPutAwaySessions(): PutAwaySessions {
  let newer = new Int32Array(0);
  let older = new Int32Array(0);
  let inNewer = 0;

  function placeIn(half: Int32Array, hash: number, other: number): number {
    let slot = hash & (SLOTS - 1);
    for (;;) {
      const at = slot * WORDS;
      if (half[at + 2] === 0 || (half[at] === hash && half[at + 1] === other)) return at;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  return {
    add(session, hash) {
      if (newer.length === 0 || inNewer === MOST_IN_HALF) {
        const room = older.length > 0 ? older.fill(0) : new Int32Array(SLOTS * WORDS);
        older = newer;
        newer = room;
        inNewer = 0;
      }
      const { words } = session;
      const other = fingerprint(words, 0, words, 4, session.portLow, session.portHigh);
      const at = placeIn(newer, hash, other);
      if (newer[at + 2] === 0) inNewer += 1;
      newer[at] = hash;
      newer[at + 1] = other;
      newer[at + 2] = session.stream + 1;
      newer[at + 3] = session.sides[session.clientSide].baseSequence;
    },
    find(f, side, hash) {
      const other =
        side === 0
          ? fingerprint(f.source, 0, f.destination, 0, f.sourcePort, f.destinationPort)
          : fingerprint(f.destination, 0, f.source, 0, f.destinationPort, f.sourcePort);
      for (const half of [newer, older]) {
        if (half.length === 0) continue;
        const at = placeIn(half, hash, other);
        const stream = half[at + 2] as number;
        if (stream !== 0) return { stream: stream - 1, baseSequence: half[at + 3] as number };
      }
      return null;
    },
  };
}

/** A second hash of the same addresses and ports, mixed in another way and not symmetric. */
function fingerprint(
  low: Int32Array,
  lowFrom: number,
  high: Int32Array,
  highFrom: number,
  portLow: number,
  portHigh: number,
): number {
  let mixed = Math.imul(portLow, 0x9e3779b1) ^ Math.imul(portHigh, 0x7feb352d);
  for (let word = 0; word < 4; word += 1) {
    mixed = Math.imul(mixed ^ (low[lowFrom + word] as number), 0x846ca68b);
    mixed = Math.imul(mixed ^ (mixed >>> 15) ^ (high[highFrom + word] as number), 0x2c1b3c6d);
    mixed ^= mixed >>> 13;
  }
  return mixed;
}

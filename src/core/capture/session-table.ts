import type { PacketFields } from './packet-fields.ts';
import type { TcpSession } from './session.ts';

/** Finds the current session of a pair of addresses and ports without making a string or an object per packet. */
export interface SessionTable {
  /** The session the packet belongs to, or undefined. Sets {@link SessionTable.side}. */
  find(fields: PacketFields): TcpSession | undefined;
  /** Registers the packet's newest session, in place of an older one with the same addresses and ports. */
  put(fields: PacketFields, session: TcpSession): void;
  /** Takes out every current session that is not to stay, and tells its hash. */
  takeOut(
    stays: (session: TcpSession) => boolean,
    takenOut: (session: TcpSession, hash: number) => void,
  ): void;
  /** Hash of the addresses and ports last looked up and not found. */
  hash: number;
  /** Which side sent the packet last looked up: 0 = the lower (address, port) pair. */
  side: 0 | 1;
}

/** All but the last word of both addresses, which IPv4 does not use. */
const sameUpperWords = (words: Int32Array, low: Int32Array, high: Int32Array): boolean =>
  words[0] === low[0] &&
  words[1] === low[1] &&
  words[2] === low[2] &&
  words[4] === high[0] &&
  words[5] === high[1] &&
  words[6] === high[2];

export function createSessionTable(): SessionTable {
  let capacity = 1 << 12;
  let mask = capacity - 1;
  let slots: (TcpSession | undefined)[] = new Array(capacity).fill(undefined);
  let hashes = new Int32Array(capacity);
  let used = 0;
  let newest: TcpSession | undefined;

  /** 0 when the source is the lower pair, 1 otherwise. */
  function sideOf(f: PacketFields): 0 | 1 {
    const { source, destination } = f;
    for (let word = f.family === 4 ? 3 : 0; word < 4; word += 1) {
      const a = source[word] as number;
      const b = destination[word] as number;
      if (a !== b) return a < b ? 0 : 1;
    }
    return f.sourcePort <= f.destinationPort ? 0 : 1;
  }

  /** Symmetric in source and destination, so both directions meet in one slot. */
  function hashOf(f: PacketFields): number {
    let low = f.sourcePort ^ f.destinationPort;
    let sum = (f.sourcePort + f.destinationPort) | 0;
    for (let word = f.family === 4 ? 3 : 0; word < 4; word += 1) {
      low ^= (f.source[word] as number) ^ (f.destination[word] as number);
      sum =
        (sum +
          Math.imul(f.source[word] as number, 0x9e3779b1) +
          Math.imul(f.destination[word] as number, 0x9e3779b1)) |
        0;
    }
    let hash = Math.imul(low, 0x85ebca6b) ^ Math.imul(sum, 0xc2b2ae35);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x27d4eb2f);
    return hash ^ (hash >>> 13);
  }

  function matches(session: TcpSession, f: PacketFields, side: 0 | 1): boolean {
    const low = side === 0 ? f.source : f.destination;
    const high = side === 0 ? f.destination : f.source;
    const w = session.words;
    return (
      session.family === f.family &&
      session.portLow === (side === 0 ? f.sourcePort : f.destinationPort) &&
      session.portHigh === (side === 0 ? f.destinationPort : f.sourcePort) &&
      w[3] === low[3] &&
      w[7] === high[3] &&
      (f.family === 4 || sameUpperWords(w, low, high))
    );
  }
  function grow(): void {
    const [oldSlots, oldHashes] = [slots, hashes];
    capacity *= 2;
    mask = capacity - 1;
    slots = new Array(capacity).fill(undefined);
    hashes = new Int32Array(capacity);
    oldSlots.forEach((session, index) => {
      if (session) place(session, oldHashes[index] as number);
    });
  }

  function place(session: TcpSession, hash: number): void {
    let at = hash & mask;
    while (slots[at]) at = (at + 1) & mask;
    slots[at] = session;
    hashes[at] = hash;
  }

  const table: SessionTable = {
    side: 0,
    hash: 0,
    find(f) {
      const side = sideOf(f);
      table.side = side;
      // Packets of one session come in bursts, so the one of the packet before is the likeliest.
      if (newest !== undefined && matches(newest, f, side)) return newest;
      const hash = hashOf(f);
      table.hash = hash;
      for (let at = hash & mask; ; at = (at + 1) & mask) {
        const session = slots[at];
        if (session === undefined) return undefined;
        if (hashes[at] === hash && matches(session, f, side)) {
          newest = session;
          return session;
        }
      }
    },
    put(f, session) {
      newest = session;
      const side = sideOf(f);
      const hash = hashOf(f);
      let at = hash & mask;
      for (; slots[at] !== undefined; at = (at + 1) & mask) {
        if (hashes[at] === hash && matches(slots[at] as TcpSession, f, side)) {
          slots[at] = session;
          return;
        }
      }
      slots[at] = session;
      hashes[at] = hash;
      used += 1;
      if (used * 2 > capacity) grow();
    },
    takeOut(stays, takenOut) {
      newest = undefined;
      const [oldSlots, oldHashes] = [slots, hashes];
      slots = new Array(capacity).fill(undefined);
      hashes = new Int32Array(capacity);
      used = 0;
      oldSlots.forEach((session, index) => {
        if (!session) return;
        const hash = oldHashes[index] as number;
        if (stays(session)) {
          place(session, hash);
          used += 1;
        } else takenOut(session, hash);
      });
    },
  };
  return table;
}

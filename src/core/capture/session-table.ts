import type { CaptureMemory } from './capture-memory.ts';
import { SLOT_WORDS } from './memory-cells.ts';
import type { PacketFields } from './packet-fields.ts';
import { FAMILY, HIGH, LOW, PORTS, ROW_WORDS } from './session-row.ts';

/** Finds the current session of a pair of addresses and ports without making a string or an object per packet. */
export class SessionTable {
  /** Hash of the addresses and ports last looked up and not found. */
  hash = 0;
  /** Which side sent the packet last looked up by {@link SessionTable.find}: 0 = the lower (address, port) pair. */
  side: 0 | 1 = 0;
  readonly #memory: CaptureMemory;
  readonly #words: Int32Array;
  readonly #slots: Int32Array;
  #mask: number;
  /** The slots as they were, while they are placed anew. */
  #before = new Int32Array(0);
  #used = 0;

  constructor(memory: CaptureMemory) {
    this.#memory = memory;
    this.#words = memory.rowWords;
    this.#slots = memory.slots;
    this.#mask = memory.slotMask;
  }

  /** The row of the session the packet belongs to, or -1. Sets {@link SessionTable.side}. */
  find(f: PacketFields): number {
    const side = sideOf(f);
    this.side = side;
    if (f.family === 4) {
      const low = side === 0 ? f.source : f.destination;
      const high = side === 0 ? f.destination : f.source;
      return this.findVersion4(low[3] as number, high[3] as number, portsOf(f, side));
    }
    const hash = hashOf(f, side);
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const row = (this.#slots[at * SLOT_WORDS + 1] as number) - 1;
      if (row < 0) this.hash = hash;
      if (row < 0 || (this.#slots[at * SLOT_WORDS] === hash && this.#matches(row, f, side))) return row;
    }
  }

  /** The same for IPv4 by the numbers alone: both addresses, and the ports with the lower end's in the upper half. */
  findVersion4(low: number, high: number, ports: number): number {
    const words = this.#words;
    const slots = this.#slots;
    const mask = this.#mask;
    const hash = mix(low, high, ports);
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const row = (slots[at * SLOT_WORDS + 1] as number) - 1;
      if (row < 0) {
        this.hash = hash;
        return -1;
      }
      const key = row * ROW_WORDS;
      if (
        words[key + PORTS] === ports &&
        words[key + LOW + 3] === low &&
        words[key + HIGH + 3] === high &&
        words[key + FAMILY] === 4
      )
        return row;
    }
  }

  /** Registers the packet's newest session, in place of an older one with the same addresses and ports. */
  put(f: PacketFields, row: number): void {
    const side = sideOf(f);
    const hash = hashOf(f, side);
    const slots = this.#slots;
    for (let at = hash & this.#mask; slots[at * SLOT_WORDS + 1] !== 0; at = (at + 1) & this.#mask) {
      if (
        slots[at * SLOT_WORDS] === hash &&
        this.#matches((slots[at * SLOT_WORDS + 1] as number) - 1, f, side)
      ) {
        slots[at * SLOT_WORDS + 1] = row + 1;
        return;
      }
    }
    this.#place(row, hash);
    this.#used += 1;
    if (this.#used * 2 > this.#mask)
      this.#replace((this.#mask + 1) * 2, (one, itsHash) => this.#place(one, itsHash));
  }

  /** Takes out every current session that is not to stay, and tells its hash. */
  takeOut(stays: (row: number) => boolean, takenOut: (row: number, hash: number) => void): void {
    this.#used = 0;
    this.#replace(this.#mask + 1, (row, hash) => {
      if (!stays(row)) {
        takenOut(row, hash);
        return;
      }
      this.#place(row, hash);
      this.#used += 1;
    });
  }

  #matches(row: number, f: PacketFields, side: 0 | 1): boolean {
    const words = this.#words;
    const at = row * ROW_WORDS;
    const low = side === 0 ? f.source : f.destination;
    const high = side === 0 ? f.destination : f.source;
    return (
      words[at + PORTS] === portsOf(f, side) &&
      words[at + LOW + 3] === low[3] &&
      words[at + HIGH + 3] === high[3] &&
      words[at + FAMILY] === f.family &&
      (f.family === 4 || haveSameUpperWords(words, at, low, high))
    );
  }

  #place(row: number, hash: number): void {
    let at = hash & this.#mask;
    while (this.#slots[at * SLOT_WORDS + 1] !== 0) at = (at + 1) & this.#mask;
    this.#slots[at * SLOT_WORDS] = hash;
    this.#slots[at * SLOT_WORDS + 1] = row + 1;
  }

  /** Every session that is there is placed anew, or taken out. */
  #replace(capacity: number, each: (row: number, hash: number) => void): void {
    const length = (this.#mask + 1) * SLOT_WORDS;
    if (this.#before.length < length) this.#before = new Int32Array(length);
    const before = this.#before;
    before.set(this.#slots.subarray(0, length));
    this.#slots.fill(0, 0, length);
    this.#mask = capacity - 1;
    this.#memory.slotMask = this.#mask;
    for (let at = 0; at < length; at += SLOT_WORDS) {
      const row = (before[at + 1] as number) - 1;
      if (row >= 0) each(row, before[at] as number);
    }
  }
}

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

function hashOf(f: PacketFields, side: 0 | 1): number {
  const low = side === 0 ? f.source : f.destination;
  const high = side === 0 ? f.destination : f.source;
  const ports = portsOf(f, side);
  if (f.family === 4) return mix(low[3] as number, high[3] as number, ports);
  let hash = ports;
  for (let word = 0; word < 4; word += 1) hash = mix(low[word] as number, high[word] as number, hash);
  return hash;
}

/** Both ports in one word, the lower end's in the upper half. */
const portsOf = (f: PacketFields, side: 0 | 1): number =>
  side === 0 ? (f.sourcePort << 16) | f.destinationPort : (f.destinationPort << 16) | f.sourcePort;

/** Three words into one (multiplications and shifts of MurmurHash3's finaliser, Appleby 2011). */
function mix(one: number, two: number, three: number): number {
  let hash = Math.imul(one ^ Math.imul(two, 0x9e3779b1) ^ Math.imul(three, 0x85ebca6b), 0xc2b2ae35);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x27d4eb2f);
  return hash ^ (hash >>> 13);
}

/** All but the last word of both addresses, which IPv4 does not use. */
const haveSameUpperWords = (words: Int32Array, at: number, low: Int32Array, high: Int32Array): boolean =>
  words[at + LOW] === low[0] &&
  words[at + LOW + 1] === low[1] &&
  words[at + LOW + 2] === low[2] &&
  words[at + HIGH] === high[0] &&
  words[at + HIGH + 1] === high[1] &&
  words[at + HIGH + 2] === high[2];

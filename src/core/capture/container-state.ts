import type { CaptureDamage } from './capture-reader.ts';

/** Receives every packet of a file, in file order. `bytes` is only valid during the call. */
export interface PacketSink {
  /**
   * @param at offset of the frame in `bytes`; `end` behind the captured part, `wireEnd` behind the original length.
   * @param point number of the capture point (pcapng interface, 0 for pcap).
   * @param number 1-based number of the packet in its file.
   */
  packet(
    bytes: Uint8Array,
    at: number,
    end: number,
    wireEnd: number,
    linkType: number,
    seconds: number,
    nanoseconds: number,
    point: number,
    number: number,
  ): void;
  /** Reads by itself what is ordinary, where a reader lets it; without it every packet is handed over. */
  readonly ordinary?: OrdinaryReader | null;
}

/** Reads ordinary packets of a file that lies in a buffer of its own. */
export interface OrdinaryReader {
  /** The buffer, for one reader at a time: null while another one has it. */
  lend(): Uint8Array | null;
  giveBack(): void;
  /**
   * Reads records of a classic pcap of Ethernet frames in little-endian order, as long as they are whole and ordinary.
   *
   * @param at offset of a record in the buffer; `end` is behind the last byte that is there
   * @param packetsBefore packets of the file that were read before
   * @returns the offset of the first record that was not read
   */
  readPcap(
    at: number,
    end: number,
    headerBytes: number,
    nanosecondsPerUnit: number,
    packetsBefore: number,
  ): number;
  /**
   * Reads enhanced packet blocks of a pcapng section in little-endian order, as long as they are whole, ordinary and of
   * one interface, which captured Ethernet frames.
   *
   * @param at offset of a block
   * @param unitsPerSecond of the interface's time stamps: a divisor of 10^9
   * @returns the offset of the first block that was not read
   */
  readPcapng(
    at: number,
    end: number,
    interfaceId: number,
    unitsPerSecond: number,
    packetsBefore: number,
  ): number;
  /** Of the last packet that was read. */
  readonly lastNumber: number;
  readonly lastSeconds: number;
  readonly lastNanoseconds: number;
}

/** pcapng interface: what a packet block needs from it. */
export interface CaptureInterface {
  readonly linkType: number;
  readonly snapLength: number;
  /** Time stamp units per second; null means exact arithmetic with `unitsExact`. */
  readonly unitsPerSecond: number;
  readonly unitsExact: bigint | null;
  readonly offsetSeconds: number;
  readonly point: number;
}

/** The sliding window over the file that both container formats share. */
export interface ContainerState {
  bytes: Uint8Array;
  /** Parsed up to here, filled up to `end`. */
  start: number;
  end: number;
  /** File bytes handed over so far; `received - (end - start)` is the file offset of `start`. */
  received: number;
  /** Bytes still to be passed over without looking (a large block without packets). */
  skip: number;
  /** File offset of that block. */
  skippedFrom: number;
  /** Length of the record at `start`, when known to be longer than what is there. */
  wanted: number;
  packets: number;
  firstSeconds: number;
  firstNanoseconds: number;
  lastSeconds: number;
  lastNanoseconds: number;
  timeDigits: 6 | 9;
  droppedByKernel: number | null;
  magicSeen: boolean;
  unknownVersion: boolean;
  damage: CaptureDamage | null;
  readonly linkTypes: Set<number>;
  /** pcap header facts. */
  littleEndian: boolean;
  nanosecondStamps: boolean;
  recordHeaderBytes: number;
  linkType: number;
  /** pcapng section facts. */
  interfaces: CaptureInterface[];
  points: number;
  makeRoom(): void;
  fail(kind: CaptureDamage['kind'], at: number, message: string): void;
  finish(): void;
  sawTime(seconds: number, nanoseconds: number): void;
}

/** Room kept free for the next read. */
const READ_BYTES = 1 << 18;

export function createContainerState(bytes: Uint8Array): ContainerState {
  const state: ContainerState = {
    bytes,
    start: 0,
    end: 0,
    received: 0,
    skip: 0,
    skippedFrom: 0,
    wanted: 0,
    packets: 0,
    firstSeconds: 0,
    firstNanoseconds: 0,
    lastSeconds: 0,
    lastNanoseconds: 0,
    timeDigits: 6,
    droppedByKernel: null,
    magicSeen: false,
    unknownVersion: false,
    damage: null,
    linkTypes: new Set(),
    littleEndian: true,
    nanosecondStamps: false,
    recordHeaderBytes: 16,
    linkType: 0,
    interfaces: [],
    points: 0,
    makeRoom() {
      const kept = state.end - state.start;
      if (state.bytes.length - state.end >= READ_BYTES && state.wanted <= state.bytes.length - state.start)
        return;
      const needed = Math.max(state.wanted, kept) + READ_BYTES;
      if (needed > state.bytes.length) {
        const larger = new Uint8Array(needed);
        larger.set(state.bytes.subarray(state.start, state.end));
        state.bytes = larger;
      } else state.bytes.copyWithin(0, state.start, state.end);
      state.start = 0;
      state.end = kept;
    },
    /** @param at offset in the buffer where the damaged thing begins. */
    fail(kind, at, message) {
      state.damage = { atByte: state.received - (state.end - at), kind, message };
    },
    /** End of file: half a record left over is how a capture that was being written ends (captures trap 14). */
    finish() {
      if (state.damage) return;
      const left = state.end - state.start;
      if (left > 0 || state.skip > 0) {
        const message =
          state.skip > 0
            ? 'The file ends inside a block that holds no packet; every packet before it was read.'
            : `The file ends in the middle of a record (${left} bytes of it are there); every packet before it was read.`;
        // What is passed over has left the buffer: it begins further back.
        const at = state.skip > 0 ? state.skippedFrom - (state.received - state.end) : state.start;
        state.fail('cut-record', at, message);
      }
    },
    sawTime(seconds, nanoseconds) {
      if (state.packets === 0) {
        state.firstSeconds = seconds;
        state.firstNanoseconds = nanoseconds;
      }
      state.lastSeconds = seconds;
      state.lastNanoseconds = nanoseconds;
    },
  };
  return state;
}

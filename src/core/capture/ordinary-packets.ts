import type { CaptureMemory } from './capture-memory.ts';
import type { OrdinaryReader } from './container-state.ts';
import { LAST_NANOSECONDS, LAST_NUMBER, LAST_SECONDS } from './memory-cells.ts';
import { ORDINARY_PACKETS_WASM } from './ordinary-packets-wasm.ts';
import { compileWasm, startWasm } from './wasm.ts';

/** What `src/wasm/ordinary-packets.ts` gives out; places are bytes of the memory. */
interface OrdinaryPacketsWasm {
  readPcap(start: number, end: number, headerBytes: number, perUnit: number): number;
  readPcapng(start: number, end: number, ofInterface: number, perSecond: number): number;
}

/** Numbers of packets are words there; what is in the buffer at a time has far fewer than these leave room for. */
const MOST_NUMBERED = 0xffff_0000;

let compiled: object | null = null;

/** Starts what reads ordinary packets in that memory; it is compiled once. */
function start({ shared }: CaptureMemory): OrdinaryPacketsWasm {
  if (shared === null) throw new Error('WebAssembly cannot work on this memory.');
  compiled ??= compileWasm(ORDINARY_PACKETS_WASM);
  return startWasm(compiled, shared) as OrdinaryPacketsWasm;
}

/** The short way through a capture, for those packets that are nearly all of it. */
export class OrdinaryPackets implements OrdinaryReader {
  readonly #memory: CaptureMemory;
  readonly #wasm: OrdinaryPacketsWasm;
  readonly #mayRead: () => boolean;
  readonly #read: (packets: number) => void;
  #isLent = false;

  /**
   * @param mayRead whether the short way can be gone now
   * @param read is told how many packets were read
   */
  constructor(memory: CaptureMemory, mayRead: () => boolean, read: (packets: number) => void) {
    this.#memory = memory;
    this.#wasm = start(memory);
    this.#mayRead = mayRead;
    this.#read = read;
  }

  lend(): Uint8Array | null {
    if (this.#isLent) return null;
    this.#isLent = true;
    return this.#memory.fileBytes;
  }
  giveBack(): void {
    this.#isLent = false;
  }

  readPcap(
    at: number,
    end: number,
    headerBytes: number,
    nanosecondsPerUnit: number,
    packetsBefore: number,
  ): number {
    if (!this.#mayRead() || packetsBefore > MOST_NUMBERED) return at;
    const base = this.#base(packetsBefore);
    const next = this.#wasm.readPcap(base + at, base + end, headerBytes, nanosecondsPerUnit) - base;
    if (next > at) this.#read(this.lastNumber - packetsBefore);
    return next;
  }
  readPcapng(
    at: number,
    end: number,
    interfaceId: number,
    unitsPerSecond: number,
    packetsBefore: number,
  ): number {
    if (!this.#mayRead() || packetsBefore > MOST_NUMBERED) return at;
    const base = this.#base(packetsBefore);
    const next = this.#wasm.readPcapng(base + at, base + end, interfaceId, unitsPerSecond) - base;
    if (next > at) this.#read(this.lastNumber - packetsBefore);
    return next;
  }
  /** Where the file's bytes begin in the memory, which is told what was read before. */
  #base(packetsBefore: number): number {
    this.#memory.set(LAST_NUMBER, packetsBefore);
    return this.#memory.fileBytes.byteOffset;
  }
  get lastNumber(): number {
    return this.#memory.get(LAST_NUMBER);
  }
  get lastSeconds(): number {
    return this.#memory.get(LAST_SECONDS);
  }
  get lastNanoseconds(): number {
    return this.#memory.get(LAST_NANOSECONDS);
  }
}

import { type ContainerState, createContainerState, type PacketSink } from './container-state.ts';
import { openPcap, readPcapRecords } from './pcap-records.ts';
import { isPcapngStart, readPcapngBlocks } from './pcapng-blocks.ts';

/** Where and why reading stopped early. What lies before `atByte` has been read and counts. */
export interface CaptureDamage {
  readonly atByte: number;
  readonly kind: 'cut-header' | 'cut-record' | 'impossible-length' | 'bad-block' | 'unknown-interface';
  readonly message: string;
}

/** What a capture file turned out to be. Times are seconds since 1970 and nanoseconds within the second. */
export interface CaptureFileSummary {
  readonly format: 'pcap' | 'pcapng';
  /** Link type numbers in order of first use (tcpdump.org/linktypes). */
  readonly linkTypes: readonly number[];
  readonly packets: number;
  readonly bytes: number;
  readonly first: CaptureTime | null;
  readonly last: CaptureTime | null;
  /** Decimal digits of the source's time stamps that carry meaning: 6 or 9. */
  readonly timeDigits: 6 | 9;
  /** Packets the capturing kernel reported as dropped (pcapng statistics blocks); null when the file does not say. */
  readonly droppedByKernel: number | null;
  readonly damage: CaptureDamage | null;
}

export interface CaptureTime {
  readonly seconds: number;
  readonly nanoseconds: number;
}

export type CaptureFileResult =
  | { readonly ok: true; readonly summary: CaptureFileSummary }
  | { readonly ok: false; readonly kind: 'empty' | 'not-a-capture'; readonly message: string };

/**
 * Reads one capture file of any size in bounded memory, piece by piece.
 *
 * The owner writes file bytes into {@link CaptureReader.room} and says how many with {@link CaptureReader.filled}
 * (no copy), or hands over chunks with {@link CaptureReader.push} (one copy). Nothing throws on bad input.
 */
export interface CaptureReader {
  room(): Uint8Array;
  filled(length: number): void;
  push(chunk: Uint8Array): void;
  /** Complete packets so far in this file. */
  readonly packets: number;
  /** True once nothing more can be read: damage, or not a capture. The owner may stop feeding. */
  readonly stopped: boolean;
  end(): CaptureFileResult;
}

/** Where the sink lends no buffer. */
const FIRST_BUFFER_BYTES = 1 << 20;
/** Header bytes needed to tell the formats apart. */
const SIGNATURE_BYTES = 4;
/** What a strange file is told by: its beginning, however little of it a pipe hands over first. */
const DESCRIBED_BYTES = 256;

export function createCaptureReader(sink: PacketSink): CaptureReader {
  const lent = sink.ordinary?.lend() ?? null;
  let isLent = lent !== null;
  const state: ContainerState = createContainerState(lent ?? new Uint8Array(FIRST_BUFFER_BYTES));
  let format: 'pcap' | 'pcapng' | null = null;
  let rejected: CaptureFileResult | null = null;

  function parse(): void {
    if (rejected || state.damage) {
      state.start = state.end;
      return;
    }
    if (format === null && !recognise()) return;
    const ordinary = isLent && state.bytes === lent ? (sink.ordinary ?? null) : null;
    if (format === 'pcap') readPcapRecords(state, sink, ordinary);
    else if (format === 'pcapng') readPcapngBlocks(state, sink, ordinary);
  }

  /** Decides the format once enough bytes are there; true when reading can go on. */
  function recognise(): boolean {
    if (state.end - state.start < SIGNATURE_BYTES) return false;
    if (isPcapngStart(state.bytes, state.start)) {
      format = 'pcapng';
      return true;
    }
    const opened = openPcap(state);
    if (opened === 'need-more') return false;
    if (opened === 'unknown-version') {
      rejected = {
        ok: false,
        kind: 'not-a-capture',
        message:
          'The file calls itself a packet capture of a version that nothing writes any more, so its packets cannot be read.',
      };
      return false;
    }
    if (opened === 'no') {
      if (state.end - state.start < DESCRIBED_BYTES) return false;
      rejected = {
        ok: false,
        kind: 'not-a-capture',
        message: describeStrangeFile(state.bytes.subarray(state.start, state.end)),
      };
      return false;
    }
    format = 'pcap';
    return true;
  }

  return {
    room() {
      state.makeRoom();
      return state.bytes.subarray(state.end);
    },
    filled(length) {
      state.end += length;
      state.received += length;
      parse();
    },
    push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        state.makeRoom();
        const length = Math.min(state.bytes.length - state.end, chunk.length - at);
        state.bytes.set(chunk.subarray(at, at + length), state.end);
        state.end += length;
        state.received += length;
        at += length;
        parse();
      }
    },
    get packets() {
      return state.packets;
    },
    get stopped() {
      return rejected !== null || state.damage !== null;
    },
    end() {
      if (isLent) sink.ordinary?.giveBack();
      isLent = false;
      if (rejected) return rejected;
      if (state.received === 0) return { ok: false, kind: 'empty', message: 'The file is empty.' };
      if (format === null) {
        const looksLikeStart = state.magicSeen;
        if (!looksLikeStart) {
          return {
            ok: false,
            kind: 'not-a-capture',
            message: describeStrangeFile(state.bytes.subarray(state.start, state.end)),
          };
        }
        state.fail('cut-header', state.start, 'The file ends inside its first header; it holds no packet.');
        format = 'pcap';
      } else state.finish();
      if (state.unknownVersion && state.packets === 0)
        return {
          ok: false,
          kind: 'not-a-capture',
          message:
            'The file calls itself a pcapng capture of a version this program does not know, so its packets cannot be read.',
        };
      return { ok: true, summary: summarise(state, format) };
    },
  };
}

function summarise(state: ContainerState, format: 'pcap' | 'pcapng'): CaptureFileSummary {
  return {
    format,
    linkTypes: [...state.linkTypes],
    packets: state.packets,
    bytes: state.received,
    first: state.packets > 0 ? { seconds: state.firstSeconds, nanoseconds: state.firstNanoseconds } : null,
    last: state.packets > 0 ? { seconds: state.lastSeconds, nanoseconds: state.lastNanoseconds } : null,
    timeDigits: state.timeDigits,
    droppedByKernel: state.droppedByKernel,
    damage: state.damage,
  };
}

/** One sentence for a file that is no capture: what it looks like, and what would be one. */
function describeStrangeFile(head: Uint8Array): string {
  const starts = (...bytes: number[]): boolean => bytes.every((byte, index) => head[index] === byte);
  const wanted = 'A packet capture made by tcpdump, dumpcap, Wireshark or pktmon (.pcap, .pcapng) is needed.';
  if (starts(0x50, 0x4b)) return `This is a zip archive, not a packet capture; unpack it first. ${wanted}`;
  if (starts(0x25, 0x50, 0x44, 0x46)) return `This is a PDF document, not a packet capture. ${wanted}`;
  if (starts(0x1f, 0x8b) || starts(0x28, 0xb5, 0x2f, 0xfd))
    return `This is a compressed file inside a compressed file; unpack it once first. ${wanted}`;
  if (starts(0x73, 0x6e, 0x6f, 0x6f, 0x70))
    return `This is a Solaris snoop capture, which is not read here; convert it with editcap. ${wanted}`;
  const text = head
    .subarray(0, DESCRIBED_BYTES)
    .every((byte) => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
  if (text)
    return `This is a text file, not a packet capture. If it is the printed output of tcpdump, save the packets with -w instead. ${wanted}`;
  return `This is not a packet capture. ${wanted} An .etl file from Windows must be converted first: pktmon etl2pcap FILE.`;
}

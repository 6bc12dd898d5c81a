/** The header of a whole pcap file (pcap-savefile(5)). */
export const PCAP_HEADER_BYTES = 24;
const PCAP_RECORD_HEADER_BYTES = 16;
const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** pcap by its two resolutions (pcap-savefile(5)). */
const PCAP_MAGICS = [0xa1b2c3d4, 0xa1b23c4d];
/** No record of a capturing program is longer; what says so is not understood, and is handed on as it comes. */
const MOST_RECORD_BYTES = 16 * 1024 * 1024;

/** Cuts a capture that is just being written between its records, so that it can go on in another file. */
export interface RecordSplitter {
  /** @returns the bytes up to the end of the last whole record; what follows comes with a later piece */
  push(bytes: Uint8Array): Uint8Array;
  /** What has come of a record that is not whole yet. */
  rest(): Uint8Array;
  /**
   * What a file that goes on from here begins with: pcap's header, or the section and its interfaces (pcapng, sections 4.1
   * and 4.2 of draft-ietf-opsawg-pcapng). Null while there is none, and for ever when the bytes are no capture.
   */
  opening(): Uint8Array | null;
}

export function createRecordSplitter(): RecordSplitter {
  let rest: Uint8Array = new Uint8Array();
  let opening: Uint8Array | null = null;
  let kind: 'unknown' | 'pcap' | 'pcapng' | 'neither' = 'unknown';
  let isLittle = true;

  /** Length of what stands at `at`: 0 while that cannot be said, NaN when it makes no sense. */
  function lengthAt(view: DataView, at: number): number {
    const there = view.byteLength - at;
    if (kind === 'unknown') {
      if (there < 12) return 0;
      kind = kindOf(view, at);
    }
    if (kind === 'neither') return Number.NaN;
    if (kind === 'pcap') {
      if (opening === null) {
        isLittle = PCAP_MAGICS.includes(view.getUint32(at, true));
        return PCAP_HEADER_BYTES;
      }
      if (there < PCAP_RECORD_HEADER_BYTES) return 0;
      return PCAP_RECORD_HEADER_BYTES + view.getUint32(at + 8, isLittle);
    }
    if (there < 12) return 0;
    if (view.getUint32(at) === SECTION_HEADER) isLittle = view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC;
    const length = view.getUint32(at + 4, isLittle);
    return length >= 12 ? length : Number.NaN;
  }

  function keepOpening(view: DataView, at: number, record: Uint8Array): void {
    if (kind === 'pcap') opening ??= new Uint8Array(record);
    else if (view.getUint32(at) === SECTION_HEADER) opening = new Uint8Array(record);
    else if (opening !== null && view.getUint32(at, isLittle) === INTERFACE_DESCRIPTION)
      opening = joined(opening, record);
  }

  return {
    push(bytes) {
      const all = rest.length > 0 ? joined(rest, bytes) : bytes;
      const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
      let at = 0;
      for (;;) {
        const length = at < all.length ? lengthAt(view, at) : 0;
        if (Number.isNaN(length) || length > MOST_RECORD_BYTES) {
          kind = 'neither';
          opening = null;
          at = all.length;
        }
        if (length === 0 || !(at + length <= all.length)) break;
        keepOpening(view, at, all.subarray(at, at + length));
        at += length;
      }
      // A Buffer's `slice` would share its memory with whoever reads into it next.
      rest = new Uint8Array(all.subarray(at));
      return all.subarray(0, at);
    },
    rest: () => rest,
    opening: () => opening,
  };
}

function kindOf(view: DataView, at: number): 'pcap' | 'pcapng' | 'neither' {
  if (view.getUint32(at) === SECTION_HEADER) return 'pcapng';
  const isPcap = [true, false].some((isLittle) => PCAP_MAGICS.includes(view.getUint32(at, isLittle)));
  return isPcap ? 'pcap' : 'neither';
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
/** Nanoseconds, so that no stamp loses anything (libpcap's pcap-savefile(5)). */
const MAGIC = 0xa1b23c4d;
const SNAP_LENGTH = 262_144;

/** The beginning of a classic capture file of that link type. */
export function pcapHeader(linkType: number): Uint8Array {
  const header = new Uint8Array(FILE_HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, SNAP_LENGTH, true);
  view.setUint32(20, linkType, true);
  return header;
}

/**
 * One packet of such a file, copied.
 *
 * @param kept the bytes of the frame to keep; `wireLength` its length on the wire
 */
export function pcapRecord(
  kept: Uint8Array,
  wireLength: number,
  seconds: number,
  nanoseconds: number,
): Uint8Array {
  const record = new Uint8Array(RECORD_HEADER_BYTES + kept.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, seconds, true);
  view.setUint32(4, nanoseconds, true);
  view.setUint32(8, kept.length, true);
  view.setUint32(12, wireLength, true);
  record.set(kept, RECORD_HEADER_BYTES);
  return record;
}

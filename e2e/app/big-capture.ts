import { closeSync, openSync, writeSync } from 'node:fs';

/** Sessions in one block of the file; each has a handshake, data both ways and an orderly close. */
const SESSIONS_PER_BLOCK = 400;
const DATA_PACKETS = 20;

const [FIN, SYN, ACK, PUSH] = [0x01, 0x02, 0x10, 0x08];
const RECORD_HEADER = 16;
const HEADERS = 54;

type Segment = {
  readonly fromClient: boolean;
  readonly port: number;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly payloadBytes: number;
};

/** One record of a classic pcap (microseconds, little-endian): Ethernet, IPv4, TCP. */
const writeRecord = (block: Buffer, at: number, micros: number, segment: Segment): number => {
  const length = HEADERS + segment.payloadBytes;
  block.writeUInt32LE(1_700_000_000 + Math.floor(micros / 1e6), at);
  block.writeUInt32LE(micros % 1e6, at + 4);
  block.writeUInt32LE(length, at + 8);
  block.writeUInt32LE(length, at + 12);
  const frame = block.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length);
  frame.writeUInt16BE(0x0800, 12);
  frame.writeUInt8(0x45, 14);
  frame.writeUInt16BE(40 + segment.payloadBytes, 16);
  frame.writeUInt8(segment.fromClient ? 64 : 54, 22);
  frame.writeUInt8(6, 23);
  const [client, service] = [
    [192, 168, 1, 20],
    [104, 192, 141, 1],
  ];
  frame.set(segment.fromClient ? client : service, 26);
  frame.set(segment.fromClient ? service : client, 30);
  frame.writeUInt16BE(segment.fromClient ? segment.port : 443, 34);
  frame.writeUInt16BE(segment.fromClient ? 443 : segment.port, 36);
  frame.writeUInt32BE(segment.sequence, 38);
  frame.writeUInt32BE(segment.acknowledgement, 42);
  frame.writeUInt8(0x50, 46);
  frame.writeUInt8(segment.flags, 47);
  frame.writeUInt16BE(64_240, 48);
  return at + RECORD_HEADER + length;
};

const sessionOf = (port: number): Segment[] => {
  let [mine, theirs] = [1000, 9000];
  const segment = (fromClient: boolean, flags: number, payloadBytes = 0): Segment => {
    const made = {
      fromClient,
      port,
      flags,
      payloadBytes,
      sequence: fromClient ? mine : theirs,
      acknowledgement: flags === SYN ? 0 : fromClient ? theirs : mine,
    };
    const consumed = payloadBytes + (flags & (SYN | FIN) ? 1 : 0);
    if (fromClient) mine += consumed;
    else theirs += consumed;
    return made;
  };
  return [
    segment(true, SYN),
    segment(false, SYN | ACK),
    segment(true, ACK),
    ...Array.from({ length: DATA_PACKETS }, (_, index) => segment(index % 2 === 0, ACK | PUSH, 40)),
    segment(true, FIN | ACK),
    segment(false, FIN | ACK),
    segment(true, ACK),
  ];
};

/**
 * Writes a capture of about that many bytes: one block of sessions again and again, with the ports moved on each
 * time, so that it holds many small packets, which is what takes longest to read.
 *
 * @returns its exact size
 */
export const writeBigCapture = (path: string, wantedBytes: number): number => {
  const segments = Array.from({ length: SESSIONS_PER_BLOCK }, (_, index) => sessionOf(1024 + index)).flat();
  const block = Buffer.alloc(
    segments.reduce((sum, { payloadBytes }) => sum + RECORD_HEADER + HEADERS + payloadBytes, 0),
  );
  const portPlaces: { readonly place: number; readonly port: number }[] = [];
  let at = 0;
  for (const [index, segment] of segments.entries()) {
    portPlaces.push({
      place: at + RECORD_HEADER + (segment.fromClient ? 34 : 36),
      port: segment.port,
    });
    at = writeRecord(block, at, index * 500, segment);
  }
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  const file = openSync(path, 'w');
  let written = writeSync(file, header);
  for (let round = 0; written < wantedBytes; round += 1) {
    const moved = (round * SESSIONS_PER_BLOCK) % 60_000;
    for (const { place, port } of portPlaces)
      block.writeUInt16BE(1024 + ((port - 1024 + moved) % 60_000), place);
    written += writeSync(file, block);
  }
  closeSync(file);
  return written;
};

/** Ethernet, IPv4, TCP: one frame of a session between a private address and the service. */
const frame = (fromClient: boolean, flags: number, sequence: number, acknowledgement: number): Buffer => {
  const bytes = Buffer.alloc(54);
  bytes.writeUInt16BE(0x0800, 12);
  bytes.writeUInt8(0x45, 14);
  bytes.writeUInt16BE(40, 16);
  bytes.writeUInt8(fromClient ? 64 : 54, 22);
  bytes.writeUInt8(6, 23);
  const [client, service] = [Buffer.from([192, 168, 1, 20]), Buffer.from([104, 192, 141, 1])];
  (fromClient ? client : service).copy(bytes, 26);
  (fromClient ? service : client).copy(bytes, 30);
  bytes.writeUInt16BE(fromClient ? 50_000 : 443, 34);
  bytes.writeUInt16BE(fromClient ? 443 : 50_000, 36);
  bytes.writeUInt32BE(sequence, 38);
  bytes.writeUInt32BE(acknowledgement, 42);
  bytes.writeUInt8(0x50, 46);
  bytes.writeUInt8(flags, 47);
  bytes.writeUInt16BE(64_240, 48);
  return bytes;
};

const [SYN, RST, ACK] = [0x02, 0x04, 0x10];

/** A classic pcap (microseconds, little-endian) with one session that is opened and then reset by the other side. */
export const tinyCapture = (): Buffer => {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65_535, 16);
  header.writeUInt32LE(1, 20);
  const frames = [
    frame(true, SYN, 1000, 0),
    frame(false, SYN | ACK, 9000, 1001),
    frame(true, ACK, 1001, 9001),
    frame(false, RST, 9001, 0),
  ];
  const records = frames.flatMap((bytes, index) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(1_700_000_000, 0);
    record.writeUInt32LE(index * 20_000, 4);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(bytes.length, 12);
    return [record, bytes];
  });
  return Buffer.concat([header, ...records]);
};

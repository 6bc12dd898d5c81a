import { readFileSync } from 'node:fs';

/** One TCP segment as the laboratory needs it. Times are microseconds since 1970. */
export interface TcpPacket {
  readonly at: number;
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly ttl: number;
  readonly sequence: number;
  readonly ack: number;
  readonly isSyn: boolean;
  readonly isAck: boolean;
  readonly isReset: boolean;
  readonly isFin: boolean;
  readonly hasOptions: boolean;
  readonly window: number;
  readonly payloadBytes: number;
}

/** Bytes before the IP header and where the protocol number stands, for the links the laboratory captures on. */
const LINK_LAYERS: Readonly<Record<number, { readonly bytes: number; readonly protocolAt: number }>> = {
  1: { bytes: 14, protocolAt: 12 },
  276: { bytes: 20, protocolAt: 0 },
};
const IPV4 = 0x0800;
const TCP = 6;

const dotted = (data: Buffer, at: number): string => data.subarray(at, at + 4).join('.');

function readSegment(frame: Buffer, link: number, at: number): TcpPacket | null {
  const layer = LINK_LAYERS[link];
  if (!layer) throw new Error(`The laboratory does not capture on link type ${link}.`);
  if (frame.length < layer.bytes + 40 || frame.readUInt16BE(layer.protocolAt) !== IPV4) return null;
  const ip = frame.subarray(layer.bytes);
  const headerBytes = (ip.readUInt8(0) & 15) * 4;
  if (ip.readUInt8(9) !== TCP || ip.length < headerBytes + 20) return null;
  const tcp = ip.subarray(headerBytes);
  const tcpHeaderBytes = (tcp.readUInt8(12) >> 4) * 4;
  const flags = tcp.readUInt8(13);
  return {
    at,
    source: dotted(ip, 12),
    sourcePort: tcp.readUInt16BE(0),
    destination: dotted(ip, 16),
    destinationPort: tcp.readUInt16BE(2),
    ttl: ip.readUInt8(8),
    sequence: tcp.readUInt32BE(4),
    ack: tcp.readUInt32BE(8),
    isFin: (flags & 1) !== 0,
    isSyn: (flags & 2) !== 0,
    isReset: (flags & 4) !== 0,
    isAck: (flags & 16) !== 0,
    hasOptions: tcpHeaderBytes > 20,
    window: tcp.readUInt16BE(14),
    payloadBytes: ip.readUInt16BE(2) - headerBytes - tcpHeaderBytes,
  };
}

/**
 * Reads what this laboratory's own tcpdump wrote: classic pcap, little-endian, microseconds. Small on purpose, and
 * apart from the product's reader: the truth must not share its faults.
 * @throws on anything else
 */
export function readTcpPackets(file: string): TcpPacket[] {
  const data = readFileSync(file);
  if (data.readUInt32LE(0) !== 0xa1b2c3d4) throw new Error(`${file} was not written by this laboratory.`);
  const link = data.readUInt32LE(20);
  const packets: TcpPacket[] = [];
  for (let position = 24; position < data.length; ) {
    const length = data.readUInt32LE(position + 8);
    const at = data.readUInt32LE(position) * 1_000_000 + data.readUInt32LE(position + 4);
    const packet = readSegment(data.subarray(position + 16, position + 16 + length), link, at);
    if (packet) packets.push(packet);
    position += 16 + length;
  }
  return packets;
}

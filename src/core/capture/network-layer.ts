import type { PacketFields } from './packet-fields.ts';

/** Result of {@link decodeNetworkLayer}. */
export const DECODED = 0;
export const CUT_NETWORK_HEADER = 1;
export const MALFORMED_NETWORK_HEADER = 2;

const u16 = (b: Uint8Array, o: number): number => ((b[o] as number) << 8) | (b[o + 1] as number);
const i32 = (b: Uint8Array, o: number): number =>
  ((b[o] as number) << 24) |
  ((b[o + 1] as number) << 16) |
  ((b[o + 2] as number) << 8) |
  (b[o + 3] as number);

/**
 * Reads the outermost IP header chain at `at` into `fields`, whose `view` must show `bytes`, and the TCP header behind it when there is one.
 * IPv4: RFC 791; IPv6 and its extension headers: RFC 8200 section 4; TCP: RFC 9293 section 3.1.
 *
 * @param end offset behind the last captured byte.
 * @param wireEnd offset where the packet really ended on the wire (>= end when the capture was cut by its snap length).
 */
export function decodeNetworkLayer(
  fields: PacketFields,
  bytes: Uint8Array,
  at: number,
  end: number,
  wireEnd: number,
): number {
  fields.family = 0;
  fields.isFragment = false;
  fields.isTcp = false;
  fields.isTunnelled = false;
  fields.hasFlags = false;
  fields.hasPorts = false;
  fields.tooBigMtu = 0;
  fields.unreachableCode = 0;
  if (at >= end) return CUT_NETWORK_HEADER;
  const version = (bytes[at] as number) >> 4;
  if (version === 4) return decodeVersion4(fields, bytes, at, end, wireEnd);
  if (version === 6) return decodeVersion6(fields, bytes, at, end, wireEnd);
  return MALFORMED_NETWORK_HEADER;
}

function decodeVersion4(
  f: PacketFields,
  bytes: Uint8Array,
  at: number,
  end: number,
  wireEnd: number,
): number {
  if (at + 20 > end) return CUT_NETWORK_HEADER;
  const headerLength = ((bytes[at] as number) & 0x0f) << 2;
  if (headerLength < 20) return MALFORMED_NETWORK_HEADER;
  f.family = 4;
  const { view, source, destination } = f;
  // Total length 0 is written for segmentation offload: the rest of the frame (captures trap 9).
  const totalLength = view.getUint16(at + 2);
  const packetEnd = totalLength === 0 ? wireEnd : at + totalLength;
  const fragment = view.getInt32(at + 4);
  const fragmentOffset = fragment & 0x1fff;
  f.isFragment = (fragment & 0x3fff) !== 0;
  f.dontFragment = (fragment & 0x4000) !== 0;
  f.ipId = fragment >>> 16;
  f.flowLabel = -1;
  f.ttl = bytes[at + 8] as number;
  if (f.addressFamily !== 4) {
    f.addressFamily = 4;
    source.fill(0);
    destination.fill(0);
  }
  source[3] = view.getInt32(at + 12);
  destination[3] = view.getInt32(at + 16);
  if (totalLength !== 0 && totalLength < headerLength) return MALFORMED_NETWORK_HEADER;
  if (fragmentOffset !== 0) return DECODED;
  return decodeTransport(f, bytes, bytes[at + 9] as number, at + headerLength, end, packetEnd);
}

function decodeVersion6(
  f: PacketFields,
  bytes: Uint8Array,
  at: number,
  end: number,
  wireEnd: number,
): number {
  if (at + 40 > end) return CUT_NETWORK_HEADER;
  f.family = 6;
  f.addressFamily = 6;
  const payloadLength = u16(bytes, at + 4);
  const packetEnd = payloadLength === 0 ? wireEnd : at + 40 + payloadLength;
  f.ipId = -1;
  f.dontFragment = true;
  f.flowLabel = i32(bytes, at) & 0xfffff;
  f.ttl = bytes[at + 7] as number;
  for (let word = 0; word < 4; word += 1) {
    f.source[word] = f.view.getInt32(at + 8 + word * 4);
    f.destination[word] = f.view.getInt32(at + 24 + word * 4);
  }
  return decodeTransport(f, bytes, bytes[at + 6] as number, at + 40, end, packetEnd);
}

/** Walks extension headers (both families can carry AH) down to TCP, ICMP or a tunnel. */
function decodeTransport(
  f: PacketFields,
  bytes: Uint8Array,
  firstProtocol: number,
  start: number,
  end: number,
  packetEnd: number,
): number {
  let protocol = firstProtocol;
  let at = start;
  for (let depth = 0; depth < 16; depth += 1) {
    switch (protocol) {
      case 6:
        return decodeTcp(f, at, end, packetEnd);
      case 0:
      case 43:
      case 60:
      case 135:
      case 139:
      case 140:
        if (f.family === 4) return DECODED;
        if (at + 8 > end) return CUT_NETWORK_HEADER;
        protocol = bytes[at] as number;
        at += ((bytes[at + 1] as number) + 1) << 3;
        continue;
      case 44:
        if (f.family === 4) return DECODED;
        if (at + 8 > end) return CUT_NETWORK_HEADER;
        f.isFragment = true;
        if ((u16(bytes, at + 2) & 0xfff8) !== 0) return DECODED;
        protocol = bytes[at] as number;
        at += 8;
        continue;
      case 51:
        if (at + 8 > end) return CUT_NETWORK_HEADER;
        protocol = bytes[at] as number;
        at += ((bytes[at + 1] as number) + 2) << 2;
        continue;
      case 1:
        if (f.family === 4) decodeIcmp4(f, bytes, at, end);
        return DECODED;
      case 58:
        if (f.family === 6) decodeIcmp6(f, bytes, at, end);
        return DECODED;
      default:
        f.isTunnelled = tunnelCarriesTcp(bytes, protocol, at, end, 0);
        return DECODED;
    }
  }
  return DECODED;
}

function decodeTcp(f: PacketFields, at: number, end: number, packetEnd: number): number {
  f.isTcp = true;
  if (at + 4 > end) return CUT_NETWORK_HEADER;
  const { view } = f;
  f.hasPorts = true;
  f.sourcePort = view.getUint16(at);
  f.destinationPort = view.getUint16(at + 2);
  if (at + 14 > end) return CUT_NETWORK_HEADER;
  const offsetAndFlags = view.getUint16(at + 12);
  const headerLength = (offsetAndFlags >> 12) << 2;
  f.sequence = view.getInt32(at + 4);
  f.acknowledgement = view.getInt32(at + 8);
  // A data offset under five words leaves nothing to trust behind it (captures trap 10).
  if (headerLength < 20) return MALFORMED_NETWORK_HEADER;
  f.hasFlags = true;
  f.headerLength = headerLength;
  f.flags = offsetAndFlags & 0x3f;
  f.window = at + 16 <= end ? view.getUint16(at + 14) : 0;
  const payload = packetEnd - at - headerLength;
  f.payloadLength = Math.max(payload, 0);
  f.optionsAt = at + 20;
  const options = Math.min(at + headerLength, end) - (at + 20);
  f.optionsLength = Math.max(options, 0);
  return DECODED;
}

/** RFC 792 errors quote the packet that caused them; RFC 1191 puts the next-hop MTU into bytes 6-7. */
function decodeIcmp4(f: PacketFields, bytes: Uint8Array, at: number, end: number): void {
  if (at + 8 > end) return;
  const type = bytes[at] as number;
  if (type !== 3 && type !== 4 && type !== 5 && type !== 11 && type !== 12) return;
  if (type === 3) {
    const code = bytes[at + 1] as number;
    if (code === 4) f.tooBigMtu = Math.max(u16(bytes, at + 6), 1);
    else f.unreachableCode = code + 1;
  }
  f.isTunnelled = innerPacketCarriesTcp(bytes, at + 8, end, 0);
}

/** RFC 4443: types under 128 are errors and quote the packet. */
function decodeIcmp6(f: PacketFields, bytes: Uint8Array, at: number, end: number): void {
  if (at + 8 > end) return;
  const type = bytes[at] as number;
  if (type > 4 || type === 0) return;
  if (type === 2) f.tooBigMtu = Math.max(i32(bytes, at + 4), 1);
  if (type === 1) f.unreachableCode = (bytes[at + 1] as number) + 1;
  f.isTunnelled = innerPacketCarriesTcp(bytes, at + 8, end, 0);
}

const MAX_TUNNEL_DEPTH = 4;

/** True when an IP packet at `at` carries TCP, itself or further down a tunnel. */
function innerPacketCarriesTcp(bytes: Uint8Array, at: number, end: number, depth: number): boolean {
  if (at + 20 > end || depth > MAX_TUNNEL_DEPTH) return false;
  const version = (bytes[at] as number) >> 4;
  if (version === 4) {
    const header = ((bytes[at] as number) & 0x0f) << 2;
    if (header < 20 || (u16(bytes, at + 6) & 0x1fff) !== 0) return false;
    const protocol = bytes[at + 9] as number;
    return protocol === 6 || tunnelCarriesTcp(bytes, protocol, at + header, end, depth + 1);
  }
  if (version !== 6 || at + 40 > end) return false;
  let protocol = bytes[at + 6] as number;
  let next = at + 40;
  for (
    let step = 0;
    step < 8 && (protocol === 0 || protocol === 43 || protocol === 44 || protocol === 60);
    step += 1
  ) {
    if (next + 8 > end) return false;
    const length = protocol === 44 ? 8 : ((bytes[next + 1] as number) + 1) << 3;
    protocol = bytes[next] as number;
    next += length;
  }
  return protocol === 6 || tunnelCarriesTcp(bytes, protocol, next, end, depth + 1);
}

/** IP in IP (RFC 2003), 6in4 (RFC 4213), GRE (RFC 2784/2890), VXLAN (RFC 7348), GTP-U. */
function tunnelCarriesTcp(
  bytes: Uint8Array,
  protocol: number,
  at: number,
  end: number,
  depth: number,
): boolean {
  if (depth > MAX_TUNNEL_DEPTH) return false;
  if (protocol === 4 || protocol === 41) return innerPacketCarriesTcp(bytes, at, end, depth + 1);
  if (protocol === 47) return genericEncapsulation(bytes, at, end, depth);
  if (protocol !== 17 || at + 16 > end) return false;
  const port = u16(bytes, at + 2);
  if (port === 4789) return ethernetCarriesTcp(bytes, at + 16, end, depth);
  if (port === 2152 || u16(bytes, at) === 2152) return innerPacketCarriesTcp(bytes, at + 16, end, depth + 1);
  return false;
}

function genericEncapsulation(bytes: Uint8Array, at: number, end: number, depth: number): boolean {
  if (at + 4 > end) return false;
  const flags = bytes[at] as number;
  const type = u16(bytes, at + 2);
  let next = at + 4;
  if (flags & 0xc0) next += 4;
  if (flags & 0x20) next += 4;
  if (flags & 0x10) next += 4;
  if (type === 0x0800 || type === 0x86dd) return innerPacketCarriesTcp(bytes, next, end, depth + 1);
  return type === 0x6558 ? ethernetCarriesTcp(bytes, next, end, depth) : false;
}

function ethernetCarriesTcp(bytes: Uint8Array, at: number, end: number, depth: number): boolean {
  if (at + 18 > end) return false;
  const tagged = u16(bytes, at + 12) === 0x8100;
  const type = u16(bytes, at + (tagged ? 16 : 12));
  if (type !== 0x0800 && type !== 0x86dd) return false;
  return innerPacketCarriesTcp(bytes, at + (tagged ? 18 : 14), end, depth + 1);
}

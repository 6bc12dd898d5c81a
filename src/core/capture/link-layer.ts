/**
 * Link types and where the IP header starts behind them.
 * Numbers: tcpdump.org/linktypes. Only types whose layout is known are decoded; an unknown one is said, never guessed.
 */

/** Result word of {@link locateNetworkLayer}: offset of the IP header, or one of these. */
export const NOT_IP = -1;
export const UNKNOWN_LINK_TYPE = -2;
export const CUT_LINK_HEADER = -3;

const LINK_TYPE_NAMES: Readonly<Record<number, string>> = {
  0: 'NULL',
  1: 'EN10MB',
  9: 'PPP',
  12: 'RAW',
  14: 'RAW',
  50: 'PPP_SERIAL',
  51: 'PPP_ETHER',
  100: 'ATM_RFC1483',
  101: 'RAW',
  104: 'C_HDLC',
  105: 'IEEE802_11',
  107: 'FRELAY',
  108: 'LOOP',
  109: 'ENC',
  113: 'LINUX_SLL',
  117: 'PFLOG',
  127: 'IEEE802_11_RADIOTAP',
  149: 'PKTAP',
  178: 'JUNIPER_ETHER',
  228: 'IPV4',
  229: 'IPV6',
  242: 'IPOIB',
  258: 'PKTAP',
  276: 'LINUX_SLL2',
};

/** The name tcpdump uses, or `LINKTYPE_<number>` for one we do not decode. */
export function linkTypeName(linkType: number): string {
  return LINK_TYPE_NAMES[linkType] ?? `LINKTYPE_${linkType}`;
}

const u16 = (b: Uint8Array, o: number): number => ((b[o] as number) << 8) | (b[o + 1] as number);
const u32le = (b: Uint8Array, o: number): number =>
  ((b[o] as number) |
    ((b[o + 1] as number) << 8) |
    ((b[o + 2] as number) << 16) |
    ((b[o + 3] as number) << 24)) >>>
  0;

/**
 * Finds the outermost IP header of a frame.
 *
 * @param at offset of the frame's first byte; `end` is the offset behind its last captured byte.
 * @returns offset of the IP header, or NOT_IP, UNKNOWN_LINK_TYPE, CUT_LINK_HEADER.
 */
export function locateNetworkLayer(linkType: number, bytes: Uint8Array, at: number, end: number): number {
  switch (linkType) {
    case 1:
      return at + 14 > end ? CUT_LINK_HEADER : byEtherType(bytes, at + 14, end, u16(bytes, at + 12));
    case 113:
      return at + 16 > end ? CUT_LINK_HEADER : byEtherType(bytes, at + 16, end, u16(bytes, at + 14));
    case 276:
      return at + 20 > end ? CUT_LINK_HEADER : byEtherType(bytes, at + 20, end, u16(bytes, at));
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return byVersionNibble(bytes, at, end);
    case 0:
    case 108:
      return loopback(bytes, at, end);
    case 9:
    case 50:
      return pointToPoint(bytes, at, end);
    case 51:
      return at + 6 > end ? CUT_LINK_HEADER : pointToPoint(bytes, at + 6, end);
    case 100:
      return logicalLink(bytes, at, end);
    case 104:
      return at + 4 > end ? CUT_LINK_HEADER : byEtherType(bytes, at + 4, end, u16(bytes, at + 2));
    case 107:
      return frameRelay(bytes, at, end);
    case 105:
      return wireless(bytes, at, end);
    case 242:
      return at + 44 > end ? CUT_LINK_HEADER : byEtherType(bytes, at + 44, end, u16(bytes, at + 40));
    case 109:
      return at + 12 > end ? CUT_LINK_HEADER : byVersionNibble(bytes, at + 12, end);
    case 117:
      return packetFilterLog(bytes, at, end);
    case 127:
      return at + 4 > end
        ? CUT_LINK_HEADER
        : wireless(bytes, at + ((bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8)), end);
    case 178:
      return juniper(bytes, at, end);
    case 149:
    case 258:
      return packetTap(bytes, at, end);
    default:
      return UNKNOWN_LINK_TYPE;
  }
}

function byVersionNibble(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return CUT_LINK_HEADER;
  const version = (bytes[at] as number) >> 4;
  return version === 4 || version === 6 ? at : NOT_IP;
}

/** EtherType dispatch through VLAN tags (also stacked), MPLS labels and PPPoE. */
function byEtherType(bytes: Uint8Array, start: number, end: number, firstType: number): number {
  let at = start;
  let type = firstType;
  for (let depth = 0; depth < 8; depth += 1) {
    switch (type) {
      case 0x0800:
      case 0x86dd:
        return at < end ? at : CUT_LINK_HEADER;
      case 0x8100:
      case 0x88a8:
      case 0x9100:
      case 0x9200:
        if (at + 4 > end) return CUT_LINK_HEADER;
        type = u16(bytes, at + 2);
        at += 4;
        continue;
      case 0x8847:
      case 0x8848:
        return labelStack(bytes, at, end);
      case 0x8864:
        return at + 6 > end ? CUT_LINK_HEADER : pointToPoint(bytes, at + 6, end);
      default:
        // IEEE 802.3: the field is a length up to 1500; LINUX_SLL writes 4 for an 802.2 frame.
        return type <= 1500 ? logicalLink(bytes, at, end) : NOT_IP;
    }
  }
  return NOT_IP;
}

/** IEEE 802.2 with SNAP: `aa aa 03`, three bytes of organisation, EtherType. */
function logicalLink(bytes: Uint8Array, at: number, end: number): number {
  if (at + 3 > end) return CUT_LINK_HEADER;
  if (bytes[at] === 0x06 && bytes[at + 1] === 0x06) return byVersionNibble(bytes, at + 3, end);
  if (bytes[at] !== 0xaa || bytes[at + 1] !== 0xaa) return NOT_IP;
  if (at + 8 > end) return CUT_LINK_HEADER;
  const type = u16(bytes, at + 6);
  return type > 1500 ? byEtherType(bytes, at + 8, end, type) : NOT_IP;
}

function labelStack(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at + 4 <= end; at += 4) {
    if ((bytes[at + 2] as number) & 1) return byVersionNibble(bytes, at + 4, end);
  }
  return CUT_LINK_HEADER;
}

function pointToPoint(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  if (at + 2 > end) return CUT_LINK_HEADER;
  if (bytes[at] === 0xff && bytes[at + 1] === 0x03) at += 2;
  // Cisco HDLC inside the serial link type: address 0x0f or 0x8f, then an EtherType.
  if ((bytes[at] === 0x0f || bytes[at] === 0x8f) && at + 4 <= end)
    return byEtherType(bytes, at + 4, end, u16(bytes, at + 2));
  if (at + 2 > end) return CUT_LINK_HEADER;
  const compressed = ((bytes[at] as number) & 1) === 1;
  const protocol = compressed ? (bytes[at] as number) : u16(bytes, at);
  at += compressed ? 1 : 2;
  if (protocol === 0x21 || protocol === 0x57) return at < end ? at : CUT_LINK_HEADER;
  return protocol === 0x281 || protocol === 0x283 ? labelStack(bytes, at, end) : NOT_IP;
}

/** BSD loopback: a 4-byte family, host order in NULL and network order in LOOP; AF_INET6 is 24, 28 or 30. */
function loopback(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return CUT_LINK_HEADER;
  const little = u32le(bytes, at);
  const family =
    little <= 0xffff
      ? little
      : ((little & 0xff) << 24) | ((little & 0xff00) << 8) | ((little >>> 8) & 0xff00) | (little >>> 24);
  if (family === 2 || family === 10 || family === 24 || family === 28 || family === 30)
    return byVersionNibble(bytes, at + 4, end);
  return NOT_IP;
}

function frameRelay(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && ((bytes[at] as number) & 1) === 0) at += 1;
  at += 1;
  if (at + 2 > end) return CUT_LINK_HEADER;
  if (bytes[at] !== 0x03) return byEtherType(bytes, at + 2, end, u16(bytes, at));
  at += 1;
  if (bytes[at] === 0x00) at += 1;
  const protocol = bytes[at];
  at += 1;
  if (protocol === 0xcc || protocol === 0x8e) return byVersionNibble(bytes, at, end);
  return protocol === 0x80 && at + 5 <= end ? byEtherType(bytes, at + 5, end, u16(bytes, at + 3)) : NOT_IP;
}

/** IEEE 802.11 data frames that are not encrypted, with their LLC/SNAP header. */
function wireless(bytes: Uint8Array, at: number, end: number): number {
  if (at + 24 > end) return CUT_LINK_HEADER;
  const control = bytes[at] as number;
  const flags = bytes[at + 1] as number;
  if ((control & 0x0c) !== 0x08 || (control & 0x40) !== 0 || (flags & 0x40) !== 0) return NOT_IP;
  let header = 24;
  if ((flags & 0x03) === 0x03) header += 6;
  if (control & 0x80) header += flags & 0x80 ? 6 : 2;
  return logicalLink(bytes, at + header, end);
}

function packetFilterLog(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 > end) return CUT_LINK_HEADER;
  const header = ((bytes[at] as number) + 3) & ~3;
  return byVersionNibble(bytes, at + header, end);
}

/** Juniper's routers: `MGC`, flags, with 0x80 a length and extensions; then Ethernet unless 0x02 says there is none (tcpdump's print-juniper.c). */
function juniper(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 > end) return CUT_LINK_HEADER;
  if (bytes[at] !== 0x4d || bytes[at + 1] !== 0x47 || bytes[at + 2] !== 0x43) return NOT_IP;
  const flags = bytes[at + 3] as number;
  if (flags & 0x02) return NOT_IP;
  const frame = at + (flags & 0x80 ? 6 + u16(bytes, at + 4) : 4);
  return frame + 14 > end ? CUT_LINK_HEADER : byEtherType(bytes, frame + 14, end, u16(bytes, frame + 12));
}

/** macOS PKTAP: little-endian header length at 0 and the inner link type at 8. */
function packetTap(bytes: Uint8Array, at: number, end: number): number {
  if (at + 12 > end) return CUT_LINK_HEADER;
  const header = u32le(bytes, at);
  const inner = u32le(bytes, at + 8);
  if (header < 12 || inner === 149 || inner === 258) return NOT_IP;
  return at + header >= end ? CUT_LINK_HEADER : locateNetworkLayer(inner, bytes, at + header, end);
}

/**
 * The fields of one decoded packet, reused for every packet so that reading a
 * gigabyte allocates nothing per packet. Numbers that are 32-bit words on the
 * wire are kept as signed 32-bit integers (`x | 0`); print them with `>>> 0`.
 */
export interface PacketFields {
  /** Nanoseconds since the capture's base second, and the stamp itself. */
  time: number;
  seconds: number;
  nanoseconds: number;
  /** 1-based number in its file, and which file of the case (0-based). */
  number: number;
  file: number;
  /** Where it was captured: interfaces tell copies of one packet apart. */
  point: number;
  /** The buffer the packet lies in; read by whole words, which is what makes decoding fast. */
  view: DataView;
  /** 4, 6, or 0 when no IP header was found. */
  family: number;
  /** Whose addresses `source` and `destination` hold. */
  addressFamily: number;
  /** Source address as four 32-bit words; IPv4 uses only word 3. */
  readonly source: Int32Array;
  readonly destination: Int32Array;
  /** Time to live (IPv4) or hop limit (IPv6). */
  ttl: number;
  /** IPv4 identification, -1 for IPv6. */
  ipId: number;
  dontFragment: boolean;
  /** IPv6 flow label (20 bits), -1 for IPv4. */
  flowLabel: number;
  /** True for every fragment, first ones included. */
  isFragment: boolean;
  /** A TCP header sits on the outermost IP chain (possibly cut). */
  isTcp: boolean;
  /** TCP inside a tunnel, or quoted in an ICMP error. */
  isTunnelled: boolean;
  /** Flags, sequence and acknowledgement numbers really are in the file. */
  hasFlags: boolean;
  hasPorts: boolean;
  sourcePort: number;
  destinationPort: number;
  sequence: number;
  acknowledgement: number;
  /** FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32; reserved bits removed. */
  flags: number;
  window: number;
  /** TCP header length in bytes (20..60). */
  headerLength: number;
  /** Payload bytes by the IP header, not by the captured length (captures trap 9). */
  payloadLength: number;
  /** Offset of the first option byte in the buffer, and how many are captured. */
  optionsAt: number;
  optionsLength: number;
  /** ICMP error "fragmentation needed" / "packet too big" with this next-hop MTU in bytes; 0 otherwise. */
  tooBigMtu: number;
  /** ICMP destination unreachable of another code: code + 1; 0 otherwise. */
  unreachableCode: number;
}

export function createPacketFields(): PacketFields {
  return {
    time: 0.5,
    seconds: 0,
    nanoseconds: 0,
    number: 0,
    file: 0,
    point: 0,
    view: new DataView(new ArrayBuffer(0)),
    family: 0,
    addressFamily: 0,
    source: new Int32Array(4),
    destination: new Int32Array(4),
    ttl: 0,
    ipId: -1,
    dontFragment: false,
    flowLabel: -1,
    isFragment: false,
    isTcp: false,
    isTunnelled: false,
    hasFlags: false,
    hasPorts: false,
    sourcePort: 0,
    destinationPort: 0,
    sequence: 0,
    acknowledgement: 0,
    flags: 0,
    window: 0,
    headerLength: 0,
    payloadLength: 0,
    optionsAt: 0,
    optionsLength: 0,
    tooBigMtu: 0,
    unreachableCode: 0,
  };
}

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;
export const URG = 0x20;

/** Flags as tcpdump prints them, `S.` for SYN with ACK, `R` for a bare reset. */
export function flagsText(flags: number): string {
  const letters =
    (flags & FIN ? 'F' : '') +
    (flags & SYN ? 'S' : '') +
    (flags & RST ? 'R' : '') +
    (flags & PSH ? 'P' : '') +
    (flags & URG ? 'U' : '') +
    (flags & ACK ? '.' : '');
  return letters === '' ? 'none' : letters;
}

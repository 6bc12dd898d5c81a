/** Captures built byte by byte for tests: the readers are tried on files whose truth is known because we wrote it. */

export interface TcpPacket {
  /** Milliseconds since the capture's beginning. */
  readonly at: number;
  readonly from: 'client' | 'server';
  /** Letters as tcpdump prints them: S, S., ., P., F., R, R. */
  readonly flags: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly payload?: number;
  readonly ttl?: number;
  readonly window?: number;
  readonly ipId?: number;
  /** TCP options, padded to four bytes by the builder. */
  readonly options?: readonly number[];
  readonly clientPort?: number;
  readonly serverPort?: number;
  readonly client?: string;
  readonly server?: string;
  /** Capture point (interface); 1 unless told. */
  readonly point?: number;
}

export const CLIENT = '10.0.0.2';
export const SERVER = '104.192.141.1';
export const BASE_SECONDS = 1_763_890_000;
/** MSS 1460, SACK, timestamps, window scale 7. */
export const SYN_OPTIONS = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];
export const TIMESTAMPS = [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2];

const LETTERS: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, '.': 16, U: 32 };

/** One IPv4 packet with its TCP header and payload. */
export function ipPacket(packet: TcpPacket): Uint8Array {
  const options = [...(packet.options ?? [])];
  while (options.length % 4 !== 0) options.push(0);
  const payload = packet.payload ?? 0;
  const bytes = new Uint8Array(40 + options.length + payload);
  const view = new DataView(bytes.buffer);
  const fromClient = packet.from === 'client';
  const client = (packet.client ?? CLIENT).split('.').map(Number);
  const server = (packet.server ?? SERVER).split('.').map(Number);
  bytes.set([0x45, 0], 0);
  view.setUint16(2, bytes.length);
  view.setUint16(4, packet.ipId ?? 0);
  view.setUint16(6, 0x4000);
  bytes[8] = packet.ttl ?? (fromClient ? 64 : 56);
  bytes[9] = 6;
  bytes.set(fromClient ? client : server, 12);
  bytes.set(fromClient ? server : client, 16);
  const clientPort = packet.clientPort ?? 50_000;
  const serverPort = packet.serverPort ?? 443;
  view.setUint16(20, fromClient ? clientPort : serverPort);
  view.setUint16(22, fromClient ? serverPort : clientPort);
  view.setUint32(24, (packet.seq ?? 0) >>> 0);
  view.setUint32(28, (packet.ack ?? 0) >>> 0);
  bytes[32] = ((20 + options.length) / 4) << 4;
  bytes[33] = [...packet.flags].reduce((sum, letter) => sum | (LETTERS[letter] ?? 0), 0);
  view.setUint16(34, packet.window ?? (packet.flags.includes('R') ? 0 : 502));
  bytes.set(options, 40);
  return bytes;
}

export type LinkKind =
  | 'ethernet'
  | 'vlan'
  | 'qinq'
  | 'sll'
  | 'sll2'
  | 'raw'
  | 'null'
  | 'null-big'
  | 'loop'
  | 'pppoe'
  | 'mpls'
  | 'snap'
  | 'ppp'
  | 'pktap'
  | 'wireless'
  | 'juniper';

export const LINK_TYPES: Readonly<Record<LinkKind, number>> = {
  ethernet: 1,
  vlan: 1,
  qinq: 1,
  pppoe: 1,
  mpls: 1,
  snap: 1,
  sll: 113,
  sll2: 276,
  raw: 101,
  null: 0,
  'null-big': 0,
  loop: 108,
  ppp: 9,
  pktap: 258,
  wireless: 105,
  juniper: 178,
};

/** Puts a link-layer header before an IP packet. */
export function frame(ip: Uint8Array, kind: LinkKind, point = 1, outgoing = false): Uint8Array {
  const macs = new Array(12).fill(2);
  const header: Readonly<Record<LinkKind, readonly number[]>> = {
    ethernet: [...macs, 0x08, 0],
    vlan: [...macs, 0x81, 0, 0, 7, 0x08, 0],
    qinq: [...macs, 0x88, 0xa8, 0, 7, 0x81, 0, 0, 9, 0x08, 0],
    pppoe: [...macs, 0x88, 0x64, 0x11, 0, 0, 1, (ip.length + 2) >> 8, (ip.length + 2) & 255, 0, 0x21],
    mpls: [...macs, 0x88, 0x47, 0, 1, 0, 64, 0, 2, 1, 64],
    snap: [...macs, 0, 48, 0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0],
    sll: [0, outgoing ? 4 : 0, 0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0, 0x08, 0],
    sll2: [0x08, 0, 0, 0, 0, 0, 0, point, 0, 1, outgoing ? 4 : 0, 6, 2, 2, 2, 2, 2, 2, 0, 0],
    raw: [],
    null: [2, 0, 0, 0],
    'null-big': [0, 0, 0, 2],
    loop: [0, 0, 0, 2],
    ppp: [0xff, 3, 0, 0x21],
    // macOS (tcpdump.org/linktypes/LINKTYPE_PKTAP.html): length, type of record, inner link type, and 96 bytes about the process.
    pktap: [108, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, ...new Array(96).fill(0), ...macs, 0x08, 0],
    // IEEE 802.11, a data frame to the access point; 802.2 with SNAP inside. What pktmon writes of Wi-Fi.
    wireless: [0x08, 0x01, 0, 0, ...macs, 2, 2, 2, 2, 2, 2, 0, 0, 0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0],
    juniper: [0x4d, 0x47, 0x43, 0x80, 0, 8, 3, 1, 1, 6, 1, 14, 1, 2, ...macs, 0x08, 0],
  };
  const bytes = new Uint8Array(header[kind].length + ip.length);
  bytes.set(header[kind]);
  bytes.set(ip, header[kind].length);
  return bytes;
}

export interface FileOptions {
  readonly link?: LinkKind;
  readonly bigEndian?: boolean;
  /** Of time stamps: pcap has microseconds unless told, pcapng nanoseconds. */
  readonly nanoseconds?: boolean;
  readonly snapLength?: number;
}

function writer(bigEndian: boolean) {
  const parts: Uint8Array[] = [];
  const number = (value: number, size: 2 | 4): void => {
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    if (size === 2) view.setUint16(0, value, !bigEndian);
    else view.setUint32(0, value >>> 0, !bigEndian);
    parts.push(bytes);
  };
  return {
    u16: (value: number) => number(value, 2),
    u32: (value: number) => number(value, 4),
    bytes: (value: Uint8Array) => void parts.push(value),
    done: (): Uint8Array => {
      const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    },
  };
}

const framesOf = (packets: readonly TcpPacket[], { link = 'ethernet', snapLength = 65_535 }: FileOptions) =>
  packets.map((packet) => {
    const whole = frame(ipPacket(packet), link, packet.point ?? 1, packet.from === 'client');
    return { at: packet.at, whole, kept: whole.subarray(0, snapLength), point: packet.point ?? 1 };
  });

/** A classic capture file. */
export function pcapFile(packets: readonly TcpPacket[], options: FileOptions = {}): Uint8Array {
  const { link = 'ethernet', bigEndian = false, nanoseconds = false } = options;
  const out = writer(bigEndian);
  out.u32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
  out.u16(2);
  out.u16(4);
  out.u32(0);
  out.u32(0);
  out.u32(options.snapLength ?? 65_535);
  out.u32(LINK_TYPES[link]);
  for (const { at, whole, kept } of framesOf(packets, options)) {
    const units = Math.round(at * (nanoseconds ? 1e6 : 1e3));
    const perSecond = nanoseconds ? 1e9 : 1e6;
    out.u32(BASE_SECONDS + Math.floor(units / perSecond));
    out.u32(units % perSecond);
    out.u32(kept.length);
    out.u32(whole.length);
    out.bytes(kept);
  }
  return out.done();
}

/** A record of such a file (Ethernet, microseconds): a router says "fragmentation needed" about that packet (RFC 1191). */
export function tooBigRecord({
  router,
  mtu,
  ...about
}: TcpPacket & { router: string; mtu: number }): Uint8Array {
  const quoted = ipPacket(about).subarray(0, 28);
  const ip = new Uint8Array(28 + quoted.length);
  ip.set([0x45, 0, 0, ip.length, 0, 0, 0, 0, 63, 1, 0, 0, ...router.split('.').map(Number)]);
  ip.set((about.client ?? CLIENT).split('.').map(Number), 16);
  ip.set([3, 4, 0, 0, 0, 0, mtu >> 8, mtu & 255], 20);
  ip.set(quoted, 28);
  const whole = frame(ip, 'ethernet');
  const out = writer(false);
  out.u32(BASE_SECONDS);
  out.u32(about.at * 1000);
  out.u32(whole.length);
  out.u32(whole.length);
  out.bytes(whole);
  return out.done();
}

/** A pcapng file with one interface per capture point, and blocks a reader must pass over. */
export function pcapngFile(packets: readonly TcpPacket[], options: FileOptions = {}): Uint8Array {
  const { link = 'ethernet', bigEndian = false, nanoseconds = true } = options;
  const out = writer(bigEndian);
  const block = (type: number, fill: (inner: ReturnType<typeof writer>) => void): void => {
    const inner = writer(bigEndian);
    fill(inner);
    const body = inner.done();
    const padded = (body.length + 3) & ~3;
    out.u32(type);
    out.u32(padded + 12);
    out.bytes(body);
    out.bytes(new Uint8Array(padded - body.length));
    out.u32(padded + 12);
  };
  block(0x0a0d0d0a, (inner) => {
    inner.u32(0x1a2b3c4d);
    inner.u16(1);
    inner.u16(0);
    inner.u32(0xffffffff);
    inner.u32(0xffffffff);
  });
  const points = [...new Set(packets.map(({ point }) => point ?? 1))];
  for (const _point of points)
    block(1, (inner) => {
      inner.u16(LINK_TYPES[link]);
      inner.u16(0);
      inner.u32(0);
      inner.u16(9);
      inner.u16(1);
      inner.bytes(new Uint8Array([nanoseconds ? 9 : 6, 0, 0, 0]));
      inner.u32(0);
    });
  block(0x00000bad, (inner) => inner.bytes(new Uint8Array(20)));
  for (const { at, whole, kept, point } of framesOf(packets, options))
    block(6, (inner) => {
      const perSecond = nanoseconds ? 1e9 : 1e6;
      const units = BigInt(BASE_SECONDS) * BigInt(perSecond) + BigInt(Math.round((at * perSecond) / 1000));
      inner.u32(points.indexOf(point));
      inner.u32(Number(units >> 32n));
      inner.u32(Number(units & 0xffffffffn));
      inner.u32(kept.length);
      inner.u32(whole.length);
      inner.bytes(kept);
    });
  return out.done();
}

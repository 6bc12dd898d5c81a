import type { Draw } from '../../../scripts/fuzz/draw.ts';
import {
  frame,
  ipPacket,
  LINK_TYPES,
  type LinkKind,
  SYN_OPTIONS,
} from '../../../src/test-support/build-capture.ts';

/** One drawn packet: from its IP header on, as long as it was on the wire. */
export interface DrawnPacket {
  readonly ip: Uint8Array;
  /** How much of the frame is kept. */
  readonly snapLength: number;
}

const CLIENTS = ['10.0.0.2', '10.0.0.3', '192.168.7.7'];
const SERVERS = ['104.192.141.1', '18.205.93.1', '203.0.113.9'];
/** Only clients send SYNs and only servers answer them: where one side does both, tshark lets a SYN-ACK begin the next session. */
const FLAGS = { client: ['S', 'S', 'SF', 'SP'], server: ['S.'] } as const;
const EITHER = ['.', 'P.', 'P.', 'F.', 'R', 'R.', 'RP.', ''];

function drawTcp(draw: Draw, clientPort = 50_000 + draw.below(12)): Uint8Array {
  const from = draw.oneOf(['client', 'server'] as const);
  const flags = draw.oneOf(draw.below(3) === 0 ? FLAGS[from] : EITHER);
  // Few numbers, so that a SYN comes again with the same one, and with another one, on ports that were used before.
  const start = draw.oneOf([0, 1000, 1000, 0xffff_fff0]);
  return ipPacket({
    at: 0,
    from,
    flags,
    seq: start + (flags.includes('S') ? 0 : draw.below(3000)),
    ack: draw.below(5000),
    payload: draw.oneOf([0, 0, 1, 100, 1400]),
    client: draw.oneOf(CLIENTS),
    server: draw.oneOf(SERVERS),
    clientPort,
    serverPort: draw.oneOf([22, 443, 443, 7999]),
    options: flags.includes('S') ? SYN_OPTIONS : [],
    ttl: 30 + draw.below(200),
  });
}

const withHeader = (header: readonly number[], body: Uint8Array): Uint8Array =>
  Uint8Array.from([...header, ...body]);

const ipv4 = (protocol: number, body: Uint8Array, fragment = 0): Uint8Array => {
  const length = 20 + body.length;
  return withHeader(
    [
      0x45,
      0,
      length >> 8,
      length & 255,
      0,
      9,
      fragment >> 8,
      fragment & 255,
      63,
      protocol,
      0,
      0,
      192,
      0,
      2,
      7,
      10,
      0,
      0,
      2,
    ],
    body,
  );
};

const ADDRESS = [0x24, 0x01, 0x1d, 0x80, 0x10, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const ipv6 = (next: number, body: Uint8Array, turn = 0): Uint8Array =>
  withHeader(
    [
      0x60,
      0,
      0,
      5,
      body.length >> 8,
      body.length & 255,
      next,
      57,
      ...ADDRESS,
      1 + turn,
      ...ADDRESS,
      2 - turn,
    ],
    body,
  );

/** TCP on the outermost chain in every way that occurs, and everything that must not be taken for it. */
function drawPacket(draw: Draw): Uint8Array {
  const whole = drawTcp(draw);
  const tcp = whole.subarray(20);
  // tshark learns no sequence numbers from a fragment: each has a session of its own.
  const alone = drawTcp(draw, 60_000 + draw.below(5000)).subarray(20);
  // For tshark what is quoted or in a tunnel goes on with the session of the same ports outside.
  const inside = drawTcp(draw, 40_000 + draw.below(12));
  const turn = draw.below(2);
  switch (draw.below(24)) {
    case 0:
      return ipv4(
        1,
        withHeader([draw.oneOf([3, 5, 11]), draw.below(5), 0, 0, 0, 0, 5, 120], inside.subarray(0, 28)),
      );
    case 1:
      return ipv4(4, inside);
    case 2:
      return ipv4(47, withHeader([0, 0, 8, 0], inside));
    case 3:
      return ipv4(17, withHeader([0, 53, 0, 53, 0, 20, 0, 0], new Uint8Array(12)));
    // A first fragment, and a later one: that one has no header of TCP.
    case 4:
      return ipv4(6, alone, 0x2000);
    case 5:
      return ipv4(6, new Uint8Array(40).fill(4), 0x2000 | 90);
    case 6:
    case 7:
    case 8:
      return ipv6(6, tcp, turn);
    case 9:
      return ipv6(0, withHeader([60, 0, 1, 4, 0, 0, 0, 0, 6, 0, 1, 4, 0, 0, 0, 0], tcp), turn);
    case 10:
      return ipv6(44, withHeader([6, 0, 0, 1, 0, 0, 0, 3], alone), turn);
    case 11:
      return ipv6(44, withHeader([6, 0, 0, 0x51, 0, 0, 0, 3], new Uint8Array(30).fill(4)), turn);
    case 12:
      return ipv6(58, withHeader([2, 0, 0, 0, 0, 0, 5, 0], ipv6(6, inside.subarray(20, 28))), turn);
    case 13:
      return ipv6(41, ipv6(6, inside.subarray(20)), turn);
    case 14:
      return withHeader([0x45, 0], Uint8Array.from([0, 0, ...whole.subarray(4)]));
    default:
      return whole;
  }
}

export const drawPackets = (draw: Draw, count: number): DrawnPacket[] =>
  Array.from({ length: count }, () => ({
    ip: drawPacket(draw),
    // Never so that 14 or 15 bytes of TCP are left: we take the flags that are there, tshark wants the window behind them.
    snapLength: draw.oneOf([65_535, 65_535, 128, 96, 60]),
  }));

const number = (size: 2 | 4, value: number, isLittle: boolean): Buffer => {
  const bytes = Buffer.alloc(size);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (size === 2) view.setUint16(0, value, isLittle);
  else view.setUint32(0, value >>> 0, isLittle);
  return bytes;
};

const isSix = ({ ip }: DrawnPacket): boolean => (ip[0] as number) >> 4 === 6;

/** A classic file of raw IP packets. */
export function rawFile(packets: readonly DrawnPacket[], isLittle: boolean): Buffer {
  const u32 = (value: number): Buffer => number(4, value, isLittle);
  const head = [
    u32(0xa1b2c3d4),
    number(2, 2, isLittle),
    number(2, 4, isLittle),
    u32(0),
    u32(0),
    u32(65_535),
    u32(101),
  ];
  const records = packets.flatMap(({ ip, snapLength }, index) => {
    const kept = ip.subarray(0, snapLength);
    return [
      u32(1_763_890_000 + index),
      u32(index % 1_000_000),
      u32(kept.length),
      u32(ip.length),
      Buffer.from(kept),
    ];
  });
  return Buffer.concat([...head, ...records]);
}

/** Of the builder's frames those that can carry IPv6 by the EtherType that is exchanged, and where that stands. */
const ETHER_TYPE_AT: Partial<Record<LinkKind, number>> = {
  ethernet: 12,
  vlan: 16,
  qinq: 20,
  snap: 20,
  sll: 14,
  sll2: 0,
  pktap: 120,
  wireless: 30,
  juniper: 26,
};

function framed(packet: DrawnPacket, link: LinkKind): Uint8Array {
  const bytes = frame(packet.ip, link);
  // IEEE 802.3 has a length there, behind which tshark takes everything for a trailer.
  if (link === 'snap') bytes.set([(packet.ip.length + 8) >> 8, (packet.ip.length + 8) & 255], 12);
  const at = ETHER_TYPE_AT[link];
  if (isSix(packet) && at !== undefined) bytes.set([0x86, 0xdd], at);
  return bytes;
}

const MOST_IN_802_3 = 1492;
const canCarry = (packet: DrawnPacket, link: LinkKind): boolean =>
  (!isSix(packet) || link in ETHER_TYPE_AT || link === 'raw') &&
  (link !== 'snap' || packet.ip.length <= MOST_IN_802_3);

/** A pcapng file with an interface for every link layer the builder knows, and each packet behind one of them. */
export function mixedFile(packets: readonly DrawnPacket[], draw: Draw, isLittle: boolean): Buffer {
  const links = Object.keys(LINK_TYPES) as LinkKind[];
  const u32 = (value: number): Buffer => number(4, value, isLittle);
  const block = (type: number, ...parts: readonly Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    const padding = Buffer.alloc(-body.length & 3);
    const length = u32(body.length + padding.length + 12);
    return Buffer.concat([u32(type), length, body, padding, length]);
  };
  const section = block(
    0x0a0d0d0a,
    u32(0x1a2b3c4d),
    number(2, 1, isLittle),
    number(2, 0, isLittle),
    u32(-1),
    u32(-1),
  );
  const interfaces = links.map((link) =>
    block(1, number(2, LINK_TYPES[link], isLittle), number(2, 0, isLittle), u32(0)),
  );
  const blocks = packets.map((packet, index) => {
    const link = draw.oneOf(links.filter((one) => canCarry(packet, one)));
    const whole = framed(packet, link);
    const kept = Buffer.from(whole.subarray(0, packet.snapLength));
    if (draw.below(10) === 0 && link === links[0]) return block(3, u32(kept.length), kept);
    const stamp = [u32(0x63f00), u32(index * 1000)];
    return block(6, u32(links.indexOf(link)), ...stamp, u32(kept.length), u32(whole.length), kept);
  });
  return Buffer.concat([section, ...interfaces, ...blocks]);
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseBytes, readBytes } from '../../test-support/analyse-bytes.ts';
import {
  frame,
  ipPacket,
  LINK_TYPES,
  type LinkKind,
  pcapFile,
  pcapngFile,
  type TcpPacket,
} from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';

const SESSION: readonly TcpPacket[] = [
  ...handshake(),
  { at: 21, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 100 },
  { at: 45, from: 'server', flags: 'R', seq: 9001, ttl: 52 },
];

const counts = (bytes: Uint8Array) => {
  const { counts, tcp } = analyseBytes(bytes);
  return [counts.packets, counts.ipv4, counts.tcp, tcp.sessions, tcp.resets, counts.undecoded];
};

describe('containers', () => {
  test.each([
    ['little-endian, microseconds', {}],
    ['big-endian', { bigEndian: true }],
    ['nanoseconds', { nanoseconds: true }],
    ['big-endian, nanoseconds', { bigEndian: true, nanoseconds: true }],
    ['cut to 96 bytes a packet', { snapLength: 96 }],
  ])('reads pcap: %s', (_name, options) => {
    expect(counts(pcapFile(SESSION, options))).toEqual([5, 5, 5, 1, 1, 0]);
  });

  test.each([{}, { bigEndian: true }])(
    'reads pcapng and passes over blocks it does not know %o',
    (options) => {
      const analysis = analyseBytes(pcapngFile(SESSION, options));
      expect(analysis.files[0]).toMatchObject({
        format: 'pcapng',
        packets: 5,
        linkTypes: ['EN10MB'],
        damage: null,
      });
      expect(counts(pcapngFile(SESSION, options))).toEqual([5, 5, 5, 1, 1, 0]);
      expect(analysis.sessions[0]?.resets[0]?.at).toBe('2025-11-23T09:26:40.045000000Z');
    },
  );

  test('keeps nanoseconds that a double would lose', () => {
    const precise = [{ ...(SESSION[0] as TcpPacket), at: 0.000001 }, ...SESSION.slice(1)];
    expect(analyseBytes(pcapFile(precise, { nanoseconds: true })).files[0]?.firstPacketAt).toBe(
      '2025-11-23T09:26:40.000000001Z',
    );
  });

  test('reads two pcapng sections of different byte order one after the other', () => {
    const both = Buffer.concat([pcapngFile(SESSION), pcapngFile(SESSION, { bigEndian: true })]);
    expect(analyseBytes(both).counts.packets).toBe(10);
  });

  test('reads the modified pcap variant with 24-byte record headers', () => {
    const plain = Buffer.from(pcapFile(SESSION.slice(0, 1)));
    const record = plain.subarray(24);
    const modified = Buffer.concat([
      Buffer.from([0x34, 0xcd, 0xb2, 0xa1]),
      plain.subarray(4, 24),
      record.subarray(0, 16),
      Buffer.alloc(8),
      record.subarray(16),
    ]);
    expect(analyseBytes(modified).counts.tcp).toBe(1);
  });
});

describe('link layers', () => {
  test.each(Object.keys(LINK_TYPES) as LinkKind[])('finds the session behind %s', (link) => {
    expect(counts(pcapFile(SESSION, { link }))).toEqual([5, 5, 5, 1, 1, 0]);
  });

  test('an unknown link type is said, not guessed', () => {
    const bytes = Buffer.from(pcapFile(SESSION));
    bytes.writeUInt32LE(147, 20);
    const analysis = analyseBytes(bytes);
    expect(analysis.counts).toMatchObject({ packets: 5, ip: 0, undecoded: 5 });
    expect(analysis.files[0]?.linkTypes).toEqual(['LINKTYPE_147']);
  });

  test('Ethernet padding is not payload', () => {
    const reset = frame(ipPacket({ at: 0, from: 'server', flags: 'R', seq: 1 }), 'ethernet');
    expect(reset.length).toBe(54);
    const file = Buffer.from(pcapFile([{ at: 0, from: 'server', flags: 'R', seq: 1 }]));
    const padded = Buffer.concat([file, Buffer.alloc(6)]);
    padded.writeUInt32LE(60, 32);
    padded.writeUInt32LE(60, 36);
    expect(analyseBytes(padded).sessions[0]?.bytes).toEqual({ toServer: 0, toClient: 0 });
  });
});

describe('network layer', () => {
  const rawFile = (...packets: Uint8Array[]): Uint8Array => {
    const empty = Buffer.from(pcapFile([], { link: 'raw' }));
    const records = packets.map((packet) => {
      const header = Buffer.alloc(16);
      header.writeUInt32LE(packet.length, 8);
      header.writeUInt32LE(packet.length, 12);
      return Buffer.concat([header, packet]);
    });
    return Buffer.concat([empty, ...records]);
  };
  const version6 = (next: number, body: readonly number[]): Uint8Array => {
    const address = [0x24, 0x01, 0x1d, 0x80, 0x10, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    return new Uint8Array([
      0x60,
      0,
      0,
      5,
      body.length >> 8,
      body.length & 255,
      next,
      60,
      ...address,
      ...address.slice(0, 15),
      2,
      ...body,
    ]);
  };
  const tcp = [...ipPacket({ at: 0, from: 'client', flags: 'S', seq: 7 }).subarray(20)];

  test('walks IPv6 extension headers down to TCP', () => {
    const hopByHop = [60, 0, 0, 0, 0, 0, 0, 0];
    const destination = [44, 0, 0, 0, 0, 0, 0, 0];
    const firstFragment = [6, 0, 0, 1, 0, 0, 0, 1];
    const analysis = analyseBytes(
      rawFile(version6(0, [...hopByHop, ...destination, ...firstFragment, ...tcp])),
    );
    expect(analysis.counts).toMatchObject({ ipv6: 1, tcp: 1, fragments: 1, undecoded: 0 });
    expect(analysis.sessions[0]?.server.address).toBe('2401:1d80:1010::2');
  });

  test('a later fragment has no TCP header', () => {
    const packet = Buffer.from(ipPacket({ at: 0, from: 'client', flags: 'S' }));
    packet.writeUInt16BE(100, 6);
    expect(analyseBytes(rawFile(packet)).counts).toMatchObject({ ipv4: 1, tcp: 0, fragments: 1 });
  });

  test('TCP quoted in an ICMP error, or inside a tunnel, is counted apart', () => {
    const inner = ipPacket({ at: 0, from: 'client', flags: 'S' });
    const outer = (protocol: number, body: Uint8Array): Uint8Array => {
      const bytes = new Uint8Array(20 + body.length);
      bytes.set([
        0x45,
        0,
        bytes.length >> 8,
        bytes.length & 255,
        0,
        0,
        0,
        0,
        64,
        protocol,
        0,
        0,
        192,
        0,
        2,
        1,
        10,
        0,
        0,
        2,
      ]);
      bytes.set(body, 20);
      return bytes;
    };
    const quoted = outer(1, new Uint8Array([3, 4, 0, 0, 0, 0, 5, 120, ...inner]));
    const tunnelled = outer(4, inner);
    const gre = outer(47, new Uint8Array([0, 0, 8, 0, ...inner]));
    expect(analyseBytes(rawFile(quoted, tunnelled, gre)).counts).toMatchObject({
      packets: 3,
      ipv4: 3,
      tcp: 0,
      tunnelled: 3,
    });
  });

  test('total length 0 (offload) means the rest of the frame', () => {
    const packet = Buffer.from(ipPacket({ at: 0, from: 'client', flags: 'P.', payload: 50 }));
    packet.writeUInt16BE(0, 2);
    expect(analyseBytes(rawFile(packet)).sessions[0]?.bytes.toServer).toBe(50);
  });

  test('a header cut before its flags goes to undecoded and never counts as a reset', () => {
    const packet = ipPacket({ at: 0, from: 'server', flags: 'R' }).subarray(0, 32);
    const analysis = analyseBytes(rawFile(packet));
    expect(analysis.counts.undecoded).toBe(1);
    expect(analysis.tcp.resets).toBe(0);
  });
});

describe('damage', () => {
  const file = pcapFile(SESSION);

  test('a file cut anywhere is read up to the cut, which is located and named', () => {
    for (let length = 24; length < file.length; length += 1) {
      const analysis = analyseBytes(file.subarray(0, length));
      const [{ damage, packets }] = analysis.files as [Required<(typeof analysis.files)[number]>];
      const whole = recordEnds.filter((end) => end <= length).length;
      expect(packets).toBe(whole);
      const atBoundary = length === 24 || recordEnds.includes(length);
      if (atBoundary) expect(damage).toBeNull();
      else expect(damage).toMatchObject({ kind: 'cut-record', atByte: recordEnds[whole - 1] ?? 24 });
    }
  });

  const recordEnds = SESSION.reduce<number[]>((ends, packet) => {
    ends.push((ends.at(-1) ?? 24) + 16 + 14 + ipPacket(packet).length);
    return ends;
  }, []);

  test('an impossible record length stops reading there and keeps what came before', () => {
    const bytes = Buffer.from(file);
    bytes.writeUInt32LE(0x7fffffff, (recordEnds[1] ?? 0) + 8);
    expect(analyseBytes(bytes).files[0]).toMatchObject({
      packets: 2,
      damage: { kind: 'impossible-length', atByte: recordEnds[1] },
    });
  });

  test.each([
    ['nothing', new Uint8Array(0), 'empty'],
    ['a text', Buffer.from('10:04:09 IP 10.0.0.2 > 104.192.141.1: Flags [R]\n'), 'text file'],
    ['a zip', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'zip archive'],
    ['noise', Buffer.from([0xde, 0xad, 0xbe, 0xef, 1, 2, 3, 4]), 'not a packet capture'],
    ['two bytes', Buffer.from([0xd4, 0xc3]), 'not a packet capture'],
  ])('%s gets one clear sentence', (_name, bytes, words) => {
    const { result } = readBytes(bytes);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.message).toContain(words);
  });

  test.each([
    ['a snoop capture', Buffer.from('snoop\0\0\0\0\0\0\u0002'), 'Solaris snoop'],
    [
      'letters, and then something else',
      Buffer.from([0x61, 0x72, 0x34, 0x2e, 0xe4, 0]),
      'This is not a packet',
    ],
  ])('%s is told by its beginning, however little of it comes first', (_name, bytes, words) => {
    const whole = readBytes(bytes).result;
    expect(whole).toMatchObject({ ok: false, message: expect.stringContaining(words) });
    for (let size = 1; size < bytes.length; size += 1)
      expect(readBytes(bytes, [size, 1]).result).toEqual(whole);
  });

  test('a file that ends in a block without packets, too long for the buffer, is damaged where that block begins', () => {
    const before = pcapngFile(SESSION);
    const block = Buffer.alloc(90_000);
    block.writeUInt32LE(0xbad, 0);
    block.writeUInt32LE(100_000, 4);
    for (const length of [12, 5000, 90_000])
      for (const sizes of [[65_536], [1000, 7]]) {
        const { result } = readBytes(Buffer.concat([before, block.subarray(0, length)]), sizes);
        expect(result).toMatchObject({
          summary: { packets: 5, damage: { kind: 'cut-record', atByte: before.length } },
        });
      }
  });

  test('a pcapng block of length 0, 4 GB or not a multiple of four is damage, not a hang', () => {
    for (const length of [0, 8, 13, 0xfffffffc, 0x01000004]) {
      const bytes = Buffer.from(pcapngFile(SESSION));
      bytes.writeUInt32LE(length, 28 + 4);
      expect(analyseBytes(bytes).files[0]?.damage?.kind).toBe('bad-block');
    }
  });
});

describe('properties', () => {
  test('how the bytes arrive changes nothing', () => {
    const files = [pcapFile(SESSION), pcapngFile(SESSION)];
    const whole = files.map((bytes) => JSON.stringify(analyseBytes(bytes)));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 20 }), (sizes) => {
        for (const [index, bytes] of files.entries())
          expect(JSON.stringify(analyseBytes(bytes, 'all', sizes))).toBe(whole[index]);
      }),
      { numRuns: 100 },
    );
  });

  test('no damage makes a reader throw, hang or invent packets', () => {
    const files = [
      pcapFile(SESSION, { link: 'sll2' }),
      pcapngFile(SESSION),
      pcapFile(SESSION, { link: 'mpls', bigEndian: true }),
    ];
    fc.assert(
      fc.property(
        fc.nat(files.length - 1),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        fc.nat(400),
        (which, changes, cut) => {
          const bytes = Buffer.from(files[which] as Uint8Array);
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const { result, tracker } = readBytes(bytes.subarray(0, bytes.length - (cut % bytes.length)));
          expect(tracker.counts.packets).toBeLessThanOrEqual(bytes.length / 16);
          if (result.ok) expect(result.summary.packets).toBe(tracker.counts.packets);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

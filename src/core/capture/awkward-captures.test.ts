import { describe, expect, test } from 'vitest';
import { analyseBytes } from '../../test-support/analyse-bytes.ts';
import { pcapFile, pcapngFile, type TcpPacket } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';

const RESET: readonly TcpPacket[] = [
  ...handshake(),
  { at: 21, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 100 },
  { at: 75, from: 'server', flags: 'R', seq: 9001, ttl: 52 },
];

/** A download of so many segments, each acknowledged; each acknowledgement also reaches an edge that answers it with a reset. */
function resetDownload(segments: number): TcpPacket[] {
  const [size, first] = [1000, 9001];
  const packets: TcpPacket[] = [
    ...handshake(),
    { at: 21, from: 'client', flags: 'P.', seq: 1001, ack: first, payload: 100 },
  ];
  for (let number = 0; number < segments; number += 1) {
    const at = 50 + number * 10;
    const seq = first + number * size;
    packets.push(
      { at, from: 'server', flags: 'P.', seq, ack: 1101, payload: size, ttl: 56 },
      { at: at + 1, from: 'client', flags: '.', seq: 1101, ack: seq + size },
      // What was acknowledged before, by now behind.
      { at: at + 2, from: 'server', flags: 'R', seq: Math.max(first, seq - size), ttl: 52 },
    );
  }
  const end = { at: 60 + segments * 10, seq: first + segments * size };
  return [
    ...packets,
    { ...end, from: 'server', flags: 'F.', ack: 1101, ttl: 56 },
    { at: end.at + 1, from: 'client', flags: 'F.', seq: 1101, ack: end.seq + 1 },
    { at: end.at + 21, from: 'server', flags: '.', seq: end.seq + 1, ack: 1102, ttl: 56 },
  ];
}

describe('resets that end nothing', () => {
  test('forty of them, all behind the session, are counted, and the download is not called broken', () => {
    const { sessions, tcp, verdict } = analyseBytes(pcapFile(resetDownload(40)));
    expect(tcp.resets).toBe(40);
    const [session] = sessions;
    expect(session?.resets).toHaveLength(40);
    expect(session?.resets.every(({ sequenceOffset }) => (sequenceOffset ?? 0) < 0)).toBe(true);
    expect(session?.bytes.toClient).toBe(40_000);
    expect(session?.resets.slice(0, -1).every(({ serverContinues }) => serverContinues)).toBe(true);
    expect(verdict.kind).not.toBe('healthy');
    expect(JSON.stringify(verdict)).toContain('40 of 40 resets were behind the session and were ignored');
  });
});

describe('what the article’s command makes on a Mac', () => {
  test('a file of any name that is pcapng inside, each packet behind what macOS knows of its process', () => {
    const analysis = analyseBytes(pcapngFile(RESET, { link: 'pktap' }));
    expect(analysis.files[0]).toMatchObject({ format: 'pcapng', linkTypes: ['PKTAP'], damage: null });
    expect(analysis.sessions[0]?.resets).toHaveLength(1);
  });

  test('a pktap header that says it is longer than its packet is not followed', () => {
    const bytes = Buffer.from(pcapFile(RESET, { link: 'pktap' }));
    for (const length of [0, 11, 5000, 0xffff_fff0]) {
      bytes.writeUInt32LE(length, 24 + 16);
      expect(analyseBytes(bytes).counts).toMatchObject({ packets: 5, tcp: 4 });
    }
  });
});

describe('what a router of Juniper’s records', () => {
  test.each([
    ['without its mark', 24 + 16, 0],
    ['that has no Ethernet header', 24 + 16 + 3, 0x82],
    ['with extensions longer than the packet', 24 + 16 + 4, 0xff],
  ])('a packet %s is not guessed at', (_, at, value) => {
    const bytes = Buffer.from(pcapFile(RESET, { link: 'juniper' }));
    bytes[at] = value;
    expect(analyseBytes(bytes).counts).toMatchObject({ packets: 5, tcp: 4 });
  });
});

describe('captures that cannot answer', () => {
  test('one of the loopback interface alone, where a proxy listens, is told to be of another place', () => {
    const local = RESET.map((packet) => ({
      ...packet,
      client: '127.0.0.1',
      server: '127.0.0.1',
      serverPort: 3128,
    }));
    const { verdict } = analyseBytes(pcapFile(local, { link: 'null' }));
    expect(verdict).toMatchObject({ kind: 'capture-invalid', confidence: 'none' });
    expect(verdict.for[0]?.text).toMatch(/proxy .* capture on the machine that really talks to Bitbucket/);
  });
});

describe('pcapng that is made to harm', () => {
  test('interfaces without end are damage at a bound, and what came before is read', () => {
    const plain = Buffer.from(pcapngFile(RESET));
    const description = Buffer.alloc(20);
    [1, 20, 1, 0, 20].forEach((word, index) => void description.writeUInt32LE(word, index * 4));
    const bytes = Buffer.concat([plain, ...Array.from({ length: 65_536 }, () => description)]);
    const [file] = analyseBytes(bytes).files;
    expect(file).toMatchObject({ packets: 5, damage: { kind: 'bad-block', atByte: bytes.length - 20 } });
    expect(analyseBytes(bytes.subarray(0, -20)).files[0]?.damage).toBeNull();
  });

  test('an option that is longer than its block is left out, and what follows is read', () => {
    const plain = Buffer.from(pcapngFile(RESET));
    // The interface is the second block: its option for the resolution of time stands 16 bytes behind the block's beginning.
    const option = 28 + 16;
    expect([plain.readUInt16LE(option), plain.readUInt16LE(option + 2)]).toEqual([9, 1]);
    for (const length of [0, 9, 0xfffc, 0xffff]) {
      const bytes = Buffer.from(plain);
      bytes.writeUInt16LE(length, option + 2);
      const { files, counts } = analyseBytes(bytes);
      expect(files[0]?.damage).toBeNull();
      expect(counts).toMatchObject({ packets: 5, tcp: 5 });
    }
  });
});

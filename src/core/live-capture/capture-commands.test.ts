import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCaptureReader } from '../capture/capture-reader.ts';
import { pcapHeader, pcapRecord } from '../capture/pcap-writer.ts';
import { streamCommand } from './capture-command.ts';
import { captureFilter, trunkFilter } from './capture-filter.ts';
import { readKernelCounts } from './kernel-counts.ts';
import { toolPaths } from './tool-paths.ts';
import { netshPlan, pktmonPlan } from './windows-commands.ts';

const addresses = ['104.192.141.1', '18.205.93.0', '2401:1d80:1010::151'];

describe('the filter', () => {
  it('is all of these hosts and the messages of routers on the way', () => {
    expect(captureFilter(addresses)).toBe(
      '(host 104.192.141.1 or host 18.205.93.0 or host 2401:1d80:1010::151)' +
        ' or (icmp[0] = 3 or icmp[0] = 11) or (icmp6 and (ip6[40] = 1 or ip6[40] = 2 or ip6[40] = 3))',
    );
  });

  const tcpdump = ['/usr/bin/tcpdump', '/usr/sbin/tcpdump'].find((path) => existsSync(path));
  it.skipIf(tcpdump === undefined).each(['EN10MB', 'LINUX_SLL2', 'LINUX_SLL', 'RAW'])(
    'is one that libpcap takes for %s',
    (linkType) => {
      const args = ['-y', linkType, '-d', captureFilter(addresses)];
      const { status, stderr } = spawnSync(tcpdump ?? '', args, { encoding: 'utf8' });
      expect(stderr.replace(/^Warning.*$/gm, '').trim()).toBe('');
      expect(status).toBe(0);
    },
  );
});

/** An IPv4 (20 bytes) or IPv6 (40 bytes) packet of that next protocol, with nothing but ICMP's type behind it. */
function packet(
  version: 4 | 6,
  source: readonly number[],
  target: readonly number[],
  protocol: number,
  type = 0,
) {
  const bytes = new Uint8Array(version === 4 ? 28 : 48);
  bytes[0] = version === 4 ? 0x45 : 0x60;
  bytes[version === 4 ? 3 : 5] = version === 4 ? 28 : 8;
  bytes[version === 4 ? 9 : 6] = protocol;
  bytes.set(source, version === 4 ? 12 : 8);
  bytes.set(target, version === 4 ? 16 : 24);
  bytes[version === 4 ? 20 : 40] = type;
  return bytes;
}

describe('the filter of one interface that may be a trunk', () => {
  const dump = ['/usr/bin/tcpdump', '/usr/sbin/tcpdump'].find((path) => existsSync(path));
  const service = [104, 192, 141, 1];
  const client = [192, 168, 1, 5];
  const service6 = [0x24, 0x01, 0x1d, 0x80, 0x10, 0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0x01, 0x51];
  const client6 = [0xfd, ...Array<number>(15).fill(1)];
  const macs = Array<number>(12).fill(2);
  const etherType = (version: number) => (version === 4 ? [0x08, 0x00] : [0x86, 0xdd]);
  const tag = [0x81, 0x00, 0x00, 0x07];
  const pppoe = (version: number) => [0x88, 0x64, 0x11, 0, 0, 1, 0, 0, 0x00, version === 4 ? 0x21 : 0x57];
  const wraps: Readonly<Record<string, (version: number) => number[]>> = {
    plain: (version) => [...macs, ...etherType(version)],
    tagged: (version) => [...macs, ...tag, ...etherType(version)],
    dialled: (version) => [...macs, ...pppoe(version)],
    'dialled in a tag': (version) => [...macs, ...tag, ...pppoe(version)],
  };

  /** How many of the frames pass the filter, as tcpdump itself judges. */
  function passing(frames: readonly Uint8Array[], filter: string): number {
    const records = frames.map((frame) => pcapRecord(frame, frame.length, 1, 0));
    const input = Buffer.concat([pcapHeader(1), ...records]);
    const { stdout, status } = spawnSync(dump ?? '', ['-r', '-', '-nn', '-w', '-', filter], { input });
    expect(status).toBe(0);
    const reader = createCaptureReader({ packet: () => {} });
    reader.push(stdout);
    return reader.packets;
  }

  it.skipIf(dump === undefined).each(Object.entries(wraps))('catches what passes there %s', (_, wrap) => {
    const frame = (version: 4 | 6, bytes: Uint8Array) => new Uint8Array([...wrap(version), ...bytes]);
    const wanted = [
      frame(4, packet(4, client, service, 6)),
      frame(4, packet(4, service, client, 6)),
      frame(6, packet(6, client6, service6, 6)),
      frame(6, packet(6, service6, client6, 6)),
    ];
    const other = [frame(4, packet(4, client, [9, 9, 9, 9], 6)), frame(6, packet(6, client6, client6, 6))];
    expect(passing([...wanted, ...other], trunkFilter(addresses))).toBe(wanted.length);
  });

  it.skipIf(dump === undefined)('catches the notices of routers in a tag, and the plain one does not', () => {
    const notice = new Uint8Array([
      ...(wraps.tagged?.(4) ?? []),
      ...packet(4, [198, 51, 100, 1], client, 1, 3),
    ]);
    expect(passing([notice], trunkFilter(addresses))).toBe(1);
    expect(passing([notice], captureFilter(addresses))).toBe(0);
  });
});

describe('the commands', () => {
  const order = { interfaces: ['any'], addresses: ['104.192.141.1'], isTrunk: false };
  const filter = captureFilter(order.addresses);

  it('stream on standard output and keep headers only', () => {
    expect(streamCommand('tcpdump', '/usr/bin/tcpdump', order)).toEqual({
      program: '/usr/bin/tcpdump',
      args: ['-i', 'any', '-nn', '-U', '--immediate-mode', '-s', '160', '-w', '-', filter],
    });
    expect(streamCommand('dumpcap', '/d', { ...order, interfaces: ['Ethernet 2', 'Wi-Fi'] }).args).toEqual([
      '-q',
      '-f',
      filter,
      '-s',
      '160',
      '-i',
      'Ethernet 2',
      '-i',
      'Wi-Fi',
      '-w',
      '-',
    ]);
  });

  const folder = 'C:\\ProgramData\\x';
  const details = { addresses: ['104.192.141.1', '::1'], folder, maxBytes: 256_000_000, build: 22_631 };
  const words = (commands: readonly { args: readonly string[] }[]) =>
    commands.map(({ args }) => args.join(' '));

  it.each([
    [22_631, 'etl2pcap C:\\ProgramData\\x\\capture.etl --out C:\\ProgramData\\x\\capture.pcapng'],
    [20_348, 'etl2pcap C:\\ProgramData\\x\\capture.etl --out C:\\ProgramData\\x\\capture.pcapng'],
    [19_045, 'pcapng C:\\ProgramData\\x\\capture.etl -o C:\\ProgramData\\x\\capture.pcapng'],
  ])('of pktmon convert in the words of build %i', (build, convert) => {
    const plan = pktmonPlan('P', { ...details, build });
    expect(words(plan.before)).toEqual([
      'filter remove',
      'filter add target1 -i 104.192.141.1',
      'filter add target2 -i ::1',
      'filter add icmp4 -t ICMP',
      'filter add icmp6 -t ICMPv6',
    ]);
    expect(words([plan.start])).toEqual([
      'start --capture --comp nics --pkt-size 160 --file-name C:\\ProgramData\\x\\capture.etl --file-size 256 --log-mode circular',
    ]);
    expect(words(plan.stop)).toEqual(['stop', convert]);
    expect(words(plan.after)).toEqual(['filter remove']);
  });

  it('of netsh name one family of addresses', () => {
    expect(words([netshPlan('N', details).start])).toEqual([
      'trace start capture=yes report=disabled overwrite=yes IPv4.Address=(104.192.141.1) tracefile=C:\\ProgramData\\x\\capture.etl maxsize=256 filemode=circular',
    ]);
    expect(words([netshPlan('N', { ...details, addresses: ['::1', '::2'] }).start])[0]).toContain(
      'IPv6.Address=(::1,::2)',
    );
  });

  it('are looked for at fixed places, pktmon only where it can convert', () => {
    const names = (platform: string, build: number) => toolPaths(platform, build).map(([tool]) => tool);
    expect(names('linux', 0)).toEqual(['tcpdump', 'tcpdump', 'dumpcap']);
    expect(names('darwin', 0)).toEqual(['tcpdump']);
    expect(names('win32', 22_631)).toEqual(['dumpcap', 'pktmon', 'netsh']);
    expect(names('win32', 17_763)).toEqual(['dumpcap', 'netsh']);
    expect(names('sunos', 0)).toEqual([]);
    for (const [, path] of [...toolPaths('linux', 0), ...toolPaths('win32', 22_631)])
      expect(path).toMatch(/^(\/|C:\\(Windows|Program Files)\\)/);
  });
});

describe('the last words of the capturing program', () => {
  it.each([
    [
      'tcpdump: listening on any, link-type LINUX_SLL2\n12 packets captured\n14 packets received by filter\n1 packet dropped by kernel',
      { captured: 12, receivedByFilter: 14, droppedByKernel: 1 },
    ],
    [
      '1 packet captured\n1 packet received by filter\n0 packets dropped by kernel',
      { captured: 1, receivedByFilter: 1, droppedByKernel: 0 },
    ],
    [
      "Capturing on 'any'\nFile: -\nPackets captured: 7\nPackets received/dropped on interface 'any': 7/2 (pcap:2/dumpcap:0/flushed:0/ps_ifdrop:0) (77.8%)",
      { captured: 7, receivedByFilter: null, droppedByKernel: 2 },
    ],
    ['Killed', { captured: null, receivedByFilter: null, droppedByKernel: null }],
  ])('are read: %s', (words, counts) => {
    expect(readKernelCounts(words)).toEqual(counts);
  });
});

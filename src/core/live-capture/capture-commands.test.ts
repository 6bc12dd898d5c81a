import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { streamCommand } from './capture-command.ts';
import { captureFilter } from './capture-filter.ts';
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

describe('the commands', () => {
  const order = { interfaces: ['any'], addresses: ['104.192.141.1'] };
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
      'start --capture --comp nics --pkt-size 160 --file-name C:\\ProgramData\\x\\capture.etl --file-size 256',
    ]);
    expect(words(plan.stop)).toEqual(['stop', convert]);
    expect(words(plan.after)).toEqual(['filter remove']);
  });

  it('of netsh name one family of addresses', () => {
    expect(words([netshPlan('N', details).start])).toEqual([
      'trace start capture=yes report=disabled overwrite=yes IPv4.Address=(104.192.141.1) tracefile=C:\\ProgramData\\x\\capture.etl maxsize=256',
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

import { describe, expect, it } from 'vitest';
import { type ShownOrder, shownCommand } from './shown-command.ts';

const order: ShownOrder = {
  platform: 'linux',
  tool: 'tcpdump',
  program: '/usr/bin/tcpdump',
  interfaces: ['any'],
  isTrunk: false,
  addresses: ['104.192.141.1', '18.205.93.0'],
  maxBytes: 256_000_000,
  ring: false,
  windowsBuild: 22_631,
  needsRoot: true,
};
const filter =
  '(host 104.192.141.1 or host 18.205.93.0) or (icmp[0] = 3 or icmp[0] = 11) or (icmp6 and (ip6[40] = 1 or ip6[40] = 2 or ip6[40] = 3))';

describe('the command that is shown', () => {
  it('can be typed on Linux, with sudo only where it is needed', () => {
    const line = `/usr/bin/tcpdump -i any -nn -U --immediate-mode -s 160 -w bitbucket.pcap '${filter}'`;
    expect(shownCommand(order)).toEqual([`sudo ${line}`]);
    expect(shownCommand({ ...order, needsRoot: false })).toEqual([line]);
  });

  it('is a ring of numbered files where the newest are to be kept', () => {
    const ring = { ...order, ring: true };
    expect(shownCommand(ring)[0]).toContain('-w bitbucket.pcap -C 32 -W 8 ');
    const dumpcap = { ...ring, tool: 'dumpcap' as const, program: '/usr/bin/dumpcap' };
    expect(shownCommand(dumpcap)[0]).toMatch(/-w bitbucket.pcapng -b filesize:32000 -b files:8$/);
  });

  it('looks into tags and dialled packets on one Ethernet interface, and not on all at once', () => {
    expect(shownCommand({ ...order, interfaces: ['eth0'], isTrunk: true })[0]).toContain('or (vlan and (');
    expect(shownCommand(order)[0]).not.toContain('vlan');
  });

  it('names the file on macOS after what tcpdump really writes there', () => {
    const [line] = shownCommand({ ...order, platform: 'darwin', program: '/usr/sbin/tcpdump' });
    expect(line).toContain('sudo /usr/sbin/tcpdump -i any');
    expect(line).toContain('-w bitbucket.pcapng');
  });

  it('is the whole order of pktmon commands on Windows', () => {
    const windows = {
      ...order,
      platform: 'win32',
      tool: 'pktmon' as const,
      program: 'C:\\Windows\\System32\\PktMon.exe',
    };
    const pktmon = 'C:\\Windows\\System32\\PktMon.exe';
    expect(shownCommand(windows)).toEqual([
      `${pktmon} filter remove`,
      `${pktmon} filter add target1 -i 104.192.141.1`,
      `${pktmon} filter add target2 -i 18.205.93.0`,
      `${pktmon} filter add icmp4 -t ICMP`,
      `${pktmon} filter add icmp6 -t ICMPv6`,
      `${pktmon} start --capture --comp nics --pkt-size 160 --file-name .\\capture.etl --file-size 256 --log-mode circular`,
      `${pktmon} stop`,
      `${pktmon} etl2pcap .\\capture.etl --out .\\capture.pcapng`,
      `${pktmon} filter remove`,
    ]);
  });

  it('quotes for cmd.exe what holds blanks', () => {
    const [line] = shownCommand({
      ...order,
      platform: 'win32',
      tool: 'dumpcap',
      program: 'C:\\Program Files\\Wireshark\\dumpcap.exe',
      interfaces: ['Ethernet 2'],
    });
    expect(line).toBe(
      `"C:\\Program Files\\Wireshark\\dumpcap.exe" -q -f "${filter}" -s 160 -i "Ethernet 2" -w bitbucket.pcapng`,
    );
  });
});

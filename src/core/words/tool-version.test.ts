import { expect, test } from 'vitest';
import { toolVersion } from './tool-version.ts';

/** As the programs of Debian 12 print it, and tcpdump of macOS. */
test.each([
  ['tcpdump', 'tcpdump version 4.99.3\nlibpcap version 1.10.3 (with TPACKET_V3)\n', 'tcpdump 4.99.3'],
  ['tcpdump', 'tcpdump version tcpdump version 4.99.1 -- Apple version 126\n', 'tcpdump 4.99.1'],
  ['dumpcap', 'Dumpcap (Wireshark) 4.0.17 (Git v4.0.17 packaged as 4.0.17-0+deb12u3).\n', 'dumpcap 4.0.17'],
  ['traceroute', 'Modern traceroute for Linux, version 2.1.2\nCopyright (c) 2016\n', 'traceroute 2.1.2'],
  ['mtr', 'mtr 0.95\n', 'mtr 0.95'],
  ['scamper', 'scamper version 20211212\n', 'scamper 20211212'],
  ['traceroute', "traceroute: unrecognized option '--version'\n", null],
  ['pktmon', 'pktmon 1.0', null],
])('%s: %j', (tool, said, version) => {
  expect(toolVersion(tool, said)).toBe(version);
});

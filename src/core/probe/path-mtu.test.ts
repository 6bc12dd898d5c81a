import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SizeProbe } from '../../contract/path-mtu.ts';
import { nextSize, readSizes } from './path-mtu-search.ts';
import { pingWords, readPing } from './ping-sizes.ts';
import { readSocketAccount } from './socket-account.ts';

/** Asks a way until enough is known. @param lost pings lost by chance, by their place */
function search(way: (sizeBytes: number) => Omit<SizeProbe, 'sizeBytes'>, lost: ReadonlySet<number>) {
  const probes: SizeProbe[] = [];
  for (let size = nextSize(probes); size !== null; size = nextSize(probes)) {
    const answer = lost.has(probes.length) ? { answer: 'silence' as const, mtuBytes: null } : way(size);
    probes.push({ sizeBytes: size, ...answer });
    expect(probes.length, 'it ends').toBeLessThan(40);
  }
  return { ...readSizes(probes), asked: probes.length };
}
const echo = { answer: 'echo', mtuBytes: null } as const;
const silence = { answer: 'silence', mtuBytes: null } as const;

describe('the search for the largest packet', () => {
  test('finds every limit to the byte, told or silent, and asks for no more than two dozen pings', () => {
    fc.assert(
      fc.property(fc.integer({ min: 576, max: 1499 }), fc.boolean(), (limit, isTold) => {
        const over = isTold ? ({ answer: 'too-big', mtuBytes: limit } as const) : silence;
        const found = search((size) => (size <= limit ? echo : over), new Set());
        expect(found).toMatchObject({ kind: isTold ? 'limited' : 'silent-limit', largestBytes: limit });
        expect(found.asked).toBeLessThanOrEqual(isTold ? 3 : 24);
      }),
    );
  });

  test('is not misled by one lost ping anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 576, max: 1500 }), fc.nat(20), (limit, place) => {
        const found = search((size) => (size <= limit ? echo : silence), new Set([place]));
        expect(found.largestBytes).toBe(limit);
      }),
    );
  });

  test('a router that names no size is searched, and a smaller limit behind a named one is found', () => {
    const nameless = search(
      (size) => (size <= 1400 ? echo : { answer: 'too-big', mtuBytes: null }),
      new Set(),
    );
    expect(nameless).toMatchObject({ kind: 'limited', largestBytes: 1400 });
    const two = search(
      (size) => (size <= 1300 ? echo : size <= 1420 ? silence : { answer: 'too-big', mtuBytes: 1420 }),
      new Set(),
    );
    expect(two).toMatchObject({ kind: 'silent-limit', largestBytes: 1300 });
  });

  test('where not even small pings are answered, or none can be sent, nothing is said about size', () => {
    expect(search(() => silence, new Set())).toEqual({ kind: 'no-answer', largestBytes: null, asked: 2 });
    const not = search(() => ({ answer: 'not-sent', mtuBytes: null }), new Set());
    expect(not).toEqual({ kind: 'not-measured', largestBytes: null, asked: 1 });
    expect(readSizes([{ sizeBytes: 576, ...echo }]), 'stopped in the middle').toMatchObject({
      kind: 'not-measured',
    });
  });
});

/** iputils 20221126 as it printed them here; Apple's and Windows' after their sources and published outputs. */
const OUTPUTS: readonly (readonly [string, string, ReturnType<typeof readPing>])[] = [
  ['iputils, an answer', '1480 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.076 ms\n', echo],
  [
    'iputils, this system’s own limit',
    'ping: local error: message too long, mtu=1200\n\n1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n',
    { answer: 'too-big', mtuBytes: 1200 },
  ],
  [
    'iputils, a router’s message',
    'PING 104.192.141.1 (104.192.141.1) 1472(1500) bytes of data.\nFrom 203.0.113.1 icmp_seq=1 Frag needed and DF set (mtu = 1200)\n\n--- 104.192.141.1 ping statistics ---\n1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n',
    { answer: 'too-big', mtuBytes: 1200 },
  ],
  [
    'iputils, silence',
    'PING 104.192.141.1 (104.192.141.1) 1472(1500) bytes of data.\n\n--- 104.192.141.1 ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time 0ms\n',
    silence,
  ],
  ['iputils, no way', 'ping: connect: Network is unreachable\n', { answer: 'not-sent', mtuBytes: null }],
  [
    'another ping without -M',
    'ping: invalid option -- M\nBusyBox v1.30.1\n',
    { answer: 'not-sent', mtuBytes: null },
  ],
  [
    'macOS, a router’s message',
    '36 bytes from 10.0.0.1: frag needed and DF set (MTU 1400)\nVr HL TOS  Len   ID Flg  off TTL Pro  cks      Src      Dst\n 4  5  00 dc05 1234   0 4000  3f  01 0000 10.0.0.2  104.192.141.1\n',
    { answer: 'too-big', mtuBytes: 1400 },
  ],
  ['macOS, its own limit', 'ping: sendto: Message too long\n', { answer: 'too-big', mtuBytes: null }],
  [
    'macOS, silence',
    '--- 104.192.141.1 ping statistics ---\n1 packets transmitted, 0 packets received, 100.0% packet loss\n',
    silence,
  ],
  ['Windows', 'Reply from 104.192.141.1: bytes=1472 time=12ms TTL=57\r\n', echo],
  ['Windows in German', 'Antwort von 104.192.141.1: Bytes=1472 Zeit=12ms TTL=57\r\n', echo],
  [
    'Windows in German, too big',
    'Paket müsste fragmentiert werden, DF-Flag ist jedoch gesetzt.\r\n    Pakete: Gesendet = 1, Empfangen = 0, Verloren = 1\r\n    (100% Verlust),\r\n',
    { answer: 'too-big', mtuBytes: null },
  ],
  [
    'Windows in French, silence',
    'Délai d’attente de la demande dépassé.\r\n    Paquets : envoyés = 1, reçus = 0, perdus = 1 (perte 100%),\r\n',
    silence,
  ],
];

test.each(OUTPUTS)('a ping is read: %s', (_name, output, expected) => {
  expect(readPing(output)).toEqual(expected);
});

test('every system is asked for the same whole packet, which must not be cut', () => {
  expect(pingWords('linux', '192.0.2.1', 1500).join(' ')).toBe('-n -c 1 -W 1 -M do -s 1472 192.0.2.1');
  expect(pingWords('darwin', '192.0.2.1', 1500)).toEqual(expect.arrayContaining(['-D', '1472']));
  expect(pingWords('win32', '192.0.2.1', 1500)).toEqual(expect.arrayContaining(['-f', '1472']));
});

test('the kernel’s account of a session is read, with and without a retransmission', () => {
  const stuck =
    'ESTAB 0 6131 192.168.77.10:40312 104.192.141.1:443\n\t cubic wscale:7,7 rto:3264 backoff:4 rtt:12.3/6.1 mss:1448 pmtu:1500 rcvmss:1022 advmss:1448 cwnd:1 ssthresh:7 bytes_sent:9000 bytes_retrans:4344 bytes_acked:518 retrans:1/5 lost:5\n';
  expect(readSocketAccount(stuck)).toEqual({ segmentBytes: 1448, pathMtuBytes: 1500, retransmitted: 5 });
  const well =
    'ESTAB 0 0 1.1.1.1:1 2.2.2.2:443\n\t cubic rto:204 mss:1348 pmtu:1400 rcvmss:1022 advmss:1448\n';
  expect(readSocketAccount(well)).toEqual({ segmentBytes: 1348, pathMtuBytes: 1400, retransmitted: 0 });
  expect(readSocketAccount('')).toEqual({ segmentBytes: null, pathMtuBytes: null, retransmitted: null });
});

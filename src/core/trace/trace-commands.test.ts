import { expect, test } from 'vitest';
import { isButskoy, type TraceTool, traceCommands, tracePrograms } from './trace-commands.ts';

const wish = { address: '104.192.141.1', port: 443, sourcePort: 40_001, isPrivileged: false };
const lines = (tools: readonly (readonly [TraceTool, string])[], more: Partial<typeof wish> = {}) =>
  traceCommands({ ...wish, ...more, tools }).map(
    ({ program, words, flow, protocol }) => `${flow} ${protocol}: ${[program, ...words].join(' ')}`,
  );

const LINUX: [TraceTool, string] = ['traceroute-linux', '/usr/sbin/traceroute'];
const MACOS: [TraceTool, string] = ['traceroute-macos', '/usr/sbin/traceroute'];
const MACOS6: [TraceTool, string] = ['traceroute6-macos', '/usr/sbin/traceroute6'];
const SCAMPER: [TraceTool, string] = ['scamper', '/usr/bin/scamper'];
const MTR: [TraceTool, string] = ['mtr', '/usr/bin/mtr'];

test('Linux without rights holds a UDP flow by its source port, and runs it twice', () => {
  const same = 'same udp: /usr/sbin/traceroute -n -U -p 443 --sport=40001 -q 6 -w 1 -m 30 104.192.141.1';
  expect(lines([LINUX, MTR])).toEqual([
    same,
    'varied udp: /usr/sbin/traceroute -n -U -p 443 -q 6 -w 1 -m 30 104.192.141.1',
    same,
  ]);
});

test('Linux with rights traces TCP and asks for the target’s flags', () => {
  expect(lines([LINUX], { isPrivileged: true, port: 22 })[0]).toBe(
    'same tcp: /usr/sbin/traceroute -n -T -O info -p 22 --sport=40001 -q 6 -w 1 -m 30 104.192.141.1',
  );
});

test('macOS holds a flow only as root, with -e; without rights its trace is varied', () => {
  expect(lines([MACOS], { isPrivileged: true })).toEqual([
    'same tcp: /usr/sbin/traceroute -n -P tcp -p 443 -e -q 6 -w 1 -m 30 104.192.141.1',
    'varied tcp: /usr/sbin/traceroute -n -P tcp -p 443 -q 6 -w 1 -m 30 104.192.141.1',
    'same tcp: /usr/sbin/traceroute -n -P tcp -p 443 -e -q 6 -w 1 -m 30 104.192.141.1',
  ]);
  expect(lines([MACOS])).toEqual(['varied udp: /usr/sbin/traceroute -n -q 6 -w 1 -m 30 104.192.141.1']);
  expect(lines([MACOS, MACOS6], { address: '2401:1d80:1010::150' })).toEqual([
    'varied udp: /usr/sbin/traceroute6 -n -q 6 -w 1 -m 30 2401:1d80:1010::150',
  ]);
});

test('IPv6 is traced by the same programs, told so, and with the same flows', () => {
  const six = { address: '2401:1d80:1010::150' };
  const first = (tools: readonly (readonly [TraceTool, string])[], isPrivileged = false) =>
    lines(tools, { ...six, isPrivileged })[0];
  expect(first([LINUX])).toBe(
    'same udp: /usr/sbin/traceroute -6 -n -U -p 443 --sport=40001 -l 40001 -q 6 -w 1 -m 30 2401:1d80:1010::150',
  );
  expect(first([LINUX], true)).toBe(
    'same tcp: /usr/sbin/traceroute -n -T -O info -p 443 --sport=40001 -l 40001 -q 6 -w 1 -m 30 2401:1d80:1010::150',
  );
  expect(lines([LINUX], six)[1]).toBe(
    'varied udp: /usr/sbin/traceroute -6 -n -U -p 443 -q 6 -w 1 -m 30 2401:1d80:1010::150',
  );
  expect(first([SCAMPER, LINUX]), 'what is known to hold the flow label').toContain('--sport=40001 -l 40001');
  expect(lines([SCAMPER], six)).toEqual([
    'varied udp: /usr/bin/scamper -I trace -P udp -d 443 -q 6 -Q -w 1 -m 30 2401:1d80:1010::150',
  ]);
  expect(lines([MACOS, MACOS6, MTR], six)).toEqual([
    'varied udp: /usr/bin/mtr -6 -n -l -c 10 -u 2401:1d80:1010::150',
  ]);
  expect(first([['tracert', 'C:\\Windows\\System32\\tracert.exe']])).toBe(
    'varied icmp: C:\\Windows\\System32\\tracert.exe -6 -d -w 1000 -h 30 2401:1d80:1010::150',
  );
  expect(first([MACOS], true), 'Apple’s traceroute knows IPv4 alone').toBeUndefined();
});

test('mtr holds both ports of UDP, and its raw lines keep the order', () => {
  expect(lines([MACOS, MTR])[0]).toBe('same udp: /usr/bin/mtr -n -l -c 10 -u -P 443 -L 40001 104.192.141.1');
});

test('Windows traces ICMP, which holds nothing', () => {
  expect(lines([['tracert', 'C:\\Windows\\System32\\tracert.exe']])).toEqual([
    'varied icmp: C:\\Windows\\System32\\tracert.exe -d -w 1000 -h 30 104.192.141.1',
  ]);
});

test('without a tool there is no command, and other traceroutes for Linux are told apart', () => {
  expect(lines([])).toEqual([]);
  expect(isButskoy('Modern traceroute for Linux, version 2.1.2\nCopyright (c) 2016  Dmitry Butskoy')).toBe(
    true,
  );
  expect(isButskoy('BusyBox v1.36.1 multi-call binary.')).toBe(false);
  for (const platform of ['linux', 'darwin', 'win32'])
    for (const [, path] of tracePrograms(platform)) expect(path).toMatch(/^(\/|C:\\)/);
});

test('scamper traces TCP without rights of ours; as root traceroute comes first, which shows more of the target', () => {
  const same = 'same tcp: /usr/bin/scamper -I trace -P tcp -d 443 -s 40001 -q 6 -Q -w 1 -m 30 104.192.141.1';
  expect(lines([LINUX, SCAMPER, MTR])).toEqual([
    same,
    'varied udp: /usr/bin/scamper -I trace -P udp -d 443 -q 6 -Q -w 1 -m 30 104.192.141.1',
    same,
  ]);
  expect(lines([LINUX, SCAMPER], { isPrivileged: true })[0]).toContain('/usr/sbin/traceroute -n -T');
  expect(lines([SCAMPER, MTR], { isPrivileged: true })[0]).toBe(same);
});

test('TCP alone is traced or nothing, and UDP when it is wished although TCP could be', () => {
  const of = (
    tools: readonly (readonly [TraceTool, string])[],
    isPrivileged: boolean,
    protocol: 'tcp' | 'udp',
  ) => traceCommands({ ...wish, tools, isPrivileged, protocol }).map((one) => one.protocol);
  expect(of([LINUX, MTR], false, 'tcp')).toEqual([]);
  expect(of([LINUX, MTR], true, 'tcp')).toEqual(['tcp', 'tcp', 'tcp']);
  expect(of([LINUX, SCAMPER], false, 'tcp')[0]).toBe('tcp');
  expect(of([LINUX, SCAMPER], true, 'udp')).toEqual(['udp', 'udp', 'udp']);
  expect(of([SCAMPER], true, 'udp')).toEqual([]);
});

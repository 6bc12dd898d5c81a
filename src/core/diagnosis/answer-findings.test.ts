import { expect, test } from 'vitest';
import type { Burst } from '../../contract/path-mtu.ts';
import { readAnswerHead } from '../probe/answer-head.ts';
import { clockFindings, clockOffset, portalFindings } from './answer-findings.ts';
import { addressFindings } from './environment-findings.ts';
import { versionFindings } from './version-findings.ts';

const SENDS_TO_ITSELF =
  'HTTP/1.1 301 Moved Permanently\r\nDate: Thu, 26 Nov 2026 09:00:00 GMT\r\nLocation: https://bitbucket.org/\r\n\r\nbody';
const PORTAL = 'HTTP/1.1 302 Found\r\nlocation:   http://login.hotel.example/?to=bitbucket.org\r\n\r\n';
const identity = (outcome: string) => [
  { address: '104.192.141.1', service: 'https' as const, outcome, detail: null },
];
const portal = (text: string, outcome: string): string[] =>
  portalFindings(readAnswerHead(text), identity(outcome), ['bitbucket.org']).map(({ kind }) => kind);

test('the head of an answer is read, whatever else comes', () => {
  expect(readAnswerHead(SENDS_TO_ITSELF)).toEqual({
    ...{ status: 301, date: '2026-11-26T09:00:00.000Z', location: 'https://bitbucket.org/' },
  });
  expect(readAnswerHead('HTTP/1.1 200 OK\r\nDate: yesterday\r\n\r\nLocation: https://x.example/')).toEqual({
    ...{ status: 200, date: null, location: null },
  });
  expect(readAnswerHead('SSH-2.0-OpenSSH\r\n')).toBeNull();
});

test('a login page in between is one only when it sends away from the service and no certificate is right', () => {
  expect(portal(SENDS_TO_ITSELF, 'untrusted')).toEqual([]);
  expect(portal(PORTAL, 'untrusted')).toEqual(['captive-portal']);
  expect(portal(PORTAL, 'timeout')).toEqual(['captive-portal']);
  expect(portal(PORTAL, 'proved')).toEqual([]);
  expect(portal('HTTP/1.1 302 Found\r\nLocation: /login\r\n\r\n', 'foreign')).toEqual([]);
  const alike = 'HTTP/1.1 302 Found\r\nLocation: https://bitbucket.org.example/\r\n\r\n';
  expect(portal(alike, 'foreign')).toEqual(['captive-portal']);
  expect(portal('HTTP/1.1 511 Network Authentication Required\r\n\r\n', 'proved')).toEqual([
    'captive-portal',
  ]);
  expect(portalFindings(null, identity('timeout'), ['bitbucket.org'])).toEqual([]);
});

const answered = (serverDate: string | null, answeredAt: string | null) => ({
  ways: [
    {
      ...{ arm: 'anycast' as const, address: '104.192.141.1', kind: 'whole' as const, largestBytes: 1500 },
      probes: [],
      bursts: [{ serverDate, answeredAt } as Burst],
    },
  ],
});

test('the clock is compared with the first dated answer', () => {
  expect(clockOffset(answered('2026-11-26T09:12:00.000Z', '2026-11-26T09:00:00.400Z'))).toBe(720);
  expect(clockOffset(answered(null, null))).toBeNull();
  expect(clockOffset(null)).toBeNull();
  expect(clockFindings(null)).toEqual([]);
  expect(clockFindings(-3)).toMatchObject([{ kind: 'clock', severity: 'fact' }]);
  expect(clockFindings(40)[0]?.text).toContain('40 seconds behind the service’s');
  const [wrong] = clockFindings(-720);
  expect(wrong).toMatchObject({ kind: 'clock-wrong', severity: 'mind' });
  expect(wrong?.text).toContain('12 minutes ahead of the service’s');
});

test('versions are told as the programs tell them, and nothing else of what they print', () => {
  const text = (git: string | null, ssh: string | null): string =>
    versionFindings({
      ...{ git, ssh, system: 'Debian GNU/Linux 12 (bookworm), kernel 6.1.0', tools: ['tcpdump 4.99.3'] },
    })[0]?.text ?? '';
  expect(text('git version 2.39.5\n', 'OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.15 3 Sep 2024\n')).toBe(
    'Debian GNU/Linux 12 (bookworm), kernel 6.1.0; git 2.39.5, OpenSSH 9.2p1, tcpdump 4.99.3.',
  );
  expect(text('git version 2.45.1.windows.1', 'OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2')).toContain(
    'git 2.45.1.windows.1, OpenSSH for Windows 9.5p1',
  );
  expect(text(null, null)).toContain('no git that says its version, no OpenSSH');
  expect(versionFindings(null)).toEqual([]);
});

test('IPv6 matters when the system takes it first and this computer has some of its own', () => {
  const [four, six, mine] = ['104.192.141.1', '2401:1d80:1010::150', '2001:db8:1::2'];
  const found = (system: string[], own: string[]): (readonly [string, string])[] =>
    addressFindings({ system, dns: [], legacy: [], own, measuredSix: [] }, () => true).map(
      ({ kind, severity }) => [kind, severity],
    );
  expect(found([six, four], [mine])).toEqual([['ipv6-preferred', 'mind']]);
  expect(found([four, six], [mine])).toEqual([['ipv6', 'fact']]);
  expect(found([six, four], ['fe80::1', 'fd00::2', '::1'])).toEqual([['ipv6', 'fact']]);
  expect(found([four], [mine])).toEqual([]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from './redactor.ts';

const names = {
  userName: 'anna',
  hostName: 'anna-laptop.corp.example',
  homeFolder: '/home/anna',
  ownAddresses: ['198.51.100.77'],
};
const redact = (text: string): string => createRedactor({ names, masks: true }).text(text);

describe('must vanish', () => {
  test.each([
    ['192.168.1.20', 'client 192.168.1.20:50123'],
    ['10.4.0.9', '10.4.0.9 > 104.192.141.1'],
    ['172.20.3.4', 'via 172.20.3.4'],
    ['100.64.3.9', 'carrier-grade NAT 100.64.3.9'],
    ['198.51.100.77', 'our own public address 198.51.100.77'],
    ['fe80::1c2:3ff', 'fe80::1c2:3ff%eth0'],
    ['2001:db8:12:34::9', 'from 2001:db8:12:34::9'],
    ['52:54:00:ab:cd:ef', 'ether 52:54:00:ab:cd:ef'],
    ['52-54-00-AB-CD-EF', 'Physical Address 52-54-00-AB-CD-EF'],
    ['anna@corp.example', 'mail anna@corp.example'],
    ['anna-laptop', 'on anna-laptop.corp.example'],
    ['/home/anna', 'in /home/anna/work/repo'],
    ['bob', 'in /home/bob/work/repo'],
    ['Karl', 'C:\\Users\\Karl\\repo'],
    ['Karl', 'C:/Users/Karl/repo'],
    ['Karl', '\\Device\\HarddiskVolume3\\Users\\Karl\\x'],
    ['carla', '/Users/carla/Library'],
    ['acme', 'https://bitbucket.org/acme/shop.git'],
    ['shop', 'git@bitbucket.org:acme/shop.git'],
    ['acme', 'ssh://git@altssh.bitbucket.org:443/acme/shop.git'],
    ['hunter22', 'https://x:hunter22@bitbucket.org/acme/shop'],
    ['abcdef123456', 'Authorization: Bearer abcdef123456'],
    ['s3cr3tvalue', 'access_token=s3cr3tvalue&x=1'],
    ['ATATT3xFfGF0abcdefgh', 'token ATATT3xFfGF0abcdefgh'],
  ])('%s', (what, text) => {
    expect(redact(text)).not.toContain(what);
  });
});

describe('must stay', () => {
  test.each([
    '104.192.141.1 and 18.205.93.1',
    '2401:1d80:1010::150',
    '127.0.0.1 and ::1',
    '203.0.113.9 is a hop of the provider',
    'at 09:47:59 and 2026-11-24T09:12:44.123456Z',
    'git@bitbucket.org',
    'core::capture::reader',
    'version 1.2.3.4-beta',
    'sequence 3735928559, TTL 59',
    'bitbucket.org port 443',
    'tcp.stream eq 4',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('placeholders', () => {
  test('keep identity: the same thing has the same placeholder everywhere', () => {
    const redactor = createRedactor({ names, masks: true });
    expect(redactor.text('192.168.1.20 then 192.168.1.21')).toBe('ip-1 then ip-2');
    expect(redactor.document({ a: ['again 192.168.1.20'] })).toEqual({ a: ['again ip-1'] });
  });

  test('are stable: what has been redacted is not redacted again', () => {
    const once = redact('anna on anna-laptop, 192.168.1.20, https://bitbucket.org/acme/shop.git');
    expect(redact(once)).toBe(once);
  });

  test('secrets stay removed with the masks lifted', () => {
    const open = createRedactor({ names, masks: false });
    expect(open.text('https://x:hunter22@bitbucket.org from 192.168.1.20')).toBe(
      'https://[secret]@bitbucket.org from 192.168.1.20',
    );
  });

  test('no private address survives in any surrounding', () => {
    const around = fc.stringMatching(/^[ ,;:()[\]"'<>=\n-]{1,6}$/);
    fc.assert(
      fc.property(around, around, fc.nat(255), fc.nat(255), (before, after, third, fourth) => {
        const address = `192.168.${third}.${fourth}`;
        expect(redact(`from${before}${address}${after}x`)).not.toContain(address);
      }),
    );
  });
});

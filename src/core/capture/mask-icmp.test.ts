import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { onesComplementSum as sum } from '../../test-support/checksum.ts';
import { addressMask } from '../redact/address-mask.ts';
import { createRedactor } from '../redact/redactor.ts';
import { maskIcmpError } from './mask-packet.ts';

const names = { userName: '', hostName: '', homeFolder: '', ownAddresses: ['198.51.100.9'] };
const mask = () => addressMask(createRedactor({ names, masks: true }));
const bytesOf = (address: string): number[] => ipaddr.parse(address).toByteArray();
const put = (bytes: Uint8Array, at: number, value: number): void =>
  new DataView(bytes.buffer).setUint16(at, value);

const SEGMENT = [0xc3, 0x50, 1, 0xbb, 1, 2, 3, 4];

function version4(
  source: string,
  destination: string,
  protocol: number,
  behind: number[],
  options: number[],
) {
  const header = Uint8Array.from([
    ...[0x45 + options.length / 4, 0, 0, 20 + options.length + behind.length, 0, 1, 0x40, 0, 57, protocol],
    ...[0, 0, ...bytesOf(source), ...bytesOf(destination), ...options],
  ]);
  put(header, 10, sum(header));
  return [...header, ...behind];
}

/** What a router says to the client about its packet to the service; its checksum covers all of it. */
function error4(
  type: number,
  word: readonly number[],
  { router = '10.9.9.1', client = '192.168.7.7', options = [] as number[], segment = SEGMENT } = {},
) {
  const quoted = version4(client, '104.192.141.1', 6, segment, options);
  const message = Uint8Array.from([type, 4, 0, 0, ...word, ...quoted]);
  put(message, 2, sum(message));
  return Uint8Array.from(version4(router, client, 1, [...message], options));
}

test('a "too big" of IPv4: every address of this side is another, the MTU stays, and all three checksums are right', () => {
  const masked = maskIcmpError(error4(3, [0, 0, 5, 120], { options: [7, 3, 4, 0] }), mask());
  if (masked === null) throw new Error('it is one');
  expect(sum(masked.subarray(0, 24)), 'of the outer header').toBe(0);
  expect(sum(masked.subarray(24)), 'of the message').toBe(0);
  expect(sum(masked.subarray(32, 56)), 'of the quoted header').toBe(0);
  expect([...masked.subarray(28, 32)]).toEqual([0, 0, 5, 120]);
  expect([masked[12], masked[16], masked[44], masked[48]]).toEqual([240, 240, 240, 104]);
  expect([...masked.subarray(16, 20)], 'the same placeholder around and inside').toEqual([
    ...masked.subarray(44, 48),
  ]);
  expect([...masked.subarray(56)]).toEqual(SEGMENT);
});

test('a redirect tells no gateway', () => {
  const masked = maskIcmpError(error4(5, bytesOf('192.168.7.1')), mask());
  if (masked === null) throw new Error('it is one');
  expect(masked[24]).toBe(240);
  expect(sum(masked.subarray(20))).toBe(0);
});

test('a "too big" of IPv6: its checksum, which covers the addresses too, is right afterwards', () => {
  const [client, service, router] = ['2a02:8109:abcd::9', '2401:1d80:1010::150', 'fd00::1'].map(bytesOf);
  if (client === undefined || service === undefined || router === undefined) throw new Error('addresses');
  const quoted = [0x60, 0, 0, 0, 0, 8, 6, 60, ...client, ...service, ...SEGMENT];
  const message = Uint8Array.from([2, 0, 0, 0, 0, 0, 5, 0, ...quoted]);
  const pseudo = (addresses: readonly number[]) =>
    Uint8Array.from([...addresses, 0, 0, 0, message.length, 0, 0, 0, 58]);
  put(message, 2, sum(pseudo([...router, ...client]), message));
  const names6 = { ...names, ownAddresses: ['2a02:8109:abcd::9'] };
  const own = addressMask(createRedactor({ names: names6, masks: true }));
  const header = [0x60, 0, 0, 0, 0, message.length, 58, 64, ...router, ...client];
  const masked = maskIcmpError(Uint8Array.from([...header, ...message]), own);
  if (masked === null) throw new Error('it is one');
  expect(sum(pseudo([...masked.subarray(8, 40)]), masked.subarray(40))).toBe(0);
  for (const address of [client, router])
    expect(Buffer.from(masked).includes(Buffer.from(address))).toBe(false);
  expect(Buffer.from(masked).includes(Buffer.from(service))).toBe(true);
});

test('what is quoted behind the ports and the sequence number goes', () => {
  const segment = [...SEGMENT, ...Buffer.from('a secret of this side')];
  const masked = maskIcmpError(error4(3, [0, 0, 5, 120], { segment }), mask());
  expect(Buffer.from(masked ?? []).includes('secret')).toBe(false);
  expect(masked).toHaveLength(20 + 8 + 20 + 8);
});

test('one that quotes an unknown address of this side is left out: it would stay readable', () => {
  expect(maskIcmpError(error4(3, [0, 0, 5, 120], { client: '203.0.113.77' }), mask())).toBeNull();
});

test('cut or changed anywhere it is either none, or one without the address', () => {
  const whole = error4(3, [0, 0, 5, 120]);
  const secret = Buffer.from([192, 168, 7, 7]);
  for (let length = 0; length <= whole.length; length += 1) {
    const masked = maskIcmpError(whole.subarray(0, length), mask());
    if (masked !== null) expect(Buffer.from(masked).includes(secret)).toBe(false);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), fc.nat(whole.length), (noise, at) => {
      const changed = Uint8Array.from([...whole.subarray(0, at), ...noise]);
      const before = changed.slice();
      maskIcmpError(changed, mask());
      expect(changed).toEqual(before);
    }),
  );
});

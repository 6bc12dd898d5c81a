import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { ipPacket, SYN_OPTIONS } from '../../test-support/build-capture.ts';
import { onesComplementSum as sum } from '../../test-support/checksum.ts';
import { addressMask } from '../redact/address-mask.ts';
import { createRedactor } from '../redact/redactor.ts';
import { maskPacket } from './mask-packet.ts';

const names = { userName: '', hostName: '', homeFolder: '', ownAddresses: ['198.51.100.9'] };
const mask = () => addressMask(createRedactor({ names, masks: true }));

/** Addresses, length and protocol as TCP's checksum covers them; the length of IPv6 fits into 16 bits here. */
const pseudo = (addresses: Uint8Array, tcpLength: number): Uint8Array =>
  Uint8Array.from([...addresses, 0, 6, tcpLength >> 8, tcpLength & 255]);

function tcp(options: readonly number[], addresses: Uint8Array, payload: readonly number[]): Uint8Array {
  const header = new Uint8Array(20 + options.length);
  header.set([0xc3, 0x50, 0x01, 0xbb, 1, 2, 3, 4, 5, 6, 7, 8, (5 + options.length / 4) << 4, 0x18, 1, 0xf6]);
  header.set(options, 20);
  const whole = Uint8Array.from([...header, ...payload]);
  new DataView(header.buffer).setUint16(16, sum(pseudo(addresses, whole.length), whole));
  return header;
}

const OTHER_ADDRESS = [30, 8, 0x30, 1, 192, 168, 7, 7];
const TIMESTAMPS = [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2];

test('IPv4: any addresses and payload; both checksums are right afterwards, and options that name a machine are gone', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const address = fc.oneof(
    fc.tuple(fc.constant(10), byte, byte, byte),
    fc.constant([198, 51, 100, 9]),
    fc.constant([104, 192, 141, 1]),
  );
  fc.assert(
    fc.property(address, address, fc.array(byte, { maxLength: 40 }), (source, destination, payload) => {
      const addresses = Uint8Array.from([...source, ...destination]);
      const segment = tcp([...TIMESTAMPS, ...OTHER_ADDRESS], addresses, payload);
      // Record route (RFC 791): type 7, with a router's address in it.
      const route = [7, 7, 8, 10, 1, 2, 3, 0];
      const header = Uint8Array.from([
        ...[0x47, 0, 0, 28 + segment.length + payload.length, 0, 1, 0x40, 0, 57, 6, 0, 0],
        ...[...source, ...destination, ...route],
      ]);
      new DataView(header.buffer).setUint16(10, sum(header));
      const masked = maskPacket(Uint8Array.from([...header, ...segment]), mask());
      if (masked === null) throw new Error('it is TCP');
      expect(masked).toHaveLength(header.length + segment.length);
      expect(sum(masked.subarray(0, 28))).toBe(0);
      const now = Uint8Array.from([...masked.subarray(28), ...payload]);
      expect(sum(pseudo(masked.subarray(12, 20), now.length), now)).toBe(0);
      for (const [index, before] of [source, destination].entries())
        expect(masked[12 + 4 * index]).toBe(before[0] === 104 ? 104 : 240);
      expect([...masked.subarray(20, 28)]).toEqual(Array(8).fill(1));
      expect([...masked.subarray(-8)], 'the other address').toEqual(Array(8).fill(1));
      expect([...masked.subarray(-20, -8)], 'timestamps stay').toEqual(TIMESTAMPS);
    }),
  );
});

test('IPv6 behind a routing header: addresses, and what the header carried, are gone; the checksum is right', () => {
  const client = ipaddr.parse('2a02:8109:abcd::9').toByteArray();
  const server = ipaddr.parse('2401:1d80:1010::150').toByteArray();
  const via = ipaddr.parse('fd00::77').toByteArray();
  const addresses = Uint8Array.from([...client, ...server]);
  const segment = tcp([], addresses, []);
  const routing = [6, 2, 0, 0, 0, 0, 0, 0, ...via];
  const fixed = [0x60, 1, 2, 3, 0, routing.length + segment.length, 43, 64];
  const masked = maskPacket(Uint8Array.from([...fixed, ...addresses, ...routing, ...segment]), mask());
  if (masked === null) throw new Error('it is TCP');
  expect(ipaddr.fromByteArray([...masked.subarray(8, 24)]).toString()).toBe('2001:db8::1');
  expect([...masked.subarray(24, 40)]).toEqual(server);
  expect([...masked.subarray(40, 64)]).toEqual([6, 2, ...Array(22).fill(0)]);
  expect(sum(pseudo(masked.subarray(8, 40), segment.length), masked.subarray(64))).toBe(0);
});

test('cut at any byte it is either no packet, or one without the address', () => {
  const addresses = Uint8Array.from([192, 168, 7, 7, 104, 192, 141, 1]);
  const segment = tcp([...TIMESTAMPS, ...OTHER_ADDRESS], addresses, []);
  const whole = Uint8Array.from([
    0x45,
    0,
    0,
    20 + segment.length,
    0,
    1,
    0x40,
    0,
    57,
    6,
    0,
    0,
    ...addresses,
    ...segment,
  ]);
  for (let length = 0; length <= whole.length; length += 1) {
    const masked = maskPacket(whole.subarray(0, length), mask());
    if (masked !== null) expect(Buffer.from(masked).includes(Buffer.from([192, 168, 7, 7]))).toBe(false);
  }
  expect(maskPacket(whole, mask())).not.toBeNull();
});

test('a packet that comes as a Buffer is left as it is, too', () => {
  const headers = Buffer.from(ipPacket({ at: 0, from: 'client', flags: 'S', options: SYN_OPTIONS }));
  const before = Uint8Array.from(headers);
  expect(maskPacket(headers, mask())).not.toBeNull();
  expect(Uint8Array.from(headers)).toEqual(before);
});

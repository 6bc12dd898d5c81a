import { expect, test } from 'vitest';
import { networkQuestion, readNetwork } from '../../core/trace/network-names.ts';
import { lookUpNetworks } from './look-up-networks.ts';

test('questions are asked in the form of the mapping service, for both families', () => {
  expect(networkQuestion('104.192.141.1')).toBe('1.141.192.104.origin.asn.cymru.com');
  expect(networkQuestion('2401:1d80:1010::150')).toBe(
    '0.5.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.1.0.8.d.1.1.0.4.2.origin6.asn.cymru.com',
  );
});

test.each([
  ['64500 | 192.0.2.0/24 | US | arin | 2001-01-01', 'AS64500'],
  ['"64500 64501 | 192.0.2.0/24 | US | arin | 2001-01-01"', 'AS64500'],
  ['NA | NA | NA', null],
  ['', null],
  ['<script>1 |', null],
])('the answer %s is %s', (answer, network) => {
  expect(readNetwork(answer)).toBe(network);
});

test('unanswered questions leave their hop without a network, and a stop ends the asking', async () => {
  const { signal } = new AbortController();
  const ask = async (name: string) => {
    if (name.startsWith('2.')) throw new Error('SERVFAIL');
    return [['64500 | 192.0.2.0/24 | ', 'US | arin | 2001-01-01']];
  };
  expect(await lookUpNetworks(['62.115.0.1', '62.115.0.2'], signal, ask)).toEqual({
    '62.115.0.1': 'AS64500',
  });
  expect(await lookUpNetworks(['62.115.0.1'], AbortSignal.abort(), ask)).toEqual({});
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  brokerAddressSchema,
  brokerVerbs,
  captureStartSchema,
  fromAppSchema,
  fromBrokerSchema,
  hostsApplySchema,
  OVERRIDE_ADDRESSES,
  OVERRIDE_NAMES,
} from './broker.ts';
import { playbookSchema } from './playbook.ts';

const start = {
  interface: 'any',
  targets: ['104.192.141.1', '2401:1d80:1010::151'],
  maxSeconds: 60,
  maxBytes: 1000,
  ring: true,
};

describe('what may cross to the broker', () => {
  it('is an address, never a name, a range, a zone or a filter', () => {
    for (const good of ['104.192.141.1', '127.0.0.1', '::1', '2401:1d80:1010::151', '::ffff:1.2.3.4'])
      expect(brokerAddressSchema.safeParse(good).success, good).toBe(true);
    for (const bad of [
      '',
      'bitbucket.org',
      '104.192.141.0/24',
      '104.192.141.1 or tcp',
      '104.192.141',
      '0x7f000001',
      '2130706433',
      '010.1.1.1',
      '1.2.3.4.5',
      'fe80::1%eth0',
      '::1]',
      '/etc/passwd',
      '-w',
      '1.1.1.1\n-w',
    ])
      expect(brokerAddressSchema.safeParse(bad).success, bad).toBe(false);
  });

  it('has no room for a path, an argument or a filter in any field', () => {
    expect(captureStartSchema.safeParse(start).success).toBe(true);
    for (const more of [{ path: '/etc/passwd' }, { filter: 'tcp' }, { argv: ['-w', '/x'] }])
      expect(captureStartSchema.safeParse({ ...start, ...more }).success).toBe(false);
    for (const bad of ['-w', '../x', '/dev/x', '', 'eth0\n', 'eth0;x', '$(x)', '`x`', `e${'x'.repeat(80)}`])
      expect(captureStartSchema.safeParse({ ...start, interface: bad }).success, bad).toBe(false);
    for (const { input } of Object.values(brokerVerbs))
      expect(input.safeParse({ ...start, unheardOf: 1 }).success).toBe(false);
  });

  it('is a verb of the table or nothing', () => {
    const request = { kind: 'request', id: 1, input: {} };
    expect(fromAppSchema.safeParse({ ...request, verb: 'status' }).success).toBe(true);
    for (const verb of ['hosts.write', 'trace', 'trace.run ', 'toString', '__proto__', 'capture.start ', ''])
      expect(fromAppSchema.safeParse({ ...request, verb }).success, verb).toBe(false);
    expect(fromAppSchema.safeParse({ kind: 'hello', token: 'x' }).success).toBe(false);
  });

  it('is, on the way back, one of four messages', () => {
    const hello = { kind: 'hello', protocol: 1, version: '1', pid: 2, token: 'a'.repeat(64) };
    expect(fromBrokerSchema.safeParse(hello).success).toBe(true);
    expect(fromBrokerSchema.safeParse({ ...hello, token: 'a' }).success).toBe(false);
    expect(fromBrokerSchema.safeParse({ kind: 'run', argv: [] }).success).toBe(false);
  });

  it('is, for a trace, five numbers and addresses, of ports a trace of ours may go to', () => {
    const trace = brokerVerbs['trace.run'].input;
    const order = { address: '104.192.141.1', port: 443, sourcePort: 40_001, probes: 6, maxHops: 30 };
    expect(trace.safeParse(order).success).toBe(true);
    expect(trace.safeParse({ ...order, sourcePort: null }).success).toBe(true);
    for (const bad of [
      { address: 'bitbucket.org' },
      { port: 80 },
      { port: '443' },
      { sourcePort: 22 },
      { sourcePort: 65_536 },
      { probes: 0 },
      { maxHops: 1.5 },
      { protocol: 'tcp' },
      { words: ['-i', 'eth0'] },
    ])
      expect(trace.safeParse({ ...order, ...bad }).success, JSON.stringify(bad)).toBe(false);
  });

  it('is, for the hosts file, a choice among the constants and two digests, never a line of it', () => {
    const order = {
      ...{ address: '18.205.93.1', names: ['bitbucket.org'], id: '0123abcd', madeAt: 1, lastsSeconds: 3600 },
      ...{
        timedRevert: true,
        setAsideOthers: true,
        expectedSha256: 'a'.repeat(64),
        nextSha256: 'b'.repeat(64),
      },
    };
    expect(hostsApplySchema.safeParse(order).success).toBe(true);
    for (const bad of [
      { address: '18.205.93.3' },
      { address: '127.0.0.1' },
      { names: ['github.com'] },
      { names: ['bitbucket.org\n1.2.3.4 evil'] },
      { names: [] },
      { id: 'x\n' },
      { lastsSeconds: 31 * 86_400 },
      { lastsSeconds: 60 },
      { madeAt: -1 },
      { timedRevert: '/bin/sh' },
      { path: '/etc/passwd' },
      { content: '1.2.3.4 x' },
      { nextSha256: 'x' },
    ])
      expect(hostsApplySchema.safeParse({ ...order, ...bad }).success, JSON.stringify(bad)).toBe(false);
  });

  it('names the addresses and names of the playbook, no more and no fewer', () => {
    const file = join(import.meta.dirname, '..', '..', 'resources', 'playbooks', 'bitbucket.json');
    const { override, control } = playbookSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect([...OVERRIDE_NAMES]).toEqual(override.hosts);
    expect(OVERRIDE_ADDRESSES.map((address) => `${address}/32`)).toEqual(control.addresses);
  });
});

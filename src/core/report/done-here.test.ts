import { expect, test } from 'vitest';
import type { CaseAction } from '../../contract/case.ts';
import { createCase } from '../session/case-events.ts';
import { changesOf, commandsOf } from './done-here.ts';

const begun = createCase('OTTER-42', '2026-11-24T20:00:00Z');
const AT = '2026-11-24T21:00:00.000Z';
const change = (address: string | null): CaseAction => ({
  ...{ kind: 'override-changed', at: AT, way: 'hosts', address },
  names: address === null ? [] : ['bitbucket.org'],
});
const IN_FORCE = [{ way: 'hosts', expiresAt: '2026-12-01T21:00:00Z', expired: false }] as const;

test('a case that only read says that nothing was changed', () => {
  expect(changesOf(begun, null, [])).toEqual([
    'Nothing was changed on this machine: this case only read files and pasted texts.',
  ]);
});

test('an override that was made is told, and that it was not taken off', () => {
  expect(changesOf({ ...begun, actions: [change('18.205.93.1')] }, null, IN_FORCE)).toEqual([
    'At 2026-11-24T21:00:00.000Z the hosts file was changed: bitbucket.org goes to 18.205.93.1.',
    'An override was in force in the hosts file when this report was made, until 2026-12-01T21:00:00Z: not reverted.',
  ]);
  expect(changesOf({ ...begun, actions: [change('18.205.93.1'), change(null)] }, null, [])).toEqual([
    expect.stringContaining('was changed'),
    'At 2026-11-24T21:00:00.000Z the override in the hosts file was taken off.',
    'No override was in force when this report was made: reverted.',
  ]);
});

test('several names go to an address, and one goes', () => {
  const names = ['bitbucket.org', 'ssh.bitbucket.org', 'altssh.bitbucket.org'];
  const told = (count: number) =>
    changesOf(
      { ...begun, actions: [{ ...change('18.205.93.1'), names: names.slice(0, count) } as CaseAction] },
      null,
      null,
    );
  expect(told(2)[0]).toContain('changed: bitbucket.org and ssh.bitbucket.org go to 18.205.93.1.');
  expect(told(3)[0]).toContain('bitbucket.org, ssh.bitbucket.org and altssh.bitbucket.org go to');
});

test('one that another case, another program or a hand made is told as well, and nothing is claimed where nobody looked', () => {
  expect(changesOf(begun, null, [{ way: 'git', expiresAt: null, expired: false }])).toEqual([
    'An override was in force in git’s own configuration when this report was made, without an end that this program knows: not reverted.',
  ]);
  expect(changesOf({ ...begun, actions: [change('18.205.93.1')] }, null, null)).toHaveLength(1);
});

test('what ran is told with the rights it had', () => {
  const recorded = (elevated: boolean): CaseAction => ({
    ...{ kind: 'recorded', at: AT, endedAt: '2026-11-24T21:05:00.000Z', elevated },
    command: [`tcpdump -w ${elevated ? 'root' : 'user'}.pcap`],
    tool: elevated ? 'tcpdump 4.99.3' : null,
  });
  const traced: CaseAction = {
    ...{ kind: 'traced', at: AT, endedAt: '2026-11-24T21:02:00.000Z' },
    command: ['traceroute -T --sport=40001', 'traceroute -T'],
  };
  const both = commandsOf([recorded(true), recorded(false), traced, change('18.205.93.1'), change(null)]);
  expect(both).toEqual({
    elevatedCommands: [
      `tcpdump -w root.pcap (${AT} to 2026-11-24T21:05:00.000Z; tcpdump 4.99.3)`,
      `traceroute -T --sport=40001 ; traceroute -T (${AT} to 2026-11-24T21:02:00.000Z)`,
      `writing our block into the hosts file (${AT})`,
      `taking our block out of the hosts file (${AT})`,
    ],
    commands: [`tcpdump -w user.pcap (${AT} to 2026-11-24T21:05:00.000Z)`],
  });
});

import { describe, expect, test } from 'vitest';
import { planFlush } from '../../core/workaround/flush-plan.ts';
import { flushNames } from './flush-names.ts';

const plan = (platform: string, ...there: string[]) =>
  planFlush({ platform, exists: (path) => there.includes(path) });
const RESOLVED = ['/usr/bin/resolvectl', '/run/systemd/resolve'];
const NSCD = ['/usr/sbin/nscd', '/run/nscd/socket'];

describe('which caches there are', () => {
  test.each([
    ['linux', [], []],
    ['linux', RESOLVED, ['systemd-resolved']],
    ['linux', ['/usr/bin/resolvectl'], []],
    ['linux', NSCD, ['nscd']],
    ['linux', ['/usr/sbin/nscd'], []],
    ['linux', ['/run/NetworkManager/dnsmasq.pid', ...RESOLVED], ['systemd-resolved', 'dnsmasq']],
    ['darwin', [], ['the directory service', 'mDNSResponder']],
    ['win32', [], ['the DNS client']],
    ['sunos', RESOLVED, []],
  ])('%s with %j: %j', (platform, there, caches) => {
    const steps = plan(platform, ...there);
    expect(steps.map(({ what }) => what)).toEqual(caches);
    for (const { program } of steps) expect(program).toMatch(/^(\/usr\/|C:\\Windows\\System32\\)/);
  });
});

test('what needs rights is a line for an ordinary user, and done as root', async () => {
  const steps = plan('linux', ...RESOLVED, ...NSCD);
  const tried: string[] = [];
  const run = ({ what }: { what: string }) => {
    tried.push(what);
    return Promise.resolve(true);
  };
  expect(await flushNames(steps, false, run)).toEqual([
    { what: 'systemd-resolved', done: true, line: null },
    { what: 'nscd', done: false, line: 'sudo nscd -i hosts' },
  ]);
  expect(tried).toEqual(['systemd-resolved']);
  expect((await flushNames(steps, true, run)).every(({ done }) => done)).toBe(true);
});

test('a program that fails, or is not there, leaves its line', async () => {
  const step = {
    ...{ what: 'one', program: '/nowhere/at-all', words: [], needsRights: false, line: 'sudo one' },
  };
  expect(await flushNames([step], true)).toEqual([{ what: 'one', done: false, line: 'sudo one' }]);
  const fails = { ...step, program: '/bin/false' };
  expect(await flushNames([fails], true)).toMatchObject([{ done: false }]);
});

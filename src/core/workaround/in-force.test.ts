import { expect, test } from 'vitest';
import type { OverrideState } from '../../contract/workaround.ts';
import { firstEnd, lastEnd, overridesInForce } from './in-force.ts';

type Found = Pick<OverrideState, 'hosts' | 'userLevel'>;

const block = (expiresAt: string, expired: boolean) => ({
  ...{ id: '0123abcd', madeAt: '2026-11-20T00:00:00Z', expiresAt, expired, version: '1', entries: [] },
  edited: false,
});
const nothing: Found = {
  hosts: null,
  userLevel: {
    git: { version: '2.39.5', canResolve: true, overrides: [], made: null },
    ssh: { available: true, path: '/x', block: null, damaged: false, effect: [] },
  },
};

test('nothing in force is an empty list, also when the hosts file cannot be read', () => {
  expect(overridesInForce(nothing)).toEqual([]);
  expect([firstEnd([]), lastEnd([])]).toEqual([null, null]);
});

test('each of the three ways counts, with its own end, and the first end is the one to think of', () => {
  const { git, ssh } = nothing.userLevel;
  const found = overridesInForce({
    hosts: {
      ...{ path: '/etc/hosts', isSystem: true, damaged: false, overrides: [] },
      block: block('2026-12-01T00:00:00Z', false),
    },
    userLevel: {
      git: {
        ...git,
        overrides: [{ address: '18.205.93.1', name: 'bitbucket.org' }],
        made: { madeAt: '2026-11-20T00:00:00Z', expiresAt: '2026-11-23T00:00:00Z', expired: true },
      },
      ssh: { ...ssh, block: block('2026-11-30T02:00:00+02:00', false) },
    },
  });
  expect(found).toEqual([
    { way: 'hosts', expiresAt: '2026-12-01T00:00:00Z', expired: false },
    { way: 'git', expiresAt: '2026-11-23T00:00:00Z', expired: true },
    { way: 'ssh', expiresAt: '2026-11-30T02:00:00+02:00', expired: false },
  ]);
  expect(firstEnd(found)).toBe('2026-11-23T00:00:00Z');
  expect(lastEnd(found)).toBe('2026-12-01T00:00:00Z');
  expect(firstEnd(found.filter(({ way }) => way !== 'git'))).toBe('2026-11-30T02:00:00+02:00');
});

test('an override of git without a note of ours is in force, without an end', () => {
  const { git, ssh } = nothing.userLevel;
  const overrides = [{ address: '18.205.93.1', name: 'bitbucket.org' }];
  const found = overridesInForce({ hosts: null, userLevel: { ssh, git: { ...git, overrides } } });
  expect(found).toEqual([{ way: 'git', expiresAt: null, expired: false }]);
  expect(firstEnd(found)).toBeNull();
});

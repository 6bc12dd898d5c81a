import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostsApply, OverrideOrder } from '../contract/broker.ts';
import { planOverride } from '../core/hosts/apply-override.ts';
import { overrideRequestOf } from '../core/hosts/override-order.ts';
import { planRevert } from '../core/hosts/revert-override.ts';
import { applyOverride, revertOverride, SYSTEM_ENDING } from './change-hosts.ts';
import { sha256Of } from './read-hosts-file.ts';

const BEFORE = Buffer.from('127.0.0.1 localhost\n10.1.1.1 bitbucket.org # mine\n');
const order: OverrideOrder = {
  ...{ address: '18.205.93.1', names: ['bitbucket.org', 'ssh.bitbucket.org'], id: '0123abcd' },
  ...{ madeAt: 1_795_000_000, lastsSeconds: 7 * 86_400, setAsideOthers: true },
};

/** What the program shows: worked out without rights, on its own. */
function shown(bytes: Uint8Array): HostsApply {
  const plan = planOverride(bytes, overrideRequestOf(order, '1.2.3', SYSTEM_ENDING));
  if (plan.kind !== 'change') throw new Error(plan.kind);
  const digests = { expectedSha256: sha256Of(bytes), nextSha256: sha256Of(plan.bytes), timedRevert: false };
  return { ...order, ...digests };
}

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'change-hosts-'));
  path = join(folder, 'hosts');
  writeFileSync(path, BEFORE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a change worked out on both sides of the border', () => {
  it('is written when it comes out as shown, and taken off byte for byte', () => {
    const { nextSha256 } = shown(BEFORE);
    const done = applyOverride(path, shown(BEFORE), '1.2.3');
    expect(done).toMatchObject({ output: { sha256: nextSha256 } });
    const applied = readFileSync(path);
    expect(applied.toString()).toContain('\n18.205.93.1 bitbucket.org\n18.205.93.1 ssh.bitbucket.org\n');
    expect(applied.toString()).toContain('expires=2026-11-25T11:06:40Z version=1.2.3');
    const plan = planRevert(applied);
    if (plan.kind !== 'change') throw new Error(plan.kind);
    const back = { expectedSha256: nextSha256, nextSha256: sha256Of(plan.bytes) };
    expect(revertOverride(path, back)).toMatchObject({ output: {} });
    expect(readFileSync(path).equals(BEFORE)).toBe(true);
  });

  it.each<[string, Partial<HostsApply>, string]>([
    ['another file than the one shown', { expectedSha256: 'a'.repeat(64) }, 'changed-meanwhile'],
    ['another result than the one shown', { nextSha256: 'a'.repeat(64) }, 'failed'],
    ['another address than the one shown', { address: '18.205.93.2' }, 'failed'],
    ['a longer time than the one shown', { lastsSeconds: 30 * 86_400 }, 'failed'],
  ])('is not written for %s', (_name, more, kind) => {
    expect(applyOverride(path, { ...shown(BEFORE), ...more }, '1.2.3')).toMatchObject({ refusal: { kind } });
    expect(readFileSync(path).equals(BEFORE)).toBe(true);
  });

  it('is not written by a helper of another version than the program that showed it', () => {
    expect(applyOverride(path, shown(BEFORE), '9.9.9')).toMatchObject({ refusal: { kind: 'failed' } });
  });

  it('is nothing where there is no override to take off', () => {
    const same = { expectedSha256: sha256Of(BEFORE), nextSha256: sha256Of(BEFORE) };
    expect(revertOverride(path, same)).toMatchObject({ refusal: { kind: 'failed' } });
    expect(readFileSync(path).equals(BEFORE)).toBe(true);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planOverride } from '../hosts/apply-override.ts';
import { applyByHand, revertByHand } from './by-hand.ts';
import { gitByHand, sshByHand } from './user-override-lines.ts';

const NAMES = ['bitbucket.org', 'ssh.bitbucket.org'];
const ADDRESS = '18.205.93.1';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'by-hand-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What a person would type, in a shell, with nobody to ask for rights. */
const type = (line: string, env: Record<string, string> = {}): void =>
  void execFileSync('sh', ['-c', line.replace(/\bsudo /g, '')], { env: { ...process.env, ...env } });

describe.skipIf(process.platform === 'win32')('the lines for doing it by hand, typed into a shell', () => {
  it('take the block of this program off the hosts file, and give the lines it set aside back', () => {
    const path = join(folder, 'hosts');
    const before = '127.0.0.1 localhost\n10.1.1.1 bitbucket.org # mine\n';
    const plan = planOverride(Buffer.from(before), {
      entries: NAMES.map((name) => ({ address: ADDRESS, name })),
      facts: {
        id: '0123abcd',
        madeAt: '2026-11-24T10:00:00Z',
        expiresAt: '2026-12-01T10:00:00Z',
        version: '1',
      },
      ...{ setAsideOthers: true, systemEnding: '\n' },
    });
    if (plan.kind !== 'change') throw new Error(plan.kind);
    writeFileSync(path, plan.bytes);
    type(revertByHand('linux', path)[0] ?? '');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('put the line of an override into the hosts file', () => {
    const path = join(folder, 'hosts');
    writeFileSync(path, '127.0.0.1 localhost\n');
    const [line = ''] = applyByHand('linux', path, { address: ADDRESS, names: ['bitbucket.org'] });
    type(line);
    expect(readFileSync(path, 'utf8')).toBe(`127.0.0.1 localhost\n${ADDRESS} bitbucket.org\n`);
  });

  it('set and unset git’s own override, for the one name that speaks HTTPS', () => {
    const env = { GIT_CONFIG_GLOBAL: join(folder, 'gitconfig') };
    const { apply, revert } = gitByHand(NAMES, ADDRESS);
    expect([apply.length, revert.length]).toEqual([1, 1]);
    for (const line of apply) type(line, env);
    expect(readFileSync(env.GIT_CONFIG_GLOBAL, 'utf8')).toContain(`bitbucket.org:443:${ADDRESS}`);
    for (const line of revert) type(line, env);
    expect(readFileSync(env.GIT_CONFIG_GLOBAL, 'utf8')).not.toContain(ADDRESS);
  });

  it('make ssh go to the address and look for the key of the name', () => {
    const path = join(folder, 'config');
    writeFileSync(path, `${sshByHand(NAMES, ADDRESS)}\nUser anna\n`);
    const asked = execFileSync('ssh', ['-F', path, '-G', 'bitbucket.org'], { encoding: 'utf8' });
    expect(asked).toContain(`hostname ${ADDRESS}\n`);
    expect(asked).toContain('hostkeyalias bitbucket.org\n');
    expect(asked, 'what stood below is still for everybody').toContain('user anna\n');
  });
});

import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { askSsh } from '../node/ask-ssh.ts';
import {
  applyUserOverride,
  readUserOverrides,
  revertUserOverride,
  type UserOverridePlace,
  type UserWay,
} from './user-override.ts';

// The git and the ssh of this machine, with configurations in a folder of our own.
const root = mkdtempSync(join(tmpdir(), 'user-override-'));
const before = process.env.GIT_CONFIG_GLOBAL;
afterAll(() => {
  if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
  else process.env.GIT_CONFIG_GLOBAL = before;
  rmSync(root, { recursive: true, force: true });
});

const NAMES = ['bitbucket.org', 'ssh.bitbucket.org'];
const ADDRESSES = ['18.205.93.0', '18.205.93.1', '18.205.93.2'];
const NOW = new Date('2026-11-24T10:00:00Z');
const FACTS = {
  ...{ id: '7f3a00aa', madeAt: '2026-11-24T09:00:00Z', expiresAt: '2026-12-01T09:00:00Z', version: '0.1.0' },
};

let place: UserOverridePlace;
let count = 0;
beforeEach(() => {
  count += 1;
  const home = join(root, String(count));
  mkdirSync(home);
  const sshConfig = join(home, '.ssh', 'config');
  // ssh reads the account's own home, whatever HOME says; -F shows it this one.
  place = {
    dataFolder: join(home, 'data'),
    gitConfig: join(home, '.gitconfig'),
    sshConfig,
    askSsh: (name) => askSsh(existsSync(sshConfig) ? sshConfig : '/dev/null')(name),
  };
  process.env.GIT_CONFIG_GLOBAL = place.gitConfig;
});

const fileOf = (way: UserWay): string => (way === 'git' ? place.gitConfig : place.sshConfig);
function give(way: UserWay, text: string, mode = 0o600): string {
  mkdirSync(dirname(fileOf(way)), { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(way), text, { mode });
  chmodSync(fileOf(way), mode);
  return text;
}
const apply = (way: UserWay, dryRun = false) =>
  applyUserOverride(way, place, { address: '18.205.93.1', names: NAMES, facts: FACTS, dryRun });
const revert = (way: UserWay, more: { dryRun?: boolean; evenIfEdited?: boolean } = {}) =>
  revertUserOverride(way, place, {
    ...{ names: NAMES, addresses: ADDRESSES, evenIfEdited: false, dryRun: false },
    ...more,
  });
const read = () => readUserOverrides(place, NAMES, ADDRESSES, NOW);
const text = (way: UserWay): string => readFileSync(fileOf(way), 'utf8');

const CONFIGS: Readonly<Record<UserWay, Readonly<Record<string, string>>>> = {
  git: {
    usual: '[user]\n\tname = Anna\n',
    'no final line ending': '[user]\n\tname = Anna',
    'Windows endings': '[user]\r\n\tname = Anna\r\n',
    'an own setting for the service': '[http "https://bitbucket.org"]\n\tproxy =\n',
    'an empty section': '[http "https://bitbucket.org"]\n[user]\n\tname = Anna\n',
    empty: '',
  },
  ssh: {
    usual: 'Host *\n  ServerAliveInterval 30\n',
    'no final line ending': 'ServerAliveInterval 30',
    'Windows endings': 'Host bitbucket.org\r\n  User git\r\n',
    'an Include first': 'Include other.conf\nHost bitbucket.org\n  HostName altssh.bitbucket.org\n',
    empty: '',
  },
};

describe.each(['git', 'ssh'] as const)('%s', (way) => {
  test.each(Object.entries(CONFIGS[way]))(
    'applied and taken off, a file is what it was: %s',
    async (_, file) => {
      give(way, file);
      const applied = await apply(way);
      expect(applied).toMatchObject({ ok: true, value: { way, written: true, effective: true, notes: [] } });
      expect(text(way)).not.toBe(file);
      expect(await revert(way)).toMatchObject({ ok: true, value: { written: true, effective: false } });
      expect(text(way)).toBe(file);
    },
  );

  test('a file that was not there is made, and goes again', async () => {
    expect(await apply(way)).toMatchObject({ ok: true, value: { written: true, backup: null } });
    if (way === 'ssh') {
      expect(statSync(place.sshConfig).mode & 0o7777).toBe(0o600);
      expect(statSync(dirname(place.sshConfig)).mode & 0o7777).toBe(0o700);
    }
    await revert(way);
    expect(existsSync(fileOf(way))).toBe(false);
    if (way === 'ssh') expect(existsSync(dirname(place.sshConfig))).toBe(false);
  });

  test('mode and link stay, and the file behind the link is the one that changes', async () => {
    const file = give(way, CONFIGS[way].usual ?? '', 0o640);
    const real = join(dirname(fileOf(way)), 'dotfiles');
    writeFileSync(real, file, { mode: 0o640 });
    rmSync(fileOf(way));
    symlinkSync('dotfiles', fileOf(way));
    expect(await apply(way)).toMatchObject({ ok: true });
    expect(lstatSync(fileOf(way)).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toContain('18.205.93.1');
    expect(statSync(real).mode & 0o7777).toBe(0o640);
    await revert(way);
    expect(readFileSync(real, 'utf8')).toBe(file);
  });

  test('what others wrote meanwhile stays', async () => {
    const file = give(way, CONFIGS[way].usual ?? '');
    await apply(way);
    const more = way === 'git' ? '[color]\n\tui = auto\n' : 'Host later\n  User me\n';
    writeFileSync(fileOf(way), text(way) + more);
    expect(await revert(way)).toMatchObject({ ok: true, value: { written: true } });
    expect(text(way)).toBe(file + more);
  });

  test('it is found again without its record, and taken off', async () => {
    const file = give(way, CONFIGS[way].usual ?? '');
    await apply(way);
    rmSync(place.dataFolder, { recursive: true });
    expect(await revert(way)).toMatchObject({ ok: true, value: { written: true } });
    expect(text(way)).toBe(file);
  });

  test('a dry run shows the change and writes nothing', async () => {
    const file = give(way, CONFIGS[way].usual ?? '');
    const shown = await apply(way, true);
    expect(shown).toMatchObject({ ok: true, value: { written: false, effective: null } });
    if (shown.ok) expect(shown.value.diff.some(({ kind }) => kind === 'added')).toBe(true);
    expect(text(way)).toBe(file);
    expect(existsSync(place.dataFolder)).toBe(false);
    await apply(way);
    const applied = text(way);
    expect(await revert(way, { dryRun: true })).toMatchObject({ ok: true, value: { written: false } });
    expect(text(way)).toBe(applied);
  });

  test('it is not made twice', async () => {
    give(way, CONFIGS[way].usual ?? '');
    await apply(way);
    expect(await apply(way)).toMatchObject({ ok: false, problem: { kind: 'usage' } });
  });

  test('taking off what is not there changes nothing', async () => {
    const file = give(way, CONFIGS[way].usual ?? '');
    expect(await revert(way)).toMatchObject({ ok: true, value: { written: false, diff: [] } });
    expect(text(way)).toBe(file);
  });
});

test('the status tells both, and until when', async () => {
  expect(await read()).toMatchObject({
    git: { canResolve: true, overrides: [], made: null },
    ssh: { available: true, block: null, damaged: false, effect: [] },
  });
  await apply('git');
  await apply('ssh');
  expect(await read()).toMatchObject({
    git: {
      overrides: [{ name: 'bitbucket.org', address: '18.205.93.1' }],
      made: { expiresAt: FACTS.expiresAt, expired: false },
    },
    ssh: {
      block: { entries: NAMES.map((name) => ({ name, address: '18.205.93.1' })), edited: false },
      effect: NAMES.map((name) => ({ name, effective: true, because: null })),
    },
  });
  const later = await readUserOverrides(place, NAMES, ADDRESSES, new Date('2026-12-02T00:00:00Z'));
  expect(later).toMatchObject({ git: { made: { expired: true } }, ssh: { block: { expired: true } } });
});

describe('ssh', () => {
  test('our lines win over the user’s own for the same host, those in an included file, too', async () => {
    give('ssh', 'Include included\nHost bitbucket.org\n  HostName 10.0.0.1\n  User anna\n');
    writeFileSync(join(dirname(place.sshConfig), 'included'), 'Host *.bitbucket.org\n  HostName 10.0.0.2\n');
    expect(await apply('ssh')).toMatchObject({ ok: true, value: { effective: true } });
    const settings = await place.askSsh('bitbucket.org');
    expect(settings?.get('hostname')).toEqual(['18.205.93.1']);
    expect(settings?.get('user')).toEqual(['anna']);
    expect(text('ssh').startsWith('# >>> bitbucket-reset-doctor')).toBe(true);
  });

  test('where the user goes to another port, nothing is left and the reason is said', async () => {
    const file = give('ssh', 'Host bitbucket.org\n  HostName altssh.bitbucket.org\n  Port 443\n');
    const refused = await apply('ssh');
    expect(refused).toMatchObject({ ok: false, problem: { kind: 'not-readable' } });
    if (!refused.ok) expect(refused.problem.message).toContain('port 443');
    expect(text('ssh')).toBe(file);
  });

  test('a block of the user’s that compares the address no longer matches, and that is said', async () => {
    give('ssh', 'Match host bitbucket.org\n  IdentityFile ~/.ssh/work\n');
    const applied = await apply('ssh');
    if (!applied.ok) throw new Error(applied.problem.message);
    expect(applied.value.notes.join()).toContain('identityfile');
  });

  test('a configuration that ssh refuses is not touched', async () => {
    const file = give('ssh', 'Nonsense yes\n');
    expect(await apply('ssh')).toMatchObject({ ok: false, problem: { kind: 'not-found' } });
    expect(text('ssh')).toBe(file);
  });

  test('a block edited by hand is only removed when that is said', async () => {
    const file = give('ssh', 'Host *\n');
    await apply('ssh');
    writeFileSync(place.sshConfig, text('ssh').replace('HostName 18.205.93.1', 'HostName 18.205.93.2'));
    expect(await revert('ssh')).toMatchObject({ ok: false, problem: { kind: 'usage' } });
    expect(await revert('ssh', { evenIfEdited: true })).toMatchObject({ ok: true });
    expect(text('ssh')).toBe(file);
  });

  test('half a block is for a person to look at', async () => {
    give('ssh', 'Host *\n');
    await apply('ssh');
    writeFileSync(place.sshConfig, text('ssh').replace(/# <<<.*\n/, ''));
    expect(await revert('ssh')).toMatchObject({ ok: false, problem: { kind: 'not-readable' } });
    expect((await read()).ssh.damaged).toBe(true);
  });
});

describe('git', () => {
  test('another value of the same key is the user’s and stays', async () => {
    const file = give(
      'git',
      '[http "https://bitbucket.org"]\n\tcurloptResolve = bitbucket.org:443:10.0.0.9\n',
    );
    await apply('git');
    rmSync(place.dataFolder, { recursive: true });
    await revert('git');
    expect(text('git')).toBe(file);
  });

  test('it has nothing to say of names that only answer SSH', async () => {
    const request = { address: '18.205.93.1', names: ['ssh.bitbucket.org'], facts: FACTS, dryRun: false };
    expect(await applyUserOverride('git', place, request)).toMatchObject({ problem: { kind: 'usage' } });
  });

  test('a configuration that git cannot read is not touched', async () => {
    const file = give('git', '[user\n');
    expect(await apply('git')).toMatchObject({ ok: false });
    expect(text('git')).toBe(file);
  });
});

test('nothing is left in the folders', async () => {
  give('ssh', 'Host *\n');
  await apply('ssh');
  await revert('ssh');
  expect(readdirSync(dirname(place.sshConfig))).toEqual(['config']);
  expect(readdirSync(join(place.dataFolder, 'overrides'))).toEqual([]);
});

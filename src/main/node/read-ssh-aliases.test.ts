import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askSsh } from './ask-ssh.ts';
import { readSshAliases } from './read-ssh-aliases.ts';

const root = mkdtempSync(join(tmpdir(), 'ssh-aliases-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const NAMES = ['bitbucket.org', 'ssh.bitbucket.org'];
const hasSsh = spawnSync('ssh', ['-V']).status === 0;

function configuration(text: string): string {
  const folder = mkdtempSync(join(root, 'x-'));
  mkdirSync(join(folder, 'config.d'));
  writeFileSync(
    join(folder, 'config.d', 'work.conf'),
    'Host work-bb\n  HostName ssh.bitbucket.org\n  User git\nHost elsewhere\n  HostName github.com\n',
  );
  const path = join(folder, 'config');
  // ssh -F takes a relative Include from ~/.ssh, this reader from beside the file; so the path is written whole.
  writeFileSync(path, text.replace('FOLDER', folder));
  return path;
}

test.runIf(hasSsh)(
  'names of the user’s own are found as ssh itself takes them, included files as well',
  async () => {
    const path = configuration(
      'Include FOLDER/config.d/*.conf\nHost bb\n  HostName bitbucket.org\nHost bitbucket.org\n  User git\nHost other\n  HostName example.org\n',
    );
    expect(await readSshAliases(path, NAMES, askSsh(path))).toEqual([
      { alias: 'bb', name: 'bitbucket.org' },
      { alias: 'work-bb', name: 'ssh.bitbucket.org' },
    ]);
  },
);

test('no configuration, and a loop of them, come to an end', async () => {
  expect(await readSshAliases(join(root, 'nothing'), NAMES, async () => null)).toEqual([]);
  const path = configuration('Include FOLDER/config\nHost bb\n');
  expect(await readSshAliases(path, NAMES, async () => null)).toEqual([]);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askSsh } from './ask-ssh.ts';
import { readObstacleFacts } from './read-obstacle-facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'obstacles-'));
const { GIT_CONFIG_GLOBAL, GIT_SSH_COMMAND } = process.env;
afterAll(() => {
  if (GIT_CONFIG_GLOBAL === undefined) delete process.env.GIT_CONFIG_GLOBAL;
  else process.env.GIT_CONFIG_GLOBAL = GIT_CONFIG_GLOBAL;
  if (GIT_SSH_COMMAND !== undefined) process.env.GIT_SSH_COMMAND = GIT_SSH_COMMAND;
  rmSync(folder, { recursive: true, force: true });
});

test('what git and ssh say of themselves is read from them', async () => {
  const git = join(folder, 'gitconfig');
  const ssh = join(folder, 'config');
  const proxy = '[http]\n\tproxy = http://other:1\n[http "https://bitbucket.org"]\n\tproxy = http://p:3128\n';
  const remote = '[url "ssh://git@altssh.bitbucket.org:443/"]\n\tinsteadOf = bb:\n';
  writeFileSync(git, `${proxy}${remote}[core]\n\tsshCommand = ssh -F /dev/null\n`);
  writeFileSync(
    ssh,
    `Host *\n  ControlPath ${folder}/%h\n  ProxyJump gate.example\nHost bb\n  HostName bitbucket.org\n`,
  );
  process.env.GIT_CONFIG_GLOBAL = git;
  delete process.env.GIT_SSH_COMMAND;
  // A socket at that place which no ssh answers on is no kept session.
  const server = createServer((socket) => socket.destroy()).listen(join(folder, 'bitbucket.org'));
  const facts = await readObstacleFacts(['bitbucket.org', 'ssh.bitbucket.org'], askSsh(ssh), ssh);
  server.close();
  expect(facts).toMatchObject({ gitProxy: 'http://p:3128', gitSsh: 'ssh -F /dev/null', keptSessions: [] });
  expect(facts.sshAliases).toEqual([{ alias: 'bb', name: 'bitbucket.org' }]);
  expect(facts.remotes.join()).toContain('altssh.bitbucket.org');
  expect(facts.ssh.map(({ settings }) => settings?.get('proxyjump'))).toEqual([
    ['gate.example'],
    ['gate.example'],
  ]);
});

test('a machine without any of it has nothing to say', async () => {
  process.env.GIT_CONFIG_GLOBAL = '/dev/null';
  const facts = await readObstacleFacts(['bitbucket.org'], () => Promise.resolve(null));
  expect(facts).toMatchObject({ gitProxy: null, keptSessions: [], ssh: [{ settings: null }] });
});

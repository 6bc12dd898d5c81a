import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fleetTool } from '../../../scripts/setup/fleet-tools.mjs';
import { type SnippetKind, snippetFor } from './snippets.ts';

// Each snippet before the tool it is for, where the tool is at hand; docs/testing.md names those that never are.
const folder = mkdtempSync(join(tmpdir(), 'snippets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const NAMES = ['bitbucket.org', 'ssh.bitbucket.org'];
const textOf = (kind: SnippetKind): string =>
  snippetFor(kind, { address: '18.205.93.1', names: NAMES, expiresAt: '2026-12-01T10:00:00Z' }).text;
function given(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: folder,
  LC_ALL: 'C.UTF-8',
  ANSIBLE_LOCALHOST_WARNING: '0',
};
const run = (program: string, words: readonly string[], input = '') =>
  spawnSync(program, words, { encoding: 'utf8', input, env: ENVIRONMENT, timeout: 60_000 });
const isThere = (program: string, ...words: string[]): boolean => run(program, words).status === 0;

const READ_YAML = 'import yaml, json, sys; print(json.dumps(yaml.safe_load(sys.stdin)))';
const hasYaml = isThere('/usr/bin/python3', '-c', 'import yaml');
function readYaml(text: string): unknown {
  const read = run('/usr/bin/python3', ['-c', READ_YAML], text);
  expect(read.stderr).toBe('');
  return JSON.parse(read.stdout);
}

describe('shell', () => {
  test.each(['shell', 'docker'] as const)('bash reads %s', (kind) => {
    const read = run('bash', ['-n'], textOf(kind));
    expect([read.status, read.stderr]).toEqual([0, '']);
  });

  test.each([
    ['127.0.0.1 localhost\n', '127.0.0.1 localhost\n'],
    ['127.0.0.1 localhost', '127.0.0.1 localhost\n'],
    ['', ''],
  ])('run on a file of %j it adds a line of its own, and takes it off again', (before, after) => {
    const hosts = given('hosts', before);
    const [apply = '', revert = ''] = textOf('shell')
      .replaceAll('/etc/hosts', hosts)
      .split('# Take it off again:');
    const asRoot = 'sudo() { "$@"; }\nset -e\n';
    expect(run('bash', [], asRoot + apply).stderr).toBe('');
    const lines = readFileSync(hosts, 'utf8').split('\n');
    expect(
      lines.filter((line) => line.startsWith('18.205.93.1 bitbucket.org ssh.bitbucket.org # ')),
    ).toHaveLength(1);
    expect(readFileSync(hosts, 'utf8').startsWith(after)).toBe(true);
    expect(run('bash', [], asRoot + revert).stderr).toBe('');
    expect(readFileSync(hosts, 'utf8')).toBe(after);
  });
});

test('docker is told every name', () => {
  for (const name of NAMES) expect(textOf('docker')).toContain(`--add-host ${name}:18.205.93.1`);
});

describe.skipIf(!isThere('ansible-playbook', '--version'))('ansible', () => {
  const PLAY = '- hosts: all\n  gather_facts: false\n  tasks:\n';
  const play = (text: string): string =>
    PLAY +
    text
      .split('\n')
      .map((line) => (line === '' ? line : `    ${line}`))
      .join('\n');
  const inventory = ['-i', 'localhost,', '-c', 'local', '-e', 'ansible_python_interpreter=/usr/bin/python3'];

  test('takes it as a task', () => {
    const path = given('play.yml', play(textOf('ansible')));
    const checked = run('ansible-playbook', ['--syntax-check', ...inventory, path]);
    expect([checked.status, checked.stderr]).toEqual([0, '']);
  });

  test('makes the block, changes nothing the second time, and takes it off with state: absent', () => {
    const hosts = given('hosts', '127.0.0.1 localhost\n');
    const text = textOf('ansible').replaceAll('/etc/hosts', hosts).replace('become: true', 'become: false');
    const path = given('play.yml', play(text));
    expect(run('ansible-playbook', [...inventory, path]).stdout).toContain('changed=1');
    expect(readFileSync(hosts, 'utf8')).toContain('\n18.205.93.1 bitbucket.org ssh.bitbucket.org\n');
    expect(run('ansible-playbook', [...inventory, path]).stdout).toContain('changed=0');
    const off = given('off.yml', play(text.replace('state: present', 'state: absent')));
    expect(run('ansible-playbook', [...inventory, off]).stdout).toContain('changed=1');
    expect(readFileSync(hosts, 'utf8')).toBe('127.0.0.1 localhost\n');
  }, 60_000);
});

test.skipIf(!isThere('docker-compose', 'version'))('compose joins it with a project', () => {
  const project = given('compose.yml', 'services:\n  SERVICE:\n    image: busybox\n');
  const more = given('override.yml', textOf('compose'));
  const joined = run('docker-compose', ['-f', project, '-f', more, 'config']);
  expect([joined.status, joined.stderr]).toEqual([0, '']);
  for (const name of NAMES)
    expect(joined.stdout).toMatch(new RegExp(`${name.replaceAll('.', '\\.')}[:=] ?18\\.205\\.93\\.1`));
});

const puppet = fleetTool('puppet');
const alone = ['confdir', 'codedir', 'vardir', 'rundir', 'logdir'].flatMap((what) => [
  `--${what}`,
  join(folder, what),
]);
// Asked for its version, it makes a folder in /etc when it is root.
test.skipIf(!existsSync(puppet))(
  'puppet accepts it, and would say if it did not',
  () => {
    const accepts = (text: string): boolean =>
      run(puppet, ['parser', 'validate', ...alone, given('manifest.pp', text)]).status === 0;
    expect(accepts(textOf('puppet'))).toBe(true);
    expect(accepts(textOf('puppet').replaceAll('=>', '='))).toBe(false);
  },
  30_000,
);

const kubectl = fleetTool('kubectl');
describe.skipIf(!isThere(kubectl, 'version', '--client'))('kubernetes', () => {
  const DEPLOYMENT = JSON.stringify({
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'agent' } },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'agent', image: 'busybox' }] },
      },
    },
  });

  /** A deployment with the snippet put in, as kubectl's own types hold it: what they do not know is gone. */
  function taken(snippet: string): unknown {
    const local = ['--local', '-o', 'json', '-f'];
    const patched = run(kubectl, ['patch', ...local, given('deployment.json', DEPLOYMENT), '-p', snippet]);
    const file = given('patched.json', patched.stdout);
    const typed = run(kubectl, ['set', 'image', ...local, file, 'agent=busybox:2']);
    return typed.status === 0 ? JSON.parse(typed.stdout).spec.template.spec.hostAliases : typed.stderr;
  }

  test('takes it into a pod template, every field of it', () => {
    expect(taken(textOf('kubernetes'))).toEqual([{ ip: '18.205.93.1', hostnames: NAMES }]);
  });

  test('would not take a field it does not know, or a value of another kind', () => {
    expect(taken(textOf('kubernetes').replace('hostAliases', 'hostAlias'))).toBeUndefined();
    expect(taken(textOf('kubernetes').replace('hostnames', 'names'))).toEqual([{ ip: '18.205.93.1' }]);
    expect(taken(textOf('kubernetes').replace('"18.205.93.1"', '["18.205.93.1"]'))).toContain(
      'unable to decode',
    );
  });
});

describe.skipIf(!hasYaml)('read as YAML', () => {
  test('kubernetes: aliases of a pod template', () => {
    expect(readYaml(textOf('kubernetes'))).toEqual({
      spec: { template: { spec: { hostAliases: [{ ip: '18.205.93.1', hostnames: NAMES }] } } },
    });
  });

  test('salt: one state a name', () => {
    expect(readYaml(textOf('salt'))).toEqual(
      Object.fromEntries(
        NAMES.map((name) => [
          `bitbucket-reset-doctor-${name}`,
          { 'host.present': [{ ip: '18.205.93.1' }, { names: [name] }] },
        ]),
      ),
    );
  });
});

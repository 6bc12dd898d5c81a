/** A user's machine in the client's namespace: a home and a hosts file of its own, git, ssh and this product. */
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '../../../src/main/node/prove-ssh-identity.ts';
import type { Lab } from '../network/bring-up.ts';
import { NETNS_SETTINGS } from '../network/lab-state.ts';
import { runTool, TOOL_PATH } from '../network/run-tool.ts';
import { ANYCAST_ADDRESS } from '../network/topology.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const PLAYBOOK = join(PROJECT, 'resources', 'playbooks', 'bitbucket.json');
const SSH_PORT = 22;
/** The client's resolver, as its resolv.conf names it. */
const HOME_ADDRESS = '192.168.77.1';

export interface LabClient {
  /** The client's hosts file, as seen from outside. */
  readonly hostsFile: string;
  /** What lays home, playbook and hosts file over those of the machine, then becomes the program in its words. */
  readonly launch: (words: readonly string[]) => readonly [string, ...string[]];
  readonly run: (...words: string[]) => SpawnSyncReturns<string>;
  /** Whether git gets the branches of the laboratory's repository by that way. */
  readonly gitWorks: (way: 'https' | 'ssh') => boolean;
  /** The command line of the product. @returns its document and exit code */
  readonly workaround: (...words: string[]) => { readonly exit: number | null; readonly document: unknown };
  readonly close: () => void;
}

/** @param folder the test's own @param limitMs how long a command may take */
export function makeClient(lab: Lab, folder: string, limitMs = 60_000): LabClient {
  const home = join(folder, 'home');
  const repository = join(folder, 'repository.git');
  mkdirSync(join(home, '.ssh'), { recursive: true, mode: 0o700 });
  const hostKey = join(folder, 'host-key');
  runTool('dropbearkey', ['-t', 'ed25519', '-f', hostKey]);
  const [, key = ''] = /^ssh-ed25519 (\S+)/m.exec(runTool('dropbearkey', ['-y', '-f', hostKey])) ?? [];
  writeFileSync(
    join(home, '.ssh', 'known_hosts'),
    `bitbucket.org ssh-ed25519 ${key}\nssh.bitbucket.org ssh-ed25519 ${key}\n`,
  );
  const userKey = join(home, '.ssh', 'id_ed25519');
  runTool('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', userKey]);
  writeFileSync(join(home, '.ssh', 'authorized_keys'), readFileSync(`${userKey}.pub`), { mode: 0o600 });
  makeRepository(repository);

  // The laboratory's host key is what the service has published, as far as this client knows.
  const playbook = JSON.parse(readFileSync(PLAYBOOK, 'utf8')) as { hostKeys: { fingerprints: string[] } };
  playbook.hostKeys.fingerprints = [fingerprintOf(key)];
  const ownPlaybook = join(folder, 'playbook.json');
  writeFileSync(ownPlaybook, JSON.stringify(playbook));

  const launch = (words: readonly string[], node = 'client'): [string, ...string[]] => {
    const script = `mount --bind '${home}' /root && mount --bind '${ownPlaybook}' '${PLAYBOOK}' && exec "$@"`;
    return [
      'ip',
      'netns',
      'exec',
      lab.namespace(node),
      'unshare',
      '--mount',
      'sh',
      '-c',
      script,
      'sh',
      ...words,
    ];
  };
  const servers = lab.topology.branches.map(({ nodes }) => {
    const words = ['/usr/sbin/dropbear', '-F', '-p', String(SSH_PORT), '-r', hostKey, '-s', '-P', ''];
    const [program, ...rest] = launch(words, nodes.at(-1));
    return spawn(program, rest, { stdio: 'ignore' });
  });

  const nameServer = join(import.meta.dirname, '..', 'name-server.ts');
  const [ip, ...named] = launch([process.execPath, nameServer, HOME_ADDRESS, ANYCAST_ADDRESS], 'home');
  servers.push(spawn(ip, named, { stdio: 'ignore' }));

  const run = (...words: string[]): SpawnSyncReturns<string> => {
    const [program, ...rest] = launch(words);
    return spawnSync(program, rest, {
      encoding: 'utf8',
      timeout: limitMs,
      env: {
        ...{ PATH: TOOL_PATH, HOME: '/root', LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
        ...{ NODE_EXTRA_CA_CERTS: lab.files.authority, GIT_SSL_CAINFO: lab.files.authority },
        GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=5',
      },
    });
  };
  return {
    hostsFile: join(NETNS_SETTINGS, lab.namespace('client'), 'hosts'),
    launch,
    run,
    gitWorks: (way) => {
      const url =
        way === 'https' ? 'https://bitbucket.org/team/repository.git' : `root@bitbucket.org:${repository}`;
      const { status, stdout } = run('git', 'ls-remote', url);
      return status === 0 && stdout.includes('refs/heads/main');
    },
    workaround: (...words) => {
      const cli = join(PROJECT, 'src', 'cli', 'index.ts');
      const { stdout, stderr, status } = run(process.execPath, cli, 'workaround', ...words, '--json');
      if (stdout === '') throw new Error(`the command line said nothing: ${stderr}`);
      return { exit: status, document: JSON.parse(stdout) };
    },
    close: () => {
      for (const server of servers) server.kill('SIGTERM');
    },
  };
}

function makeRepository(folder: string): void {
  const git = (...words: string[]): string => runTool('git', ['-C', folder, ...words]);
  mkdirSync(folder);
  git('init', '--bare', '--quiet', '--initial-branch=main');
  const tree = git('mktree').trim();
  const who = ['-c', 'user.name=Laboratory', '-c', 'user.email=laboratory@example.invalid'];
  git('update-ref', 'refs/heads/main', git(...who, 'commit-tree', '-m', 'nothing', tree).trim());
}

import type { Obstacle } from '../../contract/workaround.ts';
import { sshSetting } from '../hosts/ssh-settings.ts';
import { one, type Rule } from './obstacle-facts.ts';

export const sshProxy: Rule = ({ ssh }) =>
  ssh.flatMap(({ name, settings }) => {
    const ask = (keyword: string): string | null => {
      const value = settings ? sshSetting(settings, keyword) : null;
      return value === null || value === 'none' || value === '' ? null : value;
    };
    const command = ask('proxycommand');
    const jump = ask('proxyjump');
    if (command === null && jump === null) return [];
    const through =
      jump === null ? 'a program of your own (ProxyCommand)' : `the machine ${jump} (ProxyJump)`;
    const hosts = one(
      'ssh-proxy',
      'partly',
      ['hosts'],
      `ssh reaches ${name} through ${through}, which looks the name up elsewhere; the hosts file does not count for it.`,
    );
    // ssh hands the address over with %h; a command without it goes where it always goes.
    const givesAddress = jump !== null || command?.includes('%h');
    return [
      hosts,
      givesAddress
        ? one(
            'ssh-proxy',
            'advice',
            ['ssh'],
            `ssh reaches ${name} through ${through}: the address is used, but the way to it begins over there, not here.`,
          )
        : one(
            'ssh-proxy',
            'useless',
            ['ssh'],
            `ssh reaches ${name} through a program that is not told where to go (ProxyCommand without %h), so an address given here is not used.`,
          ),
    ];
  });

export const otherSsh: Rule = ({ gitSsh }) => {
  if (gitSsh === null) return [];
  const isPutty = /plink/i.test(gitSsh);
  if (!isPutty && !/(^|\s)-F(\s|\S)/.test(gitSsh)) return [];
  const what = isPutty
    ? 'PuTTY’s plink, which has no such configuration'
    : 'ssh with another configuration file (-F)';
  return [one('other-ssh', 'useless', ['ssh'], `git uses ${what}.`)];
};

const ALTERNATIVE = 'altssh.bitbucket.org';
export const alternativePort: Rule = ({ ssh, remotes }) => {
  const found: Obstacle[] = ssh.flatMap(({ name, settings }) => {
    const port = settings ? sshSetting(settings, 'port') : null;
    if (port === null || port === '22' || name === ALTERNATIVE) return [];
    return one(
      'alternative-port',
      'useless',
      ['ssh'],
      `Your ssh configuration sends ${name} to port ${port}, where the legacy addresses do not answer SSH.`,
    );
  });
  const used = remotes.some((remote) => remote.includes(ALTERNATIVE));
  if (used)
    found.push(
      one(
        'alternative-port',
        'partly',
        ['hosts', 'ssh'],
        `Some repositories are fetched from ${ALTERNATIVE}, SSH on port 443, which the override leaves alone: the legacy addresses do not answer SSH there.`,
      ),
    );
  return found;
};

export const keptSession: Rule = ({ keptSessions }) =>
  keptSessions.map((name) =>
    one(
      'kept-session',
      'partly',
      ['hosts', 'ssh'],
      `ssh keeps a session to ${name} open and new ones use it, to the address of before. End it: ssh -O exit ${name}`,
    ),
  );

/** Our block is for the service's names; ssh compares a `Host` line with the name as it was typed (ssh_config(5)). */
export const sshAlias: Rule = ({ sshAliases }) => {
  const [first] = sshAliases;
  if (first === undefined) return [];
  const aliases = sshAliases.map(({ alias }) => alias).join(', ');
  return [
    one(
      'ssh-alias',
      'partly',
      ['ssh'],
      `Your ssh configuration has names of its own for the service (${aliases}), which the override in it leaves alone. Repositories fetched by them go around the fault with the hosts file, or with “HostName ADDRESS” and “HostKeyAlias ${first.name}” in their own lines.`,
    ),
  ];
};

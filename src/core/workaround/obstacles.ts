import type { Obstacle } from '../../contract/workaround.ts';
import { type SshSettings, sshSetting } from '../hosts/ssh-settings.ts';
import {
  environmentProxy,
  isSpared,
  type ProxyEnvironment,
  proxyName,
  type SystemProxy,
} from './proxy-rules.ts';
import type { OverrideWay } from './ways.ts';

export interface ObstacleFacts {
  readonly platform: string;
  /** The names to be overridden; the first is the one git speaks HTTPS with. */
  readonly names: readonly string[];
  readonly environment: ProxyEnvironment;
  /** `http.proxy` as git takes it for the service; empty text: git is told to use none; null: not set. */
  readonly gitProxy: string | null;
  /** The program git starts for SSH, when the user chose one (`GIT_SSH_COMMAND`, `core.sshCommand`, `GIT_SSH`). */
  readonly gitSsh: string | null;
  /** Addresses of repositories in git's configuration, as far as it can be seen from here. */
  readonly remotes: readonly string[];
  /** What ssh says for each name without any override of ours; null when it could not be asked. */
  readonly ssh: readonly { readonly name: string; readonly settings: SshSettings | null }[];
  /** Names for which ssh keeps a session open that new ones would use. */
  readonly keptSessions: readonly string[];
  readonly systemProxy: SystemProxy;
  readonly interfaces: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  /** /proc/version, /etc/wsl.conf, /etc/nsswitch.conf and resolved's settings; null where there is none. */
  readonly procVersion: string | null;
  readonly wslConf: string | null;
  readonly nsswitch: string | null;
  readonly resolvedConf: string | null;
  readonly isContainer: boolean;
  readonly runsContainers: boolean;
  /** There is a screen, so there may be a browser. */
  readonly hasDesktop: boolean;
  /** The account that asked for root; null when this is nobody else's. */
  readonly askedBy: string | null;
}

type Rule = (facts: ObstacleFacts) => readonly Obstacle[];

const one = (
  kind: Obstacle['kind'],
  severity: Obstacle['severity'],
  ways: readonly OverrideWay[],
  text: string,
): Obstacle => ({ kind, severity, ways: [...ways], text });

const httpsProxy: Rule = ({ names, environment, gitProxy }) => {
  const [host = ''] = names;
  const fromEnvironment = environmentProxy(environment);
  const used = gitProxy ?? fromEnvironment;
  if (used === null || used === '' || isSpared(host, environment)) return [];
  const from = gitProxy === null ? 'the environment' : 'its configuration';
  return [
    one(
      'proxy',
      'useless',
      ['git'],
      `git goes through the proxy ${proxyName(used)} (from ${from}), which looks the name up itself, so an address given here is not used.`,
    ),
    one(
      'proxy',
      'partly',
      ['hosts'],
      `What goes through the proxy ${proxyName(used)} does not use the hosts file of this machine; SSH without a proxy does.`,
    ),
  ];
};

const systemProxy: Rule = ({ systemProxy: { proxy, script } }) => {
  const what =
    script !== null
      ? `the proxy script ${proxyName(script)}`
      : proxy !== null
        ? `the proxy ${proxyName(proxy)}`
        : null;
  return what === null
    ? []
    : [
        one(
          'system-proxy',
          'advice',
          ['hosts'],
          `This system’s settings name ${what}. Browsers and programs that follow them do not use the hosts file; git and ssh do not follow them.`,
        ),
      ];
};

const sshProxy: Rule = ({ ssh }) =>
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

const otherSsh: Rule = ({ gitSsh }) => {
  if (gitSsh === null) return [];
  const isPutty = /plink/i.test(gitSsh);
  if (!isPutty && !/(^|\s)-F(\s|\S)/.test(gitSsh)) return [];
  const what = isPutty
    ? 'PuTTY’s plink, which has no such configuration'
    : 'ssh with another configuration file (-F)';
  return [one('other-ssh', 'useless', ['ssh'], `git uses ${what}.`)];
};

const otherAccount: Rule = ({ askedBy }) =>
  askedBy === null
    ? []
    : [
        one(
          'other-account',
          'useless',
          ['git', 'ssh'],
          `This runs as root, so root’s own configuration would change and not that of ${askedBy}. These ways need no rights: run them without sudo.`,
        ),
      ];

const ALTERNATIVE = 'altssh.bitbucket.org';
const alternativePort: Rule = ({ ssh, remotes }) => {
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

const keptSession: Rule = ({ keptSessions }) =>
  keptSessions.map((name) =>
    one(
      'kept-session',
      'partly',
      ['hosts', 'ssh'],
      `ssh keeps a session to ${name} open and new ones use it, to the address of before. End it: ssh -O exit ${name}`,
    ),
  );

const isPlainAddress = (address: string): boolean => !/^(fe80:|169\.254\.)/i.test(address);
/** macOS has utun devices of its own, with link-local addresses alone. */
const TUNNEL =
  /^(tun|tap|utun|wg|ppp|ipsec|tailscale|zt|nordlynx|cscotun|gpd|proton|mullvad)\d*|vpn|wireguard|anyconnect|globalprotect|zscaler|netskope/i;
/** RFC 2544 keeps 198.18.0.0/15 for measurements; proxies that answer every name with made-up addresses use it. */
const MADE_UP = /^198\.1[89]\./;

const tunnel: Rule = ({ interfaces }) => {
  const found = interfaces.filter(
    ({ name, addresses }) => TUNNEL.test(name) && addresses.some(isPlainAddress),
  );
  const madeUp = found.find(({ addresses }) => addresses.some((address) => MADE_UP.test(address)));
  if (madeUp)
    return [
      one(
        'made-up-addresses',
        'partly',
        ['hosts', 'git', 'ssh'],
        `The interface ${madeUp.name} belongs to a program that takes every connection and decides itself where it goes, so an address given here may not be the one used.`,
      ),
    ];
  return found
    .slice(0, 1)
    .map(({ name }) =>
      one(
        'tunnel',
        'advice',
        ['hosts', 'git', 'ssh'],
        `A tunnel is up (${name}). If Bitbucket is reached through it, the tests speak of that way, and the override may not be needed without it, or not be enough with it.`,
      ),
    );
};

const wsl: Rule = ({ procVersion, wslConf }) => {
  if (!/microsoft/i.test(procVersion ?? '')) return [];
  const keeps = /^\s*generateHosts\s*=\s*false\s*$/im.test(wslConf ?? '');
  return [
    one(
      'wsl',
      keeps ? 'advice' : 'partly',
      ['hosts'],
      keeps
        ? 'This is Linux inside Windows (WSL): programs of Windows, git.exe among them, read the hosts file of Windows.'
        : 'This is Linux inside Windows (WSL): its hosts file is written anew at every start, so the override lasts until then. Make it on Windows, or set generateHosts=false in /etc/wsl.conf.',
    ),
    one(
      'wsl',
      'advice',
      ['git', 'ssh'],
      'This is Linux inside Windows (WSL): git.exe and ssh.exe of Windows have configurations of their own.',
    ),
  ];
};

const containers: Rule = ({ isContainer, runsContainers }) => [
  ...(isContainer
    ? [
        one(
          'container',
          'partly' as const,
          ['hosts', 'git', 'ssh'],
          'This is a container: what is changed here is gone with it, and the machine around it is not changed. See: workaround snippets',
        ),
      ]
    : []),
  ...(runsContainers
    ? [
        one(
          'containers',
          'advice' as const,
          ['hosts', 'git', 'ssh'],
          'Containers on this machine have hosts files and configurations of their own. See: workaround snippets',
        ),
      ]
    : []),
];

const isGlobal6 = (address: string): boolean => /^[23][0-9a-f]{3}:/i.test(address);

/**
 * Only where the answer for IPv6 still comes from DNS. glibc (nss files, before dns) and musl (`name_from_hosts` in
 * src/network/lookup_name.c) end a look-up of both families at the hosts file, systemd-resolved answers "no data" for
 * the other family (resolved-etc-hosts.c). macOS's mDNSResponder asks DNS for it; of Windows nobody here knows.
 */
const ipv6: Rule = ({ platform, interfaces }) => {
  const has6 = interfaces.some(({ addresses }) => addresses.some(isGlobal6));
  if (!has6) return [];
  if (platform === 'darwin')
    return [
      one(
        'ipv6',
        'partly',
        ['hosts'],
        'This Mac has IPv6: it still looks the IPv6 addresses of the service up, and programs may prefer those. The git and ssh ways do not have that gap.',
      ),
    ];
  if (platform !== 'win32') return [];
  return [
    one(
      'ipv6',
      'advice',
      ['hosts'],
      'This machine has IPv6. Whether Windows still looks the IPv6 addresses up is seen after the change; the git and ssh ways do not have that gap.',
    ),
  ];
};

/** nsswitch.conf(5): services are asked in turn. nss-resolve reads the hosts file itself unless told not to. */
const nameOrder: Rule = ({ platform, nsswitch, resolvedConf }) => {
  const line = /^\s*hosts:\s*(.*?)\s*(?:#.*)?$/m.exec(nsswitch ?? '')?.[1];
  if (platform !== 'linux' || line === undefined) return [];
  const services = line.replace(/\[[^\]]*\]/g, ' ').split(/\s+/);
  const at = (name: string): number => {
    const index = services.indexOf(name);
    return index === -1 ? Number.POSITIVE_INFINITY : index;
  };
  const resolvedReads = !/^\s*ReadEtcHosts\s*=\s*(no|false|0|off)\s*$/im.test(resolvedConf ?? '');
  const first = Math.min(at('files'), resolvedReads ? at('resolve') : Number.POSITIVE_INFINITY);
  const others = Math.min(at('dns'), resolvedReads ? Number.POSITIVE_INFINITY : at('resolve'));
  if (first < others) return [];
  return [
    one(
      'name-order',
      'useless',
      ['hosts'],
      'This system asks the network before its hosts file (/etc/nsswitch.conf, line "hosts:"), or never reads it.',
    ),
  ];
};

const browser: Rule = ({ hasDesktop }) =>
  hasDesktop
    ? [
        one(
          'browser',
          'advice',
          ['hosts'],
          'Browsers with encrypted DNS of their own read the hosts file first unless a policy says otherwise; open ones keep their connections until restarted.',
        ),
      ]
    : [];

const RULES: readonly Rule[] = [
  ...[otherAccount, nameOrder, httpsProxy, otherSsh, alternativePort, sshProxy, tunnel, keptSession],
  ...[wsl, containers, ipv6, systemProxy, browser],
];

const RANK = { useless: 0, partly: 1, advice: 2 } as const;

/** Everything in the way of the ways chosen, the worst first. */
export function findObstacles(facts: ObstacleFacts, ways: readonly OverrideWay[]): Obstacle[] {
  const found = RULES.flatMap((rule) => rule(facts)).flatMap((obstacle) => {
    const concerned = obstacle.ways.filter((way) => ways.includes(way));
    return concerned.length === 0 ? [] : [{ ...obstacle, ways: concerned }];
  });
  return found.sort((left, right) => RANK[left.severity] - RANK[right.severity]);
}

/** The ways that would have no effect at all. */
export const uselessWays = (obstacles: readonly Obstacle[]): OverrideWay[] => [
  ...new Set(obstacles.filter(({ severity }) => severity === 'useless').flatMap(({ ways }) => ways)),
];

import { one, type Rule } from './obstacle-facts.ts';
import { environmentProxy, isSpared, proxyName } from './proxy-rules.ts';

export const httpsProxy: Rule = ({ names, environment, gitProxy }) => {
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

export const systemProxy: Rule = ({ systemProxy: { proxy, script } }) => {
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

export const otherAccount: Rule = ({ askedBy }) =>
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

const isPlainAddress = (address: string): boolean => !/^(fe80:|169\.254\.)/i.test(address);
/** macOS has utun devices of its own, with link-local addresses alone. */
const TUNNEL =
  /^(tun|tap|utun|wg|ppp|ipsec|tailscale|zt|nordlynx|cscotun|gpd|proton|mullvad)\d*|vpn|wireguard|anyconnect|globalprotect|zscaler|netskope/i;
/** RFC 2544 keeps 198.18.0.0/15 for measurements; proxies that answer every name with made-up addresses use it. */
const MADE_UP = /^198\.1[89]\./;

export const tunnel: Rule = ({ interfaces }) => {
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

export const wsl: Rule = ({ procVersion, wslConf }) => {
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

export const containers: Rule = ({ isContainer, runsContainers }) => [
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
export const ipv6: Rule = ({ platform, interfaces }) => {
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
export const nameOrder: Rule = ({ platform, nsswitch, resolvedConf }) => {
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

export const browser: Rule = ({ hasDesktop }) =>
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

import { describe, expect, test } from 'vitest';
import { readSshSettings } from '../hosts/ssh-settings.ts';
import type { ObstacleFacts } from './obstacle-facts.ts';
import { findObstacles, uselessWays } from './obstacles.ts';
import { proxyName, readGsettings, readInternetSettings, readScutil } from './proxy-rules.ts';
import { OVERRIDE_WAYS } from './ways.ts';

const PLAIN: ObstacleFacts = {
  platform: 'linux',
  names: ['bitbucket.org', 'ssh.bitbucket.org'],
  environment: {},
  gitProxy: null,
  gitSsh: null,
  remotes: [],
  ssh: [],
  sshAliases: [],
  keptSessions: [],
  systemProxy: { proxy: null, script: null },
  interfaces: [{ name: 'eth0', addresses: ['192.168.1.7', 'fe80::1', '2001:db8::7'] }],
  procVersion: 'Linux version 6.1.0-18-amd64',
  wslConf: null,
  nsswitch: 'passwd: files\nhosts: files dns\n',
  resolvedConf: null,
  isContainer: false,
  runsContainers: false,
  hasDesktop: false,
  askedBy: null,
};
/** `kind severity ways`, one a line. */
const found = (facts: Partial<ObstacleFacts>): string[] =>
  findObstacles({ ...PLAIN, ...facts }, OVERRIDE_WAYS).map(
    ({ kind, severity, ways }) => `${kind} ${severity} ${ways.join(',')}`,
  );
const withSsh = (...lines: string[]): Partial<ObstacleFacts> => ({
  ssh: [{ name: 'bitbucket.org', settings: readSshSettings(`port 22\n${lines.join('\n')}`) }],
});
const withInterface = (name: string, ...addresses: string[]): Partial<ObstacleFacts> => ({
  interfaces: [{ name, addresses }],
});

test('a plain Linux machine with IPv6 has nothing in the way', () => {
  expect(found({})).toEqual([]);
});

const PROXY = ['proxy useless git', 'proxy partly hosts'];
const TABLE: Readonly<Record<string, readonly [Partial<ObstacleFacts>, readonly string[]]>> = {
  'a proxy of the environment': [{ environment: { https_proxy: 'http://p:3128' } }, PROXY],
  'a proxy for everything': [{ environment: { ALL_PROXY: 'socks5h://p:1080' } }, PROXY],
  'a proxy for plain http alone': [{ environment: { http_proxy: 'http://p:3128' } }, []],
  'a proxy that spares the service': [
    { environment: { https_proxy: 'http://p', no_proxy: 'localhost, .bitbucket.org' } },
    [],
  ],
  'a proxy that spares everything': [{ environment: { https_proxy: 'http://p', NO_PROXY: '*' } }, []],
  'a proxy that spares something like it': [
    { environment: { https_proxy: 'http://p', no_proxy: 'notbitbucket.org,bucket.org' } },
    PROXY,
  ],
  'a proxy of git’s': [{ gitProxy: 'http://p:3128' }, PROXY],
  'a proxy of the environment that git is told not to use': [
    { gitProxy: '', environment: { https_proxy: 'http://p' } },
    [],
  ],
  'a proxy of the desktop': [
    { systemProxy: { proxy: 'p:8080', script: null } },
    ['system-proxy advice hosts'],
  ],
  'a proxy script': [
    { systemProxy: { proxy: null, script: 'http://wpad/wpad.dat' } },
    ['system-proxy advice hosts'],
  ],
  'a name of the user’s own for the service': [
    { sshAliases: [{ alias: 'bb', name: 'bitbucket.org' }] },
    ['ssh-alias partly ssh'],
  ],
  'ssh through another machine': [
    withSsh('proxyjump gate.example'),
    ['ssh-proxy partly hosts', 'ssh-proxy advice ssh'],
  ],
  'ssh through a program that is told the address': [
    withSsh('proxycommand nc -X connect -x p:3128 %h %p'),
    ['ssh-proxy partly hosts', 'ssh-proxy advice ssh'],
  ],
  'ssh through a program that goes where it likes': [
    withSsh('proxycommand nc bitbucket.org 22'),
    ['ssh-proxy useless ssh', 'ssh-proxy partly hosts'],
  ],
  'ssh with its proxy turned off': [withSsh('proxycommand none', 'proxyjump none'), []],
  'ssh on another port': [
    { ssh: [{ name: 'bitbucket.org', settings: readSshSettings('port 443') }] },
    ['alternative-port useless ssh'],
  ],
  'ssh that could not be asked': [{ ssh: [{ name: 'bitbucket.org', settings: null }] }, []],
  'a repository on the alternative port': [
    { remotes: ['remote.origin.url ssh://git@altssh.bitbucket.org:443/team/name.git'] },
    ['alternative-port partly hosts,ssh'],
  ],
  'a kept session': [{ keptSessions: ['bitbucket.org'] }, ['kept-session partly hosts,ssh']],
  'PuTTY’s ssh': [
    { gitSsh: 'C:\\Program Files\\TortoiseGit\\bin\\TortoisePlink.exe' },
    ['other-ssh useless ssh'],
  ],
  'ssh with another file': [{ gitSsh: 'ssh -F ~/.ssh/work' }, ['other-ssh useless ssh']],
  'ssh with another key': [{ gitSsh: 'ssh -i ~/.ssh/work-F' }, []],
  'root for somebody else': [{ askedBy: 'anna' }, ['other-account useless git,ssh']],
  'a tunnel': [withInterface('wg0', '10.8.0.2'), ['tunnel advice hosts,git,ssh']],
  'a Mac’s own tunnels': [withInterface('utun0', 'fe80::1'), []],
  'a tunnel of a VPN program on Windows': [
    withInterface('OpenVPN TAP-Windows6', '10.8.0.2'),
    ['tunnel advice hosts,git,ssh'],
  ],
  'a wireless card': [withInterface('wlp2s0', '192.168.1.5'), []],
  'a program with made-up addresses': [
    withInterface('utun4', '198.18.0.1'),
    ['made-up-addresses partly hosts,git,ssh'],
  ],
  WSL: [
    { procVersion: 'Linux version 5.15.90.1-microsoft-standard-WSL2' },
    ['wsl partly hosts', 'wsl advice git,ssh'],
  ],
  'WSL that keeps its hosts file': [
    { procVersion: 'Linux version 4.4.0-19041-Microsoft', wslConf: '[network]\ngenerateHosts = false\n' },
    ['wsl advice hosts', 'wsl advice git,ssh'],
  ],
  'a container': [{ isContainer: true }, ['container partly hosts,git,ssh']],
  'containers on it': [{ runsContainers: true }, ['containers advice hosts,git,ssh']],
  'a Mac with IPv6': [{ platform: 'darwin' }, ['ipv6 partly hosts']],
  'Windows with IPv6': [{ platform: 'win32' }, ['ipv6 advice hosts']],
  'a Mac with local IPv6 alone': [{ platform: 'darwin', ...withInterface('en0', '10.0.0.2', 'fe80::2') }, []],
  'a browser': [{ hasDesktop: true }, ['browser advice hosts']],
};

test.each(Object.entries(TABLE))('%s', (_, [facts, expected]) => {
  expect(found(facts)).toEqual(expected);
});

describe('the order names are looked up in', () => {
  test.each([
    ['files dns', true],
    ['files mymachines resolve [!UNAVAIL=return] dns myhostname', true],
    ['resolve [!UNAVAIL=return] files myhostname dns', true],
    ['files mdns4_minimal [NOTFOUND=return] dns # usual', true],
    ['dns files', false],
    ['dns', false],
    ['mdns4_minimal [NOTFOUND=return] dns', false],
  ])('%s: the hosts file comes first: %s', (order, first) => {
    expect(found({ nsswitch: `hosts: ${order}\n` })).toEqual(first ? [] : ['name-order useless hosts']);
  });

  test('a resolver that does not read the hosts file, asked first, makes it useless', () => {
    const resolvedConf = '[Resolve]\nReadEtcHosts=no\n';
    expect(found({ nsswitch: 'hosts: resolve files dns', resolvedConf })).toEqual([
      'name-order useless hosts',
    ]);
    expect(found({ nsswitch: 'hosts: files resolve dns', resolvedConf })).toEqual([]);
  });

  test('a system without that file (musl) has its order built in', () => {
    expect(found({ nsswitch: null })).toEqual([]);
  });
});

test('only the ways that were chosen are spoken of, the worst first', () => {
  const facts = { ...PLAIN, gitProxy: 'http://anna:secret@p:3128/', hasDesktop: true };
  expect(findObstacles(facts, ['ssh'])).toEqual([]);
  const both = findObstacles(facts, ['hosts', 'git']);
  expect(both.map(({ severity }) => severity)).toEqual(['useless', 'partly', 'advice']);
  expect(uselessWays(both)).toEqual(['git']);
  expect(JSON.stringify(both)).not.toContain('secret');
});

test.each([
  ['http://anna:p@ss@proxy.example:3128/x', 'proxy.example:3128'],
  ['proxy.example:3128', 'proxy.example:3128'],
  ['socks5h://[::1]:1080', '[::1]:1080'],
  ['', 'a proxy'],
])('%s is called %s', (value, name) => {
  expect(proxyName(value)).toBe(name);
});

const GNOME = `org.gnome.system.proxy autoconfig-url 'http://wpad.example/wpad.dat'
org.gnome.system.proxy mode 'MODE'
org.gnome.system.proxy.http host ''
org.gnome.system.proxy.https host 'proxy.example'
org.gnome.system.proxy.https port 3128
org.gnome.system.proxy.socks host ''
`;
const MAC = `<dictionary> {
  HTTPSEnable : 1
  HTTPSPort : 8080
  HTTPSProxy : proxy.example
  ProxyAutoConfigEnable : 0
  SOCKSEnable : 0
}
`;
const WINDOWS = `
HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
    ProxyEnable    REG_DWORD    0x1
    ProxyServer    REG_SZ    http=a.example:80;https=proxy.example:3128
    AutoConfigURL    REG_SZ    http://wpad.example/wpad.dat
`;
test.each([
  ['GNOME, none', readGsettings(GNOME.replace('MODE', 'none')), null, null],
  ['GNOME, manual', readGsettings(GNOME.replace('MODE', 'manual')), 'proxy.example:3128', null],
  ['GNOME, script', readGsettings(GNOME.replace('MODE', 'auto')), null, 'http://wpad.example/wpad.dat'],
  ['macOS, manual', readScutil(MAC), 'proxy.example:8080', null],
  ['macOS, none', readScutil(MAC.replace('HTTPSEnable : 1', 'HTTPSEnable : 0')), null, null],
  [
    'macOS, script',
    readScutil('  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://w/p.pac\n'),
    null,
    'http://w/p.pac',
  ],
  ['Windows', readInternetSettings(WINDOWS), 'proxy.example:3128', 'http://wpad.example/wpad.dat'],
  ['Windows, off', readInternetSettings(WINDOWS.replace('0x1', '0x0')), null, 'http://wpad.example/wpad.dat'],
  [
    'Windows, one for all',
    readInternetSettings('  ProxyEnable REG_DWORD 0x1\n  ProxyServer REG_SZ p:1\n'),
    'p:1',
    null,
  ],
  ['nothing at all', readInternetSettings(''), null, null],
] as const)('settings of %s', (_, read, proxy, script) => {
  expect(read).toEqual({ proxy, script });
});

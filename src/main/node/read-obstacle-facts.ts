import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { networkInterfaces, userInfo } from 'node:os';
import { sshSetting } from '../../core/hosts/ssh-settings.ts';
import type { ObstacleFacts } from '../../core/workaround/obstacle-facts.ts';
import {
  readGsettings,
  readInternetSettings,
  readScutil,
  type SystemProxy,
} from '../../core/workaround/proxy-rules.ts';
import type { AskSsh } from './ask-ssh.ts';
import { readSshAliases } from './read-ssh-aliases.ts';

const LIMIT_MS = 5000;

/** @returns what the program printed; null when it is not there, failed, or took too long */
function ask(program: string, words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, windowsHide: true, encoding: 'utf8' } as const;
    execFile(program, [...words], options, (error, output) => resolve(error ? null : output));
  });
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const INTERNET_SETTINGS = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const NO_PROXY: SystemProxy = { proxy: null, script: null };

async function readSystemProxy(platform: string): Promise<SystemProxy> {
  if (platform === 'darwin') return readScutil((await ask('/usr/sbin/scutil', ['--proxy'])) ?? '');
  if (platform === 'win32')
    return readInternetSettings(
      (await ask('C:\\Windows\\System32\\reg.exe', ['query', INTERNET_SETTINGS])) ?? '',
    );
  const output = await ask('/usr/bin/gsettings', ['list-recursively', 'org.gnome.system.proxy']);
  return output === null ? NO_PROXY : readGsettings(output);
}

/** ssh prints the path of the session it would share; the master behind it is asked whether it lives. */
async function keepsSession(name: string, controlPath: string | null): Promise<boolean> {
  if (controlPath === null || controlPath === 'none' || !existsSync(controlPath)) return false;
  if (!lstatSync(controlPath).isSocket()) return false;
  return (await ask('ssh', ['-o', `ControlPath=${controlPath}`, '-O', 'check', '--', name])) !== null;
}

/** The account behind sudo, doas or pkexec, when it is another than this one. */
function askedBy(): string | null {
  const { SUDO_USER, DOAS_USER } = process.env;
  const name = SUDO_USER || DOAS_USER || null;
  return name === null || name === userInfo().username ? null : name;
}

const lines = (output: string | null): string[] => (output ?? '').split('\n').filter((line) => line !== '');

/**
 * Looks at everything that can make an override useless; reads only, and sends nothing over the network.
 *
 * @param names the names to be overridden, the one for HTTPS first
 * @param sshConfig the user's configuration of ssh; null: names of their own are not looked for
 */
export async function readObstacleFacts(
  names: readonly string[],
  askSsh: AskSsh,
  sshConfig: string | null = null,
): Promise<ObstacleFacts> {
  const { platform, env } = process;
  const proxy = await ask('git', ['config', '--get-urlmatch', 'http.proxy', `https://${names[0]}/`]);
  const sshCommand = await ask('git', ['config', '--get', 'core.sshCommand']);
  const remotes = await ask('git', ['config', '--get-regexp', '^(remote\\..*\\.(push)?url|url\\..*)$']);
  const ssh: { name: string; settings: Awaited<ReturnType<AskSsh>> }[] = [];
  const keptSessions: string[] = [];
  for (const name of names) {
    const settings = await askSsh(name);
    ssh.push({ name, settings });
    if (settings !== null && (await keepsSession(name, sshSetting(settings, 'controlpath'))))
      keptSessions.push(name);
  }
  return {
    platform,
    names,
    environment: env,
    gitProxy: proxy === null ? null : proxy.trim(),
    gitSsh: env.GIT_SSH_COMMAND || sshCommand?.trim() || env.GIT_SSH || null,
    remotes: lines(remotes),
    ssh,
    sshAliases: sshConfig === null ? [] : await readSshAliases(sshConfig, names, askSsh),
    keptSessions,
    systemProxy: await readSystemProxy(platform),
    interfaces: Object.entries(networkInterfaces()).map(([name, found]) => ({
      name,
      addresses: (found ?? []).map(({ address }) => address),
    })),
    procVersion: textOf('/proc/version'),
    wslConf: textOf('/etc/wsl.conf'),
    nsswitch: textOf('/etc/nsswitch.conf'),
    resolvedConf: textOf('/etc/systemd/resolved.conf'),
    isContainer: existsSync('/.dockerenv') || existsSync('/run/.containerenv'),
    runsContainers: existsSync('/var/run/docker.sock'),
    hasDesktop: platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY),
    askedBy: askedBy(),
  };
}

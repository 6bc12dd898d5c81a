import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Debian's user for programs that own nothing: the ordinary user of these checks. */
export const ORDINARY_USER = 'nobody';
const RULES = '/etc/polkit-1/rules.d';
const BUS = '/run/dbus';

const mountEmpty = (place: string): void => {
  mkdirSync(place, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', place]);
};

/** Empty places for a bus, a policy, and files that belong to root alone. Only in a mount namespace of one's own. */
export function makePlaces(): void {
  for (const place of ['/mnt', BUS, RULES]) mountEmpty(place);
}

/** What polkit says when the ordinary user asks for rights; null leaves the question to an agent that is not there. */
export function writeRule(answer: 'YES' | 'NO' | null): void {
  const rule = `polkit.addRule(function(action, subject) {
  if (action.id === 'org.freedesktop.policykit.exec' && subject.user === '${ORDINARY_USER}') return polkit.Result.${answer};
});`;
  writeFileSync(join(RULES, '10-test.rules'), answer === null ? '' : rule, { mode: 0o644 });
}

const startService = (program: string, args: readonly string[]): ChildProcess =>
  spawn(program, [...args], { stdio: 'ignore', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });

export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (isSo()) return;
    await sleep(50);
  }
  throw new Error(`waited in vain for ${what}`);
}

/** A system bus and polkit of our own; they end with the process namespace. */
export async function startPermissionServices(): Promise<void> {
  startService('dbus-daemon', ['--system', '--nofork', '--nopidfile']);
  await until(() => existsSync(join(BUS, 'system_bus_socket')), 'the system bus');
  startService('/usr/lib/polkit-1/polkitd', ['--no-debug']);
  await until(isPolkitThere, 'polkit on the bus');
}

/** Asked before it is there, pkexec would wait for the bus to start another one, which takes half a minute. */
function isPolkitThere(): boolean {
  const words = ['--system', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus'];
  const question = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.PolicyKit1'];
  const asked = spawnSync('dbus-send', [...words, ...question], { encoding: 'utf8', timeout: 5_000 });
  return asked.stdout?.includes('boolean true') ?? false;
}

/** Command lines of all processes of this process namespace. */
export const processLines = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return [];
      }
    });

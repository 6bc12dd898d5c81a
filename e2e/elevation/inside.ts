import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs as root in mount and process namespaces of its own: puts a system bus, polkit and a rule of ours there, which
 * answers in place of the person at the prompt, and lets an ordinary user run the program. Nothing of it is seen outside.
 *
 * usage: inside.ts FOLDER (with broker.cjs and ordinary-user.cjs); prints one line for each check
 */
const [folder = ''] = process.argv.slice(2);
const USER = 'nobody';
const PLACE = '/mnt/reset-doctor';
const RULES = '/etc/polkit-1/rules.d';
const BUS = '/run/dbus';

const mountEmpty = (place: string): void => {
  mkdirSync(place, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', place]);
};

function writeRule(answer: 'YES' | 'NO' | null): void {
  const rule = `polkit.addRule(function(action, subject) {
  if (action.id === 'org.freedesktop.policykit.exec' && subject.user === '${USER}') return polkit.Result.${answer};
});`;
  writeFileSync(join(RULES, '10-test.rules'), answer === null ? '' : rule, { mode: 0o644 });
}

const startService = (program: string, args: readonly string[]): ChildProcess =>
  spawn(program, [...args], { stdio: 'ignore', env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (isSo()) return;
    await sleep(50);
  }
  throw new Error(`waited in vain for ${what}`);
}

interface Told {
  readonly uid: number;
  readonly way: string;
  readonly opened: {
    readonly kind: string;
    readonly failure?: { readonly kind: string; readonly detail: string };
  };
  readonly captured?: number;
}

function askAsUser(): Told {
  const words = [`--reuid=${USER}`, '--regid=nogroup', '--clear-groups', '--'];
  const program = [
    join(PLACE, 'node'),
    join(PLACE, 'ordinary-user.cjs'),
    join(PLACE, 'node'),
    join(PLACE, 'broker.cjs'),
  ];
  const { stdout, stderr } = spawnSync('setpriv', [...words, ...program], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', SHELL: '/bin/sh', TMPDIR: '/tmp' },
    timeout: 90_000,
  });
  if (!stdout.startsWith('{')) throw new Error(`the program said nothing: ${stderr}`);
  return JSON.parse(stdout) as Told;
}

/** Command lines of all processes in here. */
const processes = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return [];
      }
    });

let failed = 0;
function check(what: string, isSo: boolean, told: unknown): void {
  console.log(`${isSo ? 'ok' : 'FAILED'}: ${what}`);
  if (isSo) return;
  failed += 1;
  console.error(JSON.stringify(told));
}

async function main(): Promise<void> {
  for (const place of ['/mnt', BUS, RULES]) mountEmpty(place);
  mkdirSync(PLACE, { mode: 0o755 });
  for (const name of ['broker.cjs', 'ordinary-user.cjs']) copyFileSync(join(folder, name), join(PLACE, name));
  copyFileSync(process.execPath, join(PLACE, 'node'));
  execFileSync('chmod', ['0755', join(PLACE, 'node')]);

  const withoutBus = askAsUser();
  check(
    'without a system bus it is unavailable',
    withoutBus.opened.failure?.kind === 'unavailable',
    withoutBus,
  );

  writeRule('YES');
  startService('dbus-daemon', ['--system', '--nofork', '--nopidfile']);
  await until(() => existsSync(join(BUS, 'system_bus_socket')), 'the system bus');
  startService('/usr/lib/polkit-1/polkitd', ['--no-debug']);
  await sleep(1_000);
  const granted = askAsUser();
  check('an ordinary user is the one who asks', granted.uid !== 0 && granted.way === 'prompt', granted);
  check('with permission the capture sees what passes', (granted.captured ?? 0) > 0, granted);
  await until(
    () => !processes().some((line) => /broker\.cjs|tcpdump/.test(line)),
    'broker and tcpdump to go',
  );
  check('neither broker nor tcpdump is left', true, null);
  const left = readdirSync('/tmp').filter((name) => name.startsWith('bitbucket-reset-doctor-'));
  check('no folder is left', left.length === 0, left);

  writeRule('NO');
  await sleep(1_500);
  const forbidden = askAsUser();
  check(
    'a policy that forbids is told as one',
    forbidden.opened.failure?.kind === 'policy-forbids',
    forbidden,
  );

  writeRule(null);
  await sleep(1_500);
  const lonely = askAsUser();
  check('without an agent to ask with it says so', lonely.opened.failure?.kind === 'no-agent', lonely);
}

try {
  await main();
} catch (error) {
  failed += 1;
  console.error(error);
}
process.exit(failed === 0 ? 0 : 1);

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  makePlaces,
  ORDINARY_USER,
  processLines,
  startPermissionServices,
  until,
  writeRule,
} from './permission-stage.ts';

/**
 * Runs as root in mount and process namespaces of its own: puts a system bus, polkit and a rule of ours there, which
 * answers in place of the person at the prompt, and lets an ordinary user run the program. Nothing of it is seen outside.
 *
 * usage: inside.ts FOLDER (with broker.cjs and ordinary-user.cjs); prints one line for each check
 */
const [folder = ''] = process.argv.slice(2);
const PLACE = '/mnt/reset-doctor';

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
  const words = [`--reuid=${ORDINARY_USER}`, '--regid=nogroup', '--clear-groups', '--'];
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

let failed = 0;
function check(what: string, isSo: boolean, told: unknown): void {
  console.log(`${isSo ? 'ok' : 'FAILED'}: ${what}`);
  if (isSo) return;
  failed += 1;
  console.error(JSON.stringify(told));
}

async function main(): Promise<void> {
  makePlaces();
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
  await startPermissionServices();
  const granted = askAsUser();
  check('an ordinary user is the one who asks', granted.uid !== 0 && granted.way === 'prompt', granted);
  check('with permission the capture sees what passes', (granted.captured ?? 0) > 0, granted);
  await until(
    () => !processLines().some((line) => /broker\.cjs|tcpdump/.test(line)),
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

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bundleCli, bundleTimer } from '../../scripts/bundle-broker.ts';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';
import { planOverride } from '../../src/core/hosts/apply-override.ts';

/**
 * Sees a timed revert fire: a real systemd as process 1 of namespaces of its own, without a network, with a hosts file
 * and unit folder of its own. `timer.cjs` sets the timer as the broker would have it do, and nothing else is done:
 * the block has to vanish by itself. As root on Linux with Debian's systemd; about a minute.
 */
const BEFORE = Buffer.from('127.0.0.1 localhost\n10.9.9.9 printer # mine\n');
const SECONDS_UNTIL = 10;
/** systemd gathers timers within a minute (AccuracySec in systemd.timer(5)). */
const LIMIT_MS = 150_000;

/**
 * Nothing of this machine can be written in there: its disk is read-only, and what systemd would tidy up at the start
 * (its own units do, /tmp first of all) is neither there nor known, because the only units are those of the test.
 */
const INSIDE = `
set -e
mount --make-rprivate /
mount --bind "$1" /mnt
mount --bind "$2" /mnt/node
for at in /run /tmp /var /root /home /srv /media; do [ ! -d $at ] || mount -t tmpfs tmpfs $at; done
mount --rbind /mnt /opt
mount --bind /opt/library /usr/lib/systemd/system
mount --bind /opt/units /etc/systemd/system
mount --bind /opt/hosts /etc/hosts
mount -t proc proc /proc
mount --bind /proc/sys /proc/sys
mount -o remount,bind,ro /proc/sys
umount -R /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -o remount,bind,ro /
echo ready > /opt/ready
container=docker exec /lib/systemd/systemd --system --unit=lab.target --show-status=false
`;

const step = (text: string): void => console.log(`${new Date().toISOString()} ${text}`);

async function until<T>(what: string, limitMs: number, look: () => T | null): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = look();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error(`${what} did not come within ${limitMs / 1000} s`);
    await pause(250);
  }
}

/** Process 1 of the namespaces, as seen from here. */
const firstOf = ({ pid }: ChildProcess): number | null => {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return child ? Number(child) : null;
  } catch {
    return null;
  }
};

const within = (pid: number, ...words: string[]) =>
  spawnSync('nsenter', ['-t', String(pid), '-p', '-m', '-n', ...words], {
    encoding: 'utf8',
    timeout: 30_000,
  });

async function prepare(folder: string): Promise<number> {
  for (const name of ['broker', 'cli', 'units', 'library']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'node'), '');
  // What services and timers ask for by themselves, empty.
  for (const name of ['lab', 'basic', 'sysinit', 'timers', 'shutdown'])
    writeFileSync(join(folder, 'library', `${name}.target`), `[Unit]\nDescription=${name} of the test\n`);
  cpSync(join(projectFolder, 'resources'), join(folder, 'resources'), { recursive: true });
  await bundleTimer(join(folder, 'broker', 'timer.cjs'));
  await bundleCli(join(folder, 'cli', 'cli.cjs'));
  const expires = Math.floor(Date.now() / 1000) + SECONDS_UNTIL;
  const instant = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  const plan = planOverride(BEFORE, {
    entries: [{ address: '18.205.93.1', name: 'bitbucket.org' }],
    facts: { id: '0123abcd', madeAt: instant(expires - 3600), expiresAt: instant(expires), version: '0.1.0' },
    ...{ setAsideOthers: true, systemEnding: '\n' },
  });
  if (plan.kind !== 'change') throw new Error(plan.kind);
  writeFileSync(join(folder, 'hosts'), plan.bytes);
  return expires;
}

async function check(folder: string): Promise<void> {
  const expires = await prepare(folder);
  const words = ['--pid', '--fork', '--mount', '--cgroup', '--net', '--uts', '--ipc'];
  const child = spawn('unshare', [...words, 'bash', '-c', INSIDE, 'bash', folder, process.execPath], {
    stdio: 'ignore',
  });
  try {
    const pid = await until('process 1', 5_000, () => firstOf(child));
    await until('its own view of the disk', 5_000, () => (existsSync(join(folder, 'ready')) ? true : null));
    await until('systemd', 30_000, () =>
      within(pid, '/usr/bin/systemctl', 'is-active', 'lab.target').stdout.trim() === 'active' ? true : null,
    );
    step('systemd runs as process 1 of its own namespaces');
    const set = within(pid, '/opt/node', '/opt/broker/timer.cjs', 'set', String(expires));
    if (!set.stdout.includes('"installed":true')) throw new Error(`not set: ${set.stdout}${set.stderr}`);
    step(`the timer is set for ${new Date(expires * 1000).toISOString()}`);
    console.log(within(pid, '/usr/bin/systemctl', 'list-timers', '--no-pager').stdout.trim());
    await until('the revert', LIMIT_MS, () =>
      readFileSync(join(folder, 'hosts')).equals(BEFORE) ? true : null,
    );
    if (Date.now() < expires * 1000) throw new Error('it came before its time');
    step('the block is gone, byte for byte, and nobody but systemd did it');
    await until('the end of the units', 10_000, () =>
      readdirSync(join(folder, 'units')).some((name) => name.includes('doctor-revert.')) ? null : true,
    );
    step('its units are gone, too');
  } finally {
    const pid = firstOf(child);
    if (pid !== null) process.kill(pid, 'SIGKILL');
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(null)));
  }
}

if (process.getuid?.() !== 0 || !existsSync('/lib/systemd/systemd')) {
  console.error('This needs root on Linux, and Debian’s systemd (apt-get install systemd).');
  process.exitCode = 2;
} else {
  const folder = mkdtempSync(join(tmpdir(), 'timer-check-'));
  try {
    await check(folder);
    console.log('The timed revert fired.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

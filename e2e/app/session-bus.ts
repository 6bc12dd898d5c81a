import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asOrdinaryUser, giveToOrdinaryUser } from './ordinary-user.ts';

/** What a desktop was asked to show. */
export type Shown = { readonly app: string; readonly summary: string; readonly body: string };

export type SessionBus = {
  /** For DBUS_SESSION_BUS_ADDRESS. */
  readonly address: string;
  readonly shown: () => readonly Shown[];
  /** Ends both; may be called twice. */
  readonly close: () => void;
};

/** Debian's own, which has its bindings; another Python in the path has not. */
const PYTHON = '/usr/bin/python3';

/** Null when this machine can have a bus with a notification service, otherwise what it lacks. */
export const whyNoSessionBus = (): string | null =>
  process.platform !== 'linux'
    ? 'only Linux has a session bus'
    : !existsSync('/usr/bin/dbus-daemon') || spawnSync(PYTHON, ['-c', 'import dbus, gi']).status !== 0
      ? 'needs dbus, python3-dbus and python3-gi'
      : null;

/** A session bus and a desktop's notification service of the test's own, both of the user who runs the window. */
export const startSessionBus = async (folder: string): Promise<SessionBus> => {
  const address = `unix:path=${join(folder, 'bus')}`;
  const running: ChildProcess[] = [];
  const start = (words: readonly string[], env: Record<string, string>): ChildProcess => {
    const [program = '', ...args] = asOrdinaryUser(words);
    const child = spawn(program, args, {
      env: { PATH: process.env.PATH, HOME: folder, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    running.push(child);
    return child;
  };
  const bus = start(
    [
      '/usr/bin/dbus-daemon',
      '--session',
      '--nofork',
      '--nopidfile',
      `--address=${address}`,
      '--print-address',
    ],
    {},
  );
  const shown: Shown[] = [];
  if (bus.stdout) await once(createInterface(bus.stdout), 'line');
  const script = join(folder, 'notification-service.py');
  copyFileSync(new URL('notification-service.py', import.meta.url), script);
  giveToOrdinaryUser(script);
  const service = start([PYTHON, script], { DBUS_SESSION_BUS_ADDRESS: address });
  if (service.stdout) {
    const lines = createInterface(service.stdout);
    await once(lines, 'line');
    lines.on('line', (line) => shown.push(JSON.parse(line) as Shown));
  }
  return {
    address,
    shown: () => shown,
    close: () => {
      for (const child of running) child.kill('SIGTERM');
    },
  };
};

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimedRevertView } from '../../contract/workaround.ts';
import {
  LAUNCHD_LABEL,
  launchdPlist,
  systemdUnits,
  TASK_NAME,
  TIMED_REVERT_NAME,
  type TimedRevert,
  taskXml,
} from '../../core/workaround/timed-revert.ts';
import { replaceFile } from '../node/replace-file.ts';

/** The scheduler of this system; tests give their own folders and runner. */
export interface SchedulerPlace {
  readonly platform: string;
  /** `system` needs an administrator: for what the system account has to take off. */
  readonly scope: 'user' | 'system';
  /** Where unit files or property lists lie. */
  readonly folder: string;
  readonly uid: number;
  /** @returns whether the program says that it worked */
  readonly run: (program: string, words: readonly string[]) => Promise<boolean>;
}

const LIMIT_MS = 15_000;
const run: SchedulerPlace['run'] = (program, words) =>
  new Promise((resolve) => {
    execFile(program, [...words], { timeout: LIMIT_MS, windowsHide: true }, (error) => resolve(!error));
  });

function folderFor(platform: string, scope: SchedulerPlace['scope']): string {
  if (platform === 'darwin')
    return scope === 'system' ? '/Library/LaunchDaemons' : join(homedir(), 'Library', 'LaunchAgents');
  if (platform === 'win32') return tmpdir();
  const config = process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
  return scope === 'system' ? '/etc/systemd/system' : join(config, 'systemd', 'user');
}

export const systemScheduler = (scope: SchedulerPlace['scope']): SchedulerPlace => ({
  ...{ platform: process.platform, scope, folder: folderFor(process.platform, scope), run },
  uid: process.getuid?.() ?? 0,
});

const SYSTEMCTL = '/usr/bin/systemctl';
const LAUNCHCTL = '/bin/launchctl';
const SCHTASKS = 'C:\\Windows\\System32\\schtasks.exe';
const TIMER = `${TIMED_REVERT_NAME}.timer`;
const SERVICE = `${TIMED_REVERT_NAME}.service`;

type Kind = TimedRevertView['kind'];

const kindOf = (platform: string): Kind | null =>
  platform === 'linux'
    ? 'systemd'
    : platform === 'darwin'
      ? 'launchd'
      : platform === 'win32'
        ? 'task-scheduler'
        : null;

const domainOf = ({ scope, uid }: SchedulerPlace): string => (scope === 'system' ? 'system' : `gui/${uid}`);
const plistIn = ({ folder }: SchedulerPlace): string => join(folder, `${LAUNCHD_LABEL}.plist`);
const systemctl = ({ scope, run: start }: SchedulerPlace, ...words: string[]): Promise<boolean> =>
  start(SYSTEMCTL, [...(scope === 'user' ? ['--user'] : []), ...words]);

async function installSystemd(place: SchedulerPlace, revert: TimedRevert): Promise<boolean> {
  const { service, timer } = systemdUnits(revert);
  await mkdir(place.folder, { recursive: true });
  await replaceFile(join(place.folder, SERVICE), service, 0o644);
  await replaceFile(join(place.folder, TIMER), timer, 0o644);
  return (await systemctl(place, 'daemon-reload')) && (await systemctl(place, 'enable', '--now', TIMER));
}

async function installLaunchd(place: SchedulerPlace, revert: TimedRevert): Promise<boolean> {
  // The minute after, because launchd knows no seconds.
  const at = new Date(revert.at.getTime() + 60_000);
  const local = {
    ...{ month: at.getMonth() + 1, day: at.getDate(), hour: at.getHours(), minute: at.getMinutes() },
  };
  await mkdir(place.folder, { recursive: true });
  await replaceFile(plistIn(place), launchdPlist(revert, local), 0o644);
  return place.run(LAUNCHCTL, ['bootstrap', domainOf(place), plistIn(place)]);
}

async function installTask(place: SchedulerPlace, revert: TimedRevert): Promise<boolean> {
  const file = join(place.folder, `${TIMED_REVERT_NAME}.xml`);
  await replaceFile(file, Buffer.from(`\ufeff${taskXml(revert, place.scope === 'system')}`, 'utf16le'));
  try {
    return await place.run(SCHTASKS, ['/create', '/tn', TASK_NAME, '/xml', file, '/f']);
  } finally {
    await rm(file, { force: true });
  }
}

/**
 * Has the system's own scheduler run the command when the override expires, also when this program is long gone. What
 * was begun is taken back when the scheduler does not take it.
 */
export async function installTimedRevert(
  place: SchedulerPlace,
  revert: TimedRevert,
): Promise<TimedRevertView> {
  const kind = kindOf(place.platform);
  const at = revert.at.toISOString();
  const view = { kind: kind ?? 'systemd', scope: place.scope, at };
  if (kind === null)
    return { ...view, installed: false, because: 'This system has no scheduler this program knows.' };
  const install = { systemd: installSystemd, launchd: installLaunchd, 'task-scheduler': installTask }[kind];
  const isInstalled = await install(place, revert).catch(() => false);
  if (isInstalled) return { ...view, installed: true, because: null };
  await removeTimedRevert(place);
  const because = {
    systemd: 'systemd does not run here, or not for this user.',
    launchd: 'launchd did not take the agent.',
    'task-scheduler': 'The task scheduler did not take the task.',
  }[kind];
  return { ...view, installed: false, because };
}

/** Whether one of ours is there. Reads only. */
export async function hasTimedRevert(place: SchedulerPlace): Promise<boolean> {
  if (place.platform === 'win32') return place.run(SCHTASKS, ['/query', '/tn', TASK_NAME]);
  return existsSync(place.platform === 'darwin' ? plistIn(place) : join(place.folder, TIMER));
}

/**
 * Takes it out of the scheduler. The files go first: when it is the scheduler's own run that does this, the last
 * command may end it.
 */
export async function removeTimedRevert(place: SchedulerPlace): Promise<void> {
  if (!(await hasTimedRevert(place))) return;
  if (place.platform === 'win32') {
    await place.run(SCHTASKS, ['/delete', '/tn', TASK_NAME, '/f']);
  } else if (place.platform === 'darwin') {
    await rm(plistIn(place), { force: true });
    await place.run(LAUNCHCTL, ['bootout', `${domainOf(place)}/${LAUNCHD_LABEL}`]);
  } else {
    await systemctl(place, 'disable', '--now', TIMER);
    await rm(join(place.folder, TIMER), { force: true });
    await rm(join(place.folder, SERVICE), { force: true });
    await rm(join(place.folder, 'timers.target.wants', TIMER), { force: true });
    await systemctl(place, 'daemon-reload');
  }
}

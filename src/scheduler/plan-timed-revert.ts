import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  LAUNCHD_LABEL,
  launchdPlist,
  systemdUnits,
  TASK_NAME,
  TIMED_REVERT_NAME,
  type TimedRevert,
  taskXml,
} from '../core/schedule/timed-revert.ts';

export type SchedulerKind = 'systemd' | 'launchd' | 'task-scheduler';

/** Whose scheduler of which system, and where its descriptions lie. */
export interface SchedulerSite {
  readonly platform: string;
  /** `system` needs an administrator: for what the system account has to take off. */
  readonly scope: 'user' | 'system';
  /** Where unit files or property lists lie. */
  readonly folder: string;
  readonly uid: number;
}

/** An absolute program and its words. */
export type SchedulerCommand = readonly [program: string, ...words: string[]];

/** Everything that installing a timed revert writes and runs, in that order. */
export interface SchedulerSteps {
  readonly kind: SchedulerKind;
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly commands: readonly SchedulerCommand[];
}

const SYSTEMCTL = '/usr/bin/systemctl';
export const LAUNCHCTL = '/bin/launchctl';
export const SCHTASKS = 'C:\\Windows\\System32\\schtasks.exe';
export const TIMER = `${TIMED_REVERT_NAME}.timer`;
export const SERVICE = `${TIMED_REVERT_NAME}.service`;

export function folderFor(platform: string, scope: SchedulerSite['scope']): string {
  if (platform === 'darwin')
    return scope === 'system' ? '/Library/LaunchDaemons' : join(homedir(), 'Library', 'LaunchAgents');
  if (platform === 'win32') return tmpdir();
  const config = process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
  return scope === 'system' ? '/etc/systemd/system' : join(config, 'systemd', 'user');
}

export const domainOf = ({ scope, uid }: SchedulerSite): string =>
  scope === 'system' ? 'system' : `gui/${uid}`;
export const plistIn = ({ folder }: SchedulerSite): string => join(folder, `${LAUNCHD_LABEL}.plist`);
const taskFileIn = ({ folder }: SchedulerSite): string => join(folder, `${TIMED_REVERT_NAME}.xml`);
export const systemctl = ({ scope }: SchedulerSite, ...words: string[]): SchedulerCommand => [
  SYSTEMCTL,
  ...(scope === 'user' ? ['--user'] : []),
  ...words,
];

function systemdSteps(site: SchedulerSite, revert: TimedRevert): SchedulerSteps {
  const { service, timer } = systemdUnits(revert);
  return {
    kind: 'systemd',
    files: [
      { path: join(site.folder, SERVICE), text: service },
      { path: join(site.folder, TIMER), text: timer },
    ],
    commands: [systemctl(site, 'daemon-reload'), systemctl(site, 'enable', '--now', TIMER)],
  };
}

function launchdSteps(site: SchedulerSite, revert: TimedRevert): SchedulerSteps {
  // The minute after, because launchd knows no seconds.
  const at = new Date(revert.at.getTime() + 60_000);
  const local = {
    ...{ month: at.getMonth() + 1, day: at.getDate(), hour: at.getHours(), minute: at.getMinutes() },
  };
  return {
    kind: 'launchd',
    files: [{ path: plistIn(site), text: launchdPlist(revert, local) }],
    commands: [[LAUNCHCTL, 'bootstrap', domainOf(site), plistIn(site)]],
  };
}

/** What has to be written and run; null where there is no scheduler this program knows. Changes nothing. */
export function planTimedRevert(site: SchedulerSite, revert: TimedRevert): SchedulerSteps | null {
  switch (site.platform) {
    case 'linux':
      return systemdSteps(site, revert);
    case 'darwin':
      return launchdSteps(site, revert);
    case 'win32':
      return {
        kind: 'task-scheduler',
        files: [{ path: taskFileIn(site), text: taskXml(revert, site.scope === 'system') }],
        commands: [[SCHTASKS, '/create', '/tn', TASK_NAME, '/xml', taskFileIn(site), '/f']],
      };
    default:
      return null;
  }
}

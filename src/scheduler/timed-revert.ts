import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LAUNCHD_LABEL, TASK_NAME, type TimedRevert } from '../core/schedule/timed-revert.ts';
import {
  domainOf,
  folderFor,
  LAUNCHCTL,
  planTimedRevert,
  plistIn,
  SCHTASKS,
  type SchedulerKind,
  type SchedulerSite,
  SERVICE,
  systemctl,
  TIMER,
} from './plan-timed-revert.ts';

/** The scheduler of this system; tests give their own folders and runner. */
export interface SchedulerPlace extends SchedulerSite {
  /** @returns whether the program says that it worked */
  readonly run: (program: string, words: readonly string[]) => Promise<boolean>;
}

/** What became of it; `because` says why not, in a sentence. */
export interface TimedRevertOutcome {
  readonly kind: SchedulerKind;
  readonly scope: SchedulerSite['scope'];
  readonly at: string;
  readonly installed: boolean;
  readonly because: string | null;
}

const LIMIT_MS = 15_000;
const run: SchedulerPlace['run'] = (program, words) =>
  new Promise((resolve) => {
    execFile(program, [...words], { timeout: LIMIT_MS, windowsHide: true }, (error) => resolve(!error));
  });

export const systemScheduler = (scope: SchedulerSite['scope']): SchedulerPlace => ({
  ...{ platform: process.platform, scope, folder: folderFor(process.platform, scope), run },
  uid: process.getuid?.() ?? 0,
});

const REFUSED: Readonly<Record<SchedulerKind, string>> = {
  systemd: 'systemd does not run here, or not for this user.',
  launchd: 'launchd did not take the agent.',
  'task-scheduler': 'The task scheduler did not take the task.',
};

/** A new file in the place of whatever had the name: a link there is not followed. */
async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, content, { flag: 'wx', mode: 0o644 });
  // Not less than that either, under the narrow mask of what runs with rights.
  await chmod(path, 0o644);
}

/**
 * Has the system's own scheduler run the command when the override expires, also when this program is long gone. What
 * was begun is taken back when the scheduler does not take it.
 */
export async function installTimedRevert(
  place: SchedulerPlace,
  revert: TimedRevert,
): Promise<TimedRevertOutcome> {
  const steps = planTimedRevert(place, revert);
  const view = { kind: steps?.kind ?? 'systemd', scope: place.scope, at: revert.at.toISOString() };
  if (steps === null)
    return { ...view, installed: false, because: 'This system has no scheduler this program knows.' };
  const isTask = steps.kind === 'task-scheduler';
  try {
    await mkdir(place.folder, { recursive: true });
    for (const { path, text } of steps.files)
      await writeNew(path, isTask ? Buffer.from(`\ufeff${text}`, 'utf16le') : text);
    let isInstalled = true;
    for (const [program, ...words] of steps.commands)
      isInstalled = isInstalled && (await place.run(program, words));
    if (isInstalled) return { ...view, installed: true, because: null };
  } catch {
    // Said below, as when the scheduler refuses.
  } finally {
    // A task keeps its description itself.
    if (isTask) for (const { path } of steps.files) await rm(path, { force: true });
  }
  await removeTimedRevert(place);
  return { ...view, installed: false, because: REFUSED[steps.kind] };
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
    const tell = ([program, ...words]: readonly [string, ...string[]]) => place.run(program, words);
    await tell(systemctl(place, 'disable', '--now', TIMER));
    await rm(join(place.folder, TIMER), { force: true });
    await rm(join(place.folder, SERVICE), { force: true });
    await rm(join(place.folder, 'timers.target.wants', TIMER), { force: true });
    await tell(systemctl(place, 'daemon-reload'));
  }
}

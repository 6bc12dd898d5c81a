import { homedir } from 'node:os';
import type { TimedRevertView } from '../../contract/workaround.ts';
import type { OverrideWay } from '../../core/workaround/ways.ts';
import { checkTrustedPaths } from '../elevation/trusted-path.ts';
import {
  installTimedRevert,
  removeTimedRevert,
  type SchedulerPlace,
  systemScheduler,
} from './timed-revert.ts';

export interface ScheduleParts {
  readonly scheduler: (scope: SchedulerPlace['scope']) => SchedulerPlace;
  /** Runs this program's command line: absolute paths, its words come after them. */
  readonly program: readonly [program: string, ...files: string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly hasRights: boolean;
  /** Whether only an administrator can have put the files there. */
  readonly checkTrust: typeof checkTrustedPaths;
}

/** @param cliFile the entry of the command line */
export const ownSchedule = (cliFile: string): ScheduleParts => ({
  scheduler: systemScheduler,
  program: [process.execPath, cliFile],
  environment: process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' },
  hasRights: process.getuid === undefined || process.getuid() === 0,
  checkTrust: checkTrustedPaths,
});

/**
 * Has the system's scheduler take the override off when it expires. That of the hosts file needs rights then, too: it
 * is only offered to who has them now, and only when nobody else can exchange the program that would run.
 */
export async function scheduleRevert(
  { scheduler, program, environment, hasRights, checkTrust }: ScheduleParts,
  ways: readonly OverrideWay[],
  at: Date,
): Promise<TimedRevertView> {
  const scope = ways.includes('hosts') ? 'system' : 'user';
  const place = scheduler(scope);
  const refuse = (because: string): TimedRevertView => ({
    ...{ kind: 'systemd', scope, at: at.toISOString(), installed: false, because },
  });
  if (scope === 'system') {
    if (!hasRights)
      return refuse('Taking the hosts file’s lines off needs an administrator then, and none is at hand.');
    const trust = await checkTrust(program);
    if (trust.kind === 'untrusted')
      return refuse(`The system would run a program that others can exchange: ${trust.why}.`);
  }
  return installTimedRevert(place, {
    command: [...program, 'workaround', 'revert', '--expired', '--with', ways.join(',')],
    // A service of the system has no home, and git looks for one.
    environment: scope === 'system' ? { HOME: homedir(), ...environment } : environment,
    at,
  });
}

/** Takes out of the scheduler what has nothing left to do. */
export async function unscheduleRevert(
  { scheduler, hasRights }: Pick<ScheduleParts, 'scheduler' | 'hasRights'>,
  left: readonly OverrideWay[],
): Promise<void> {
  if (left.every((way) => way === 'hosts')) await removeTimedRevert(scheduler('user'));
  if (hasRights && !left.includes('hosts')) await removeTimedRevert(scheduler('system'));
}

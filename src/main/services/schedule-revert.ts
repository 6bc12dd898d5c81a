import { homedir } from 'node:os';
import type { OverrideState, TimedRevertPlan, TimedRevertView } from '../../contract/workaround.ts';
import type { TimedRevert } from '../../core/schedule/timed-revert.ts';
import { lastEnd, overridesInForce } from '../../core/workaround/in-force.ts';
import type { OverrideWay } from '../../core/workaround/ways.ts';
import { revertOrder, untrustedProgram } from '../../scheduler/order-revert.ts';
import { type OwnProgram, ownProgram } from '../../scheduler/own-program.ts';
import { planTimedRevert } from '../../scheduler/plan-timed-revert.ts';
import {
  installTimedRevert,
  removeTimedRevert,
  type SchedulerPlace,
  systemScheduler,
} from '../../scheduler/timed-revert.ts';
import { checkTrustedPaths } from '../../scheduler/trusted-path.ts';

export interface ScheduleParts {
  readonly scheduler: (scope: SchedulerPlace['scope']) => SchedulerPlace;
  readonly program: OwnProgram;
  readonly hasRights: boolean;
  /** Home folder a service of the system is given. */
  readonly home: string;
  /** Whether only an administrator can have put the files there. */
  readonly checkTrust: typeof checkTrustedPaths;
}

/** @param cliFile the entry of the command line */
export const ownSchedule = (cliFile: string): ScheduleParts => ({
  scheduler: systemScheduler,
  program: ownProgram(cliFile),
  hasRights: process.getuid === undefined || process.getuid() === 0,
  home: homedir(),
  checkTrust: checkTrustedPaths,
});

type Decision = { readonly revert: TimedRevert } | { readonly because: string };

/**
 * That of the hosts file needs rights when it runs, too: it is only offered to who has them now, and only when nobody
 * else can exchange the program that would run.
 */
async function decide(
  { program, hasRights, home, checkTrust }: ScheduleParts,
  ways: readonly OverrideWay[],
  at: Date,
): Promise<Decision> {
  const isSystem = ways.includes('hosts');
  if (program.kind === 'none') return { because: program.because };
  if (isSystem) {
    if (!hasRights)
      return {
        because: 'Taking the hosts file’s lines off needs an administrator then, and none is at hand.',
      };
    const trust = await checkTrust(program.files);
    if (trust.kind === 'untrusted') return { because: untrustedProgram(trust.why) };
  }
  return { revert: revertOrder(program, ways, at, isSystem ? home : null) };
}

const scopeOf = (ways: readonly OverrideWay[]): SchedulerPlace['scope'] =>
  ways.includes('hosts') ? 'system' : 'user';

/** Has the system's scheduler take the override off when it expires. */
export async function scheduleRevert(
  parts: ScheduleParts,
  ways: readonly OverrideWay[],
  at: Date,
): Promise<TimedRevertView> {
  const scope = scopeOf(ways);
  const decided = await decide(parts, ways, at);
  if ('because' in decided)
    return { kind: 'systemd', scope, at: at.toISOString(), installed: false, because: decided.because };
  return installTimedRevert(parts.scheduler(scope), decided.revert);
}

/** The same, shown and not done: every file that would be written, and every command. */
export async function planRevertTimer(
  parts: ScheduleParts,
  ways: readonly OverrideWay[],
  at: Date,
): Promise<TimedRevertPlan> {
  const scope = scopeOf(ways);
  const none = { kind: null, scope, at: at.toISOString(), files: [], commands: [] };
  const decided = await decide(parts, ways, at);
  if ('because' in decided) return { ...none, because: decided.because };
  const steps = planTimedRevert(parts.scheduler(scope), decided.revert);
  if (steps === null) return { ...none, because: 'This system has no scheduler this program knows.' };
  return {
    ...{ kind: steps.kind, scope, at: at.toISOString(), because: null },
    files: steps.files.map((file) => ({ ...file })),
    commands: steps.commands.map((words) => words.join(' ')),
  };
}

/**
 * There is one timer of the user's, so it is for everything of theirs that is in force, and runs when the last of it has
 * expired.
 *
 * @param end for what was made by hand and has no end
 */
export function userTimer(userLevel: OverrideState['userLevel'], end: Date): [OverrideWay[], Date] {
  const found = overridesInForce({ hosts: null, userLevel });
  const last = lastEnd(found);
  return [found.map(({ way }) => way), last === null ? end : new Date(last)];
}

/** Takes out of the scheduler what has nothing left to do. */
export async function unscheduleRevert(
  { scheduler, hasRights }: Pick<ScheduleParts, 'scheduler' | 'hasRights'>,
  left: readonly OverrideWay[],
): Promise<void> {
  if (left.every((way) => way === 'hosts')) await removeTimedRevert(scheduler('user'));
  if (hasRights && !left.includes('hosts')) await removeTimedRevert(scheduler('system'));
}

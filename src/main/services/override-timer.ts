import type {
  OverrideState,
  TimedRevertPlan,
  TimedRevertView,
  UserChange,
} from '../../contract/workaround.ts';
import { OVERRIDE_WAYS } from '../../core/workaround/ways.ts';
import { systemHome } from '../../scheduler/own-program.ts';
import { planRevertTimer, type ScheduleParts, scheduleRevert, userTimer } from './schedule-revert.ts';

export interface OverrideTimer {
  /** The hosts file's, as the helper with rights will have it: another account's home, and the rights it then has. */
  planForHosts(end: Date): Promise<TimedRevertPlan>;
  /** The one that would come with git's or ssh's own. */
  planForUser(way: UserChange['way'], end: Date): Promise<TimedRevertPlan>;
  /** Sets it, for everything of the user's that is in force by now. */
  setForUser(end: Date): Promise<TimedRevertView>;
}

/** @param look what is in force now */
export function createOverrideTimer(
  schedule: ScheduleParts,
  look: () => Promise<OverrideState>,
): OverrideTimer {
  return {
    planForHosts: (end) =>
      planRevertTimer({ ...schedule, hasRights: true, home: systemHome() }, ['hosts'], end),
    planForUser: async (way, end) => {
      const [found, last] = userTimer((await look()).userLevel, end);
      const ways = OVERRIDE_WAYS.filter((each) => each === way || found.includes(each));
      return planRevertTimer(schedule, ways, new Date(Math.max(last.getTime(), end.getTime())));
    },
    setForUser: async (end) => scheduleRevert(schedule, ...userTimer((await look()).userLevel, end)),
  };
}

import type { OverrideState } from '../../contract/workaround.ts';
import { expiredNotice, type Notice } from '../../core/words/override-words.ts';
import { type InForce, overridesInForce } from '../../core/workaround/in-force.ts';
import type { OverrideWay } from '../../core/workaround/ways.ts';

export interface ReminderParts {
  readonly now: () => Date;
  /** Looks at all three ways anew: the command line, or a timer, may have changed them. */
  readonly look: () => Promise<OverrideState>;
  readonly notify: (notice: Notice) => void;
  readonly onExpired: (ways: OverrideWay[]) => void;
  /** Calls once a minute until its result is called. */
  readonly everyMinute: (work: () => void) => () => void;
}

export interface OverrideReminder {
  /** What was just seen, so that looking again is not needed for it. */
  note(state: OverrideState): void;
  /** Says what has expired already, then waits for the next one. */
  begin(): Promise<void>;
  close(): void;
}

/** Overrides made elsewhere meanwhile are found within an hour. Looking starts git and ssh, so it is not done every minute. */
const MINUTES_BETWEEN_LOOKS = 60;

/**
 * An override that outlives its time is said once, by the system, also when nobody looks at the window. The clock is
 * asked every minute instead of waiting for the moment: a timer does not count the time a computer sleeps.
 */
export function createOverrideReminder(parts: ReminderParts): OverrideReminder {
  const said = new Set<string>();
  let known: readonly InForce[] = [];
  let minutes = 0;
  let looking = false;
  let stop = (): void => {};

  const keyOf = ({ way, expiresAt }: InForce): string => `${way} ${expiresAt}`;
  const isDue = (one: InForce): boolean =>
    one.expiresAt !== null && Date.parse(one.expiresAt) <= parts.now().getTime() && !said.has(keyOf(one));

  async function check(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      known = overridesInForce(await parts.look());
    } finally {
      looking = false;
    }
    const due = known.filter(isDue);
    if (due.length === 0) return;
    for (const one of due) said.add(keyOf(one));
    const ways = due.map(({ way }) => way);
    parts.notify(expiredNotice(ways));
    parts.onExpired(ways);
  }

  return {
    note: (state) => {
      known = overridesInForce(state);
    },
    begin: async () => {
      stop = parts.everyMinute(() => {
        minutes += 1;
        if (known.some(isDue) || minutes % MINUTES_BETWEEN_LOOKS === 0) void check();
      });
      await check();
    },
    close: () => stop(),
  };
}

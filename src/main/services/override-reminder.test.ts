import { expect, test } from 'vitest';
import type { OverrideState } from '../../contract/workaround.ts';
import type { Notice } from '../../core/words/override-words.ts';
import { createOverrideReminder } from './override-reminder.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-24T12:00:00Z');
const at = (minutes: number): string => new Date(START + minutes * MINUTE_MS).toISOString();

/** A machine with a clock of its own, on which git's override ends after `gitEnds` minutes, ssh's after `sshEnds`. */
function machine(gitEnds: number | null, sshEnds: number | null = null) {
  let clock = START;
  let tick = (): void => {};
  let looks = 0;
  let closed = false;
  const ends = { git: gitEnds, ssh: sshEnds };
  const notices: Notice[] = [];
  const told: string[][] = [];
  const state = (): OverrideState => ({
    ...{ hosts: null, hostsProblem: null, effect: [], timedReverts: [], vanished: null },
    userLevel: {
      git: {
        ...{ version: '2.39.5', canResolve: true },
        overrides: ends.git === null ? [] : [{ address: '18.205.93.1', name: 'bitbucket.org' }],
        made: ends.git === null ? null : { madeAt: at(-9), expiresAt: at(ends.git), expired: false },
      },
      ssh: {
        ...{ available: true, path: '/x', damaged: false, effect: [] },
        block:
          ends.ssh === null
            ? null
            : {
                ...{ id: '1', madeAt: at(-9), expiresAt: at(ends.ssh), version: '1', entries: [] },
                ...{ edited: false, expired: false },
              },
      },
    },
  });
  const reminder = createOverrideReminder({
    now: () => new Date(clock),
    look: async () => {
      looks += 1;
      return state();
    },
    notify: (notice) => void notices.push(notice),
    onExpired: (ways) => void told.push(ways),
    everyMinute: (work) => {
      tick = work;
      return () => {
        closed = true;
      };
    },
  });
  return {
    ...{ reminder, notices, told, ends, state },
    looks: () => looks,
    closed: () => closed,
    pass: async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        clock += MINUTE_MS;
        tick();
        await Promise.resolve();
        await new Promise(setImmediate);
      }
    },
    sleepFor: (minutes: number) => {
      clock += minutes * MINUTE_MS;
    },
  };
}

test('what expired while the program was closed is said at its start, in one notice', async () => {
  const { reminder, notices, told } = machine(-5, -1);
  await reminder.begin();
  expect(notices).toHaveLength(1);
  expect(notices[0]?.body).toContain('in git and ssh');
  expect(told).toEqual([['git', 'ssh']]);
});

test('an override that ends while the program runs is said in that minute, and only once', async () => {
  const { reminder, notices, pass } = machine(3);
  await reminder.begin();
  await pass(2);
  expect(notices).toEqual([]);
  await pass(1);
  expect(notices).toHaveLength(1);
  await pass(200);
  expect(notices).toHaveLength(1);
});

test('a computer that slept past the end says it in the minute it wakes', async () => {
  const { reminder, notices, pass, sleepFor } = machine(600);
  await reminder.begin();
  sleepFor(8 * 60 + 121);
  await pass(1);
  expect(notices).toHaveLength(1);
});

test('one that was taken off meanwhile is not said', async () => {
  const { reminder, notices, ends, pass } = machine(3);
  await reminder.begin();
  ends.git = null;
  await pass(5);
  expect(notices).toEqual([]);
});

test('one that was made elsewhere meanwhile is found within the hour', async () => {
  const { reminder, notices, ends, pass, looks } = machine(null);
  await reminder.begin();
  ends.ssh = 30;
  await pass(59);
  expect([notices.length, looks()]).toEqual([0, 1]);
  await pass(1);
  expect([notices.length, looks()]).toEqual([1, 2]);
});

test('one made in the window is known at once, and a new end is said anew', async () => {
  const { reminder, notices, ends, pass, state } = machine(null);
  await reminder.begin();
  ends.git = 10;
  reminder.note(state());
  await pass(10);
  expect(notices).toHaveLength(1);
  ends.git = 20;
  reminder.note(state());
  await pass(10);
  expect(notices).toHaveLength(2);
  reminder.close();
});

test('nothing is asked any more after the end', async () => {
  const { reminder, closed } = machine(null);
  await reminder.begin();
  reminder.close();
  expect(closed()).toBe(true);
});

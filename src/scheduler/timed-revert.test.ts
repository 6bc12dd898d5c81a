import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  hasTimedRevert,
  installTimedRevert,
  removeTimedRevert,
  type SchedulerPlace,
} from './timed-revert.ts';

const root = mkdtempSync(join(tmpdir(), 'scheduler-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const REVERT = {
  command: ['/usr/bin/node', 'cli.ts', 'workaround', 'revert'] as const,
  ...{ environment: {}, at: new Date('2026-12-01T09:00:00Z') },
};

/** A scheduler that writes down what it is told. */
function scheduler(platform: string, scope: 'user' | 'system' = 'user', answers = true) {
  const said: string[] = [];
  const place: SchedulerPlace = {
    ...{ platform, scope, folder: mkdtempSync(join(root, 'x-')), uid: 501 },
    run: (program, words) => {
      said.push([program, ...words].join(' '));
      return Promise.resolve(answers);
    },
  };
  return { place, said };
}

test('systemd of the user: two units, and nothing left of them afterwards', async () => {
  const { place, said } = scheduler('linux');
  expect(await hasTimedRevert(place)).toBe(false);
  expect(await installTimedRevert(place, REVERT)).toMatchObject({
    kind: 'systemd',
    scope: 'user',
    installed: true,
  });
  expect(readdirSync(place.folder).sort()).toEqual([
    'bitbucket-reset-doctor-revert.service',
    'bitbucket-reset-doctor-revert.timer',
  ]);
  expect(await hasTimedRevert(place)).toBe(true);
  await removeTimedRevert(place);
  expect(readdirSync(place.folder)).toEqual([]);
  expect(said).toEqual([
    '/usr/bin/systemctl --user daemon-reload',
    '/usr/bin/systemctl --user enable --now bitbucket-reset-doctor-revert.timer',
    '/usr/bin/systemctl --user disable --now bitbucket-reset-doctor-revert.timer',
    '/usr/bin/systemctl --user daemon-reload',
  ]);
});

test('systemd of the system is asked without --user', async () => {
  const { place, said } = scheduler('linux', 'system');
  await installTimedRevert(place, REVERT);
  expect(said.join()).not.toContain('--user');
});

test('launchd: one agent of the user’s', async () => {
  const { place, said } = scheduler('darwin');
  expect(await installTimedRevert(place, REVERT)).toMatchObject({ kind: 'launchd', installed: true });
  const plist = join(place.folder, 'org.bitbucket-reset-doctor.revert.plist');
  expect(readFileSync(plist, 'utf8')).toContain('<string>revert</string>');
  await removeTimedRevert(place);
  expect(existsSync(plist)).toBe(false);
  expect(said).toEqual([
    `/bin/launchctl bootstrap gui/501 ${plist}`,
    '/bin/launchctl bootout gui/501/org.bitbucket-reset-doctor.revert',
  ]);
});

test('Windows: one task, and the file it was made from is gone', async () => {
  const { place, said } = scheduler('win32');
  expect(await installTimedRevert(place, REVERT)).toMatchObject({ kind: 'task-scheduler', installed: true });
  expect(readdirSync(place.folder)).toEqual([]);
  await removeTimedRevert(place);
  expect(said.map((line) => line.split(' ')[1])).toEqual(['/create', '/query', '/delete']);
});

test.each(['linux', 'darwin', 'win32'])(
  'a scheduler that refuses leaves nothing behind, and it is said: %s',
  async (platform) => {
    const { place } = scheduler(platform, 'user', false);
    const view = await installTimedRevert(place, REVERT);
    expect(view.installed).toBe(false);
    expect(view.because).not.toBeNull();
    expect(readdirSync(place.folder)).toEqual([]);
  },
);

test('a system without a known scheduler is said', async () => {
  expect(await installTimedRevert(scheduler('sunos').place, REVERT)).toMatchObject({ installed: false });
});

import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../src/contract/problem.ts';
import { answerLive, callsOf, settleLive, tellLive } from './app/answer-live.ts';
import { recordedCapture } from './app/captures.ts';
import { answerOpenDialog } from './app/dialogs.ts';
import { dropOnWindow } from './app/drop-on-window.ts';
import { leaveRecording } from './app/leave-recording.ts';
import {
  ABLE,
  ATTEMPTS,
  begun,
  declined,
  PROGRESS,
  PROMPT,
  planOf,
  REFUSALS,
  RESETS,
  recordedAs,
} from './app/live-facts.ts';
import { giveToOrdinaryUser, needsOrdinaryUser } from './app/ordinary-user.ts';
import { tabTo } from './app/tab-to.ts';
import { setWindowSize } from './app/window-size.ts';
import { expect, type RunningApp, test } from './app-fixture.ts';
import { type Wizard, wizardOf } from './models/wizard.ts';

const SMALL = { width: 960, height: 640, textPercent: 200 };

/** The Capture step with the card that says what will happen. */
const openPlan = async (app: RunningApp, plan: ReturnType<typeof planOf>): Promise<Wizard> => {
  const wizard = wizardOf(app);
  await answerLive(app, 'plan', plan);
  await wizard.goTo('Capture');
  await wizard.capture.recordNow.click();
  return wizard;
};

/** A recording that runs as far as the window knows. */
const record = async (app: RunningApp): Promise<Wizard> => {
  await answerLive(app, 'begin', begun);
  await answerLive(app, 'connect', { ok: true });
  await answerLive(app, 'stop', 'pending');
  const wizard = await openPlan(app, ABLE);
  await wizard.live.start.click();
  await expect(wizard.live.runningHeading).toBeFocused();
  return wizard;
};

test('without rights this ordinary user is told why in words, and gets the commands instead', async ({
  launch,
}) => {
  test.skip(!needsOrdinaryUser(), 'on a desktop the system would really ask whoever runs the tests');
  const { live, capture, page, goTo } = wizardOf(await launch());
  await goTo('Capture');
  await capture.recordNow.click();
  // Where the program lies decides whether the system is asked at all; there is nobody it could ask.
  await expect(live.askingHeading.or(live.handHeading)).toBeVisible();
  if (await live.askingHeading.isVisible()) {
    await live.askMe.click();
    await expect(live.refusedHeading.or(live.declinedHeading)).toBeVisible({ timeout: 30_000 });
    await expect(live.reason).toContainText('What you can do');
    // What is read: the system's own words lie folded away below, as it said them.
    await expect(page.locator('main')).not.toContainText(/\berrors?\b/i, { useInnerText: true });
    await live.showCommands.click();
  } else await expect(page.locator('[data-reason]')).toContainText('What you can do');
  await expect(live.handHeading).toBeVisible();
  await expect(live.handSteps.nth(1)).toContainText(/tcpdump|dumpcap/);
  await expect(page.locator('body')).not.toContainText(/\berrors?\b/i);
});

test('the card shows the command, the limits, the addresses and the prompt before anything runs', async ({
  launch,
}) => {
  const app = await launch();
  await answerLive(app, 'begin', 'pending');
  const { live, page } = await openPlan(app, PROMPT);
  await expect(live.askingHeading).toBeFocused();
  await expect(live.picture).toHaveAccessibleName(/Cancel and Authenticate/);
  await expect(page.getByText('their view may go dark for a moment')).toBeVisible();
  await expect(live.willRun.locator('pre')).toHaveText(PROMPT.value.command[0] ?? '');
  for (const target of PROMPT.value.targets) await expect(live.willRun).toContainText(target);
  await live.willRun.getByRole('button', { name: 'Copy the command' }).click();
  const copied = await app.electron?.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toBe(PROMPT.value.command[0]);
  await expect(live.askMe).toHaveClass((await live.showCommands.getAttribute('class')) ?? '');
  expect(await callsOf(app, 'begin'), 'nothing has begun').toEqual([]);
  await live.interfaces.selectOption('wlan0');
  await live.timeLimit.selectOption('1800');
  await live.sizeLimit.selectOption('50');
  await live.whenFull.selectOption('ring');
  await expect
    .poll(() => callsOf(app, 'plan'))
    .toEqual([
      { interface: 'any', maxMegabytes: 256, ring: false, resolve: false },
      { interface: 'any', maxMegabytes: 256, ring: false, resolve: true },
      { interface: 'wlan0', maxMegabytes: 256, ring: false, resolve: false },
      { interface: 'wlan0', maxMegabytes: 50, ring: false, resolve: false },
      { interface: 'wlan0', maxMegabytes: 50, ring: true, resolve: false },
    ]);
  await live.askMe.click();
  expect(await callsOf(app, 'begin')).toEqual([
    { interface: 'wlan0', maxSeconds: 1800, maxMegabytes: 50, ring: true, askAgain: false },
  ]);
});

test('rights that are there already are not asked for', async ({ launch }) => {
  const { live } = await openPlan(await launch(), ABLE);
  await expect(live.readyHeading).toBeVisible();
  await expect(live.picture).toHaveCount(0);
  await expect(live.askMe).toHaveCount(0);
  await expect(live.start).toBeVisible();
});

test('by hand: numbered commands, and the file that is dropped there is read', async ({
  launch,
  giveFile,
}) => {
  const wizard = await openPlan(await launch(), PROMPT);
  const { live, page } = wizard;
  await live.showCommands.click();
  await expect(live.handHeading).toBeFocused();
  await expect(live.handSteps).toHaveCount(6);
  await expect(live.handSteps.nth(1)).toContainText('sudo /usr/bin/tcpdump');
  await expect(live.handSteps.nth(4)).toContainText('sudo chown "$USER" bitbucket.pcap');
  await dropOnWindow(page, giveFile(recordedCapture('alternate-split')));
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
});

test('on Windows the recording is made and written by hand line by line', async ({ launch }) => {
  const lines = ['pktmon filter add', 'pktmon start --capture', 'pktmon stop', 'pktmon etl2pcap a.etl'];
  const plan = planOf({ kind: 'manual', reason: 'untrusted-program', detail: 'C:\\Users\\anna' });
  const { live } = await openPlan(await launch(), { ok: true, value: { ...plan.value, command: lines } });
  await expect(live.handSteps).toHaveCount(5);
  await expect(live.handSteps.nth(1).locator('pre')).toHaveText(lines.slice(0, 2));
  await expect(live.handSteps.nth(3).locator('pre')).toHaveText(lines.slice(2));
});

test('waiting has no time-out, and giving up leads back to the card', async ({ launch }) => {
  const app = await launch();
  await answerLive(app, 'begin', 'pending');
  await answerLive(app, 'stop', { ok: true });
  const { live, page } = await openPlan(app, PROMPT);
  await live.askMe.click();
  await expect(live.waitingHeading).toBeFocused();
  await expect(page.getByText('it may take up to two minutes to appear')).toBeVisible();
  await live.giveUp.click();
  await expect.poll(() => callsOf(app, 'stop')).toHaveLength(1);
  await settleLive(app, 'begin', fail('cancelled', 'You stopped waiting.', 'Start again when ready.'));
  await expect(live.askingHeading).toBeFocused();
  await expect(live.announcement(/You stopped waiting\. Nothing was recorded/)).toBeAttached();
});

test('a no is said in plain words, not asked again by itself, and asked again on demand', async ({
  launch,
}) => {
  const app = await launch();
  await answerLive(app, 'begin', 'pending');
  const { live, capture } = await openPlan(app, PROMPT);
  await live.askMe.click();
  await answerLive(app, 'plan', planOf({ kind: 'manual', reason: 'declined', detail: '' }, true));
  await settleLive(app, 'begin', declined);
  await expect(live.declinedHeading).toBeFocused();
  expect(await callsOf(app, 'begin')).toHaveLength(1);
  await live.notNow.click();
  await capture.recordNow.click();
  await expect(live.handHeading, 'the next time nobody is asked').toBeVisible();
  expect(await callsOf(app, 'begin')).toHaveLength(1);
  await live.askAgain.click();
  await expect(live.waitingHeading).toBeVisible();
  expect(await callsOf(app, 'begin')).toEqual([
    expect.objectContaining({ askAgain: false }),
    expect.objectContaining({ askAgain: true }),
  ]);
  await settleLive(app, 'begin', declined);
  await expect(live.declinedHeading).toBeVisible();
  await live.showCommands.click();
  await expect(live.handSteps.first()).toBeVisible();
});

for (const [reason, problem] of Object.entries(REFUSALS))
  test(`no permission because of ${reason} has its own words`, async ({ launch }) => {
    const app = await launch();
    await answerLive(app, 'begin', problem);
    const { live } = await openPlan(app, PROMPT);
    await live.askMe.click();
    await expect(live.refusedHeading).toBeFocused();
    await expect(live.reason).toContainText(problem.problem.message);
    const { hint, detail } = problem.problem;
    await expect(live.reason).toContainText(hint);
    const systemWords = live.reason.getByRole('button', { name: 'What the system said' });
    if (detail === undefined) await expect(systemWords).toHaveCount(0);
    else {
      await systemWords.click();
      await expect(live.reason).toContainText(detail);
    }
    await expect(live.askAgain).toBeVisible();
    await expect(live.showCommands).toBeVisible();
  });

test('another obstacle than rights leads back to the card with its words', async ({ launch }) => {
  const app = await launch();
  await answerLive(app, 'begin', fail('disk-full', 'The disk is full.', 'Free some space.'));
  const { live, message } = await openPlan(app, ABLE);
  await live.start.click();
  await expect(message).toContainText('The disk is full.');
  await expect(live.readyHeading).toBeVisible();
});

test('counters, resets, marks and attempts are shown as they come', async ({ launch }) => {
  const app = await launch();
  const { live, page } = await record(app);
  await tellLive(app, 'progress', PROGRESS);
  await expect(live.counter('Packets')).toHaveText('12\u202f408');
  await expect(live.counter('Sessions')).toHaveText('57');
  await expect(live.counter('Resets')).toHaveText('3');
  await expect(live.counter('Time')).toHaveText('1:23');
  await expect(live.counter('Recorded')).toHaveText('1.5 MB');
  await expect(live.counter('Free on disk')).toHaveText('48 GB');
  await tellLive(app, 'progress', { ...PROGRESS, diskFreeBytes: null });
  await expect(live.counter('Free on disk')).toHaveText('unknown');

  for (const reset of RESETS) await tellLive(app, 'reset', reset);
  await expect(live.timeline).toHaveCount(3);
  await expect(live.timeline.first(), 'newest first').toContainText('09:01:02.000417 UTC');
  await expect(live.timeline.last()).toContainText('another edge than the one that had accepted the session');
  await expect(live.timeline.last()).toContainText('TTL 3 lower than the first answer, after 28.4 ms');

  await answerLive(app, 'mark', {
    ok: true,
    value: { kind: 'happened', at: '2026-11-24T09:00:41.950Z' },
  } as { ok: boolean });
  await live.markHappened.click();
  await expect(live.timeline.nth(1), 'a mark stands in its place').toContainText('It happened');
  expect(await callsOf(app, 'mark')).toEqual([{ kind: 'happened' }]);

  await live.repository.fill(' git@bitbucket.org:team/name.git ');
  await live.connect.click();
  await live.connect.press('Enter');
  expect(await callsOf(app, 'connect'), 'once at a time').toEqual([
    { repository: 'git@bitbucket.org:team/name.git' },
  ]);
  for (const attempt of ATTEMPTS) await tellLive(app, 'attempt', attempt);
  await expect(page.getByText('Connecting: 5 of about 25 done')).toBeVisible();
  await tellLive(app, 'connected', { made: 5 });
  await expect(page.getByText('Connecting: 5 of about 25 done')).toHaveCount(0);
  await live.connect.click();
  await expect.poll(() => callsOf(app, 'connect'), 'and then once more').toHaveLength(2);
  await expect(live.attempts.first(), 'newest first').toContainText('had no answer in time while connecting');
  await expect(live.attempts.nth(1)).toContainText('SSH greeting to 104.192.141.1:22');
  await expect(live.attempts.nth(1)).toContainText('was reset before the greeting');
  await expect(live.attempts.nth(2)).toContainText('18.205.93.1:443 (legacy address) was answered in 97 ms');
  await expect(live.attempts.last()).toContainText('Permission denied (publickey)');
});

test('a hundred resets at once are announced once, and the newest fifty are listed', async ({ launch }) => {
  const app = await launch();
  const { live, page } = await record(app);
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const status = [...document.querySelectorAll('[role="status"]')].at(-1);
    if (status)
      new MutationObserver(() => said.push(status.textContent ?? '')).observe(status, {
        childList: true,
        characterData: true,
        subtree: true,
      });
  });
  const [reset] = RESETS;
  if (reset)
    for (let index = 0; index < 100; index += 1)
      await tellLive(app, 'reset', {
        ...reset,
        at: `2026-11-24T09:01:${String(index % 60).padStart(2, '0')}.${String(index).padStart(3, '0')}Z`,
      });
  await expect(live.timeline).toHaveCount(50);
  await expect(page.getByText('and 50 earlier ones')).toBeVisible();
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said.length).toBeGreaterThanOrEqual(1);
  expect(said.length).toBeLessThanOrEqual(2);
});

test('a recording goes on while another step is looked at, and no other file is opened meanwhile', async ({
  launch,
  giveFile,
}) => {
  const app = await launch();
  const wizard = await record(app);
  const { live, page } = wizard;
  await tellLive(app, 'progress', PROGRESS);
  await dropOnWindow(page, giveFile(recordedCapture('alternate-split')));
  await expect(wizard.message).toContainText('A recording is under way.');
  await expect(live.runningHeading).toBeVisible();
  await wizard.goTo('Symptoms');
  await expect(live.notice).toContainText('A recording is running: 1:23, 12\u202f408 packets.');
  await live.goThere.click();
  await expect(live.runningHeading).toBeFocused();
});

test('stopped, it is read and explained like any other file, with a line on what was recorded', async ({
  launch,
  giveFile,
}) => {
  const app = await launch();
  const wizard = await record(app);
  const { live, capture, page } = wizard;
  await live.stop.click();
  await expect(live.stoppingHeading).toBeFocused();
  const ended = recordedAs('alternate-split.pcap', {
    reason: 'time',
    kernel: { captured: 12_408, receivedByFilter: 12_420, droppedByKernel: 12 },
  });
  await tellLive(app, 'ended', ended);
  await settleLive(app, 'stop', { ok: true });
  await expect(capture.readingHeading).toHaveText('Reading alternate-split.pcap');
  await expect(live.announcement('The recording has ended. The time limit was reached.')).toBeAttached();
  await dropOnWindow(page, giveFile(recordedCapture('alternate-split')));
  await expect(capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await expect(live.recorded).toContainText('alternate-split.pcap');
  await expect(live.recorded).toContainText('12\u202f408 packets in 2:31, 3 resets.');
  await expect(live.recorded).toContainText('The system dropped 12 packets');
  await expect(live.recorded).toContainText('Why it ended: The time limit was reached.');
  await expect(live.recorded).toContainText('With gaps');
  // It belongs to that file: another one has no such line.
  await answerOpenDialog(app, [giveFile(recordedCapture('firewall-reject'))]);
  await capture.openAnother.click();
  await expect(capture.verdictOf('firewall-reset')).toBeVisible();
  await expect(live.recorded).toHaveCount(0);
});

test('a recording that was running when the program died is offered, and read only when asked', async ({
  launch,
}) => {
  const first = await launch();
  const id = await (await record(first)).caseId();
  await first.kill();
  const { folder, name: left } = leaveRecording(first, id, 'alternate-split');
  const wizard = wizardOf(await launch({ userDataDir: first.userDataDir }));
  await expect(wizard.live.leftOver).toBeVisible();
  await expect(wizard.live.leftOver).toContainText('2026');
  expect(existsSync(join(folder, `${left}.partial`)), 'it is left alone').toBe(true);
  await wizard.goTo('Capture');
  await wizard.live.readLeft.click();
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await expect(wizard.live.leftOver).toHaveCount(0);
  expect(readdirSync(folder)).toContain(left);
});

test('a cut recording that is left alone is not offered again, and can still be looked for', async ({
  launch,
}) => {
  const first = await launch();
  const begun = wizardOf(first);
  await begun.goTo('Capture');
  const { folder, name } = leaveRecording(first, await begun.caseId(), 'alternate-split');
  await first.kill();
  const second = await launch({ userDataDir: first.userDataDir });
  await wizardOf(second).live.leftOver.getByRole('button', { name: 'Leave it' }).click();
  await expect.poll(() => readdirSync(folder)).toContain(`${name}.aside`);
  await second.kill();
  const wizard = wizardOf(await launch({ userDataDir: first.userDataDir }));
  await wizard.goTo('Capture');
  await wizard.page.getByRole('button', { name: 'Was a recording of this case cut short?' }).click();
  await expect(wizard.live.leftOver).toHaveCount(0);
  await wizard.live.lookForLeft.click();
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
});

test('without a trace of one, a cut recording can still be looked for', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  await wizard.goTo('Capture');
  await wizard.page.getByRole('button', { name: 'Was a recording of this case cut short?' }).click();
  await wizard.live.lookForLeft.click();
  await expect(wizard.live.announcement('Nothing was left by a recording of this case.')).toBeAttached();
  const folder = join(wizard.app.userDataDir, 'cases', await wizard.caseId());
  const path = join(folder, 'capture-x.pcap.partial');
  writeFileSync(path, '');
  copyFileSync(recordedCapture('firewall-reject'), path);
  giveToOrdinaryUser(path);
  await wizard.live.lookForLeft.click();
  await expect(wizard.capture.verdictOf('firewall-reset')).toBeVisible();
});

for (const { where, width, height, textPercent } of [
  { where: 'a window of the usual size', width: 1280, height: 800, textPercent: 100 },
  { where: 'a small window with text at 200 %', ...SMALL },
])
  test(`the keyboard alone records from the card to the end in ${where}`, async ({ launch }) => {
    const app = await launch();
    await answerLive(app, 'plan', PROMPT);
    await answerLive(app, 'begin', declined);
    await answerLive(app, 'connect', { ok: true });
    await answerLive(app, 'stop', 'pending');
    await answerLive(app, 'mark', {
      ok: true,
      value: { kind: 'before', at: '2026-11-24T09:00:30.120Z' },
    } as { ok: boolean });
    const wizard = wizardOf(app);
    const { page, live } = wizard;
    await setWindowSize(app, width, height, textPercent);
    await wizard.goTo('Capture');
    await tabTo(page, 'Record now');
    await page.keyboard.press('Enter');
    await expect(live.askingHeading).toBeFocused();
    await tabTo(page, /^Largest size of the file/);
    await page.keyboard.press('ArrowDown');
    await expect(live.sizeLimit).toHaveValue('1000');
    await live.askingHeading.focus();
    await tabTo(page, 'Ask me now');
    await page.keyboard.press('Enter');
    await expect(live.declinedHeading).toBeFocused();
    await answerLive(app, 'begin', begun);
    await tabTo(page, 'Ask again');
    await page.keyboard.press('Enter');
    await expect(live.runningHeading).toBeFocused();
    await tabTo(page, 'Repository to ask with git (optional)');
    await page.keyboard.type('git@bitbucket.org:team/name.git');
    await tabTo(page, 'Connect for me');
    await page.keyboard.press('Enter');
    await expect(live.connect, 'it keeps the focus while it works').toBeFocused();
    await tabTo(page, 'Mark: I am about to try');
    await page.keyboard.press('Space');
    await expect(live.timeline).toHaveCount(1);
    await tabTo(page, 'Stop recording');
    await page.keyboard.press('Enter');
    await expect(live.stoppingHeading).toBeFocused();
  });

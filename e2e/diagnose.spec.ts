import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCase } from '../src/core/session/case-events.ts';
import { answerDiagnose, answerLive, diagnoseCallsOf, tellDiagnose } from './app/answer-live.ts';
import { recordedCapture } from './app/captures.ts';
import * as facts from './app/diagnose-facts.ts';
import { dropOnWindow } from './app/drop-on-window.ts';
import { PROMPT } from './app/live-facts.ts';
import { measuredCase } from './app/measured-case.ts';
import { giveToOrdinaryUser } from './app/ordinary-user.ts';
import { expect, type RunningApp, test } from './app-fixture.ts';
import { type Wizard, wizardOf } from './models/wizard.ts';

const TRACE = facts.traceText('linux-two-in-one.txt');

const openStep = async (app: RunningApp): Promise<Wizard> => {
  const wizard = wizardOf(app);
  await wizard.goTo('Diagnose');
  return wizard;
};

test('from the choice of a plan to a verdict, with every check in its row and every attempt as it ends', async ({
  launch,
}) => {
  const app = await launch();
  const wizard = await openStep(app);
  const { diagnose } = wizard;
  await diagnose.mode('Thorough').click();
  await diagnose.mode('Also see how long a quiet session lives (up to 10 minutes)').click();
  await answerDiagnose(app, 'start', { ok: true });
  await answerDiagnose(app, 'stop', { ok: true });
  await answerDiagnose(app, 'state', facts.view({ running: facts.BEGINNING }));
  await diagnose.start.click();
  await expect(diagnose.runningHeading).toBeFocused();
  expect(await diagnoseCallsOf(app, 'start')).toEqual([
    { mode: 'thorough', idleMinutes: 10, namesNetworks: false },
  ]);
  await expect(diagnose.counters).toContainText('0 of at most 32');
  await expect(diagnose.counters, 'what no plan goes beyond').toContainText('60');
  const tops = async (): Promise<number[]> =>
    Promise.all(
      ['addresses', 'environment', 'certificates', 'host-keys', 'experiment', 'path-mtu', 'paths'].map(
        async (id) => (await diagnose.check(id).boundingBox())?.y ?? -1,
      ),
    );
  const before = await tops();
  expect(before.every((top) => top > 0)).toBe(true);

  const { attempts, schema, ...progress } = facts.PART;
  await tellDiagnose(app, 'progress', progress);
  for (const attempt of attempts) await tellDiagnose(app, 'attempt', attempt);
  await expect(diagnose.counters).toContainText('11 of at most 32');
  await expect(diagnose.marks.getByRole('option')).toHaveCount(22);
  await expect(diagnose.check('addresses')).toContainText('104.192.141.1');
  expect(await tops(), 'no row jumps when a result comes').toEqual(before);
  await diagnose.stopCheck('Traces').click();
  expect(await diagnoseCallsOf(app, 'stop')).toEqual([{ check: 'paths' }]);

  await wizard.goTo('Symptoms');
  await expect(diagnose.elsewhere).toContainText('11 of at most 32');
  await wizard.goTo('Diagnose');
  await answerDiagnose(app, 'state', facts.view({ result: facts.SHIFT }));
  const current = { ...createCase('OTTER-42', facts.SHIFT.endedAt), step: 'diagnose' as const };
  await tellDiagnose(app, 'ended', { kind: 'measured', case: current });
  await expect(diagnose.verdictOf('anycast-shift-per-packet')).toContainText('Confidence: moderate');
  for (const name of ['intervals', 'attempts', 'survival', 'paths'] as const)
    await expect(diagnose.picture(name)).toBeVisible();
  await answerDiagnose(app, 'lookAgain', { ok: true });
  const againAt = '2026-11-26T09:30:00.000Z';
  await answerDiagnose(app, 'state', facts.view({ result: facts.HEALTHY, againAt }));
  await diagnose.lookAgain.click();
  expect(await diagnoseCallsOf(app, 'lookAgain')).toEqual([{ isWanted: true }]);
  await expect(wizard.page.getByText('We measure again at')).toBeVisible();
  await expect(diagnose.compared).toContainText('it is over');
});

test('a watch is recorded when that is wished: the command stands there first, and what was kept stands with the result', async ({
  launch,
}) => {
  const app = await launch();
  const wizard = await openStep(app);
  const { diagnose } = wizard;
  await expect(diagnose.record, 'goes with a watch').toHaveCount(0);
  await diagnose.mode('Keep watching').click();
  await wizard.page.getByText('8 hours', { exact: true }).click();
  await answerLive(app, 'plan', PROMPT);
  await diagnose.record.click();
  await expect(wizard.page.getByText('Rights end four hours after they were given')).toBeVisible();
  await expect(diagnose.willRecord).toContainText('sudo /usr/bin/tcpdump');
  await expect(wizard.page.getByText('your system asks for the permission once')).toBeVisible();
  await answerDiagnose(app, 'start', 'pending');
  await diagnose.start.click();
  await expect(wizard.page.getByText('Waiting for the permission to record')).toBeVisible();
  expect(await diagnoseCallsOf(app, 'start')).toEqual([
    { mode: 'watch', idleMinutes: null, namesNetworks: false, watchMinutes: 480, records: true },
  ]);
  await answerDiagnose(app, 'state', facts.view({ result: facts.MIXED }));
  await wizard.page.reload();
  await wizard.goTo('Diagnose');
  await expect(diagnose.recorded).toContainText('A box near here reset 9 of 41 sessions.');
  await expect(diagnose.recorded).toContainText('The recording ended early');
  await diagnose.recorded.getByRole('button', { name: 'See the packets' }).click();
  await expect(wizard.capture.openHeading).toBeVisible();
});

test('after a reload in the middle the running measurement is there, with its Stop', async ({ launch }) => {
  const app = await launch();
  const wizard = await openStep(app);
  await answerDiagnose(app, 'state', facts.view({ running: facts.PART }));
  await answerDiagnose(app, 'stop', { ok: true });
  await wizard.page.reload();
  await wizard.goTo('Diagnose');
  await expect(wizard.diagnose.marks.getByRole('option')).toHaveCount(22);
  await wizard.diagnose.stopAll.click();
  expect(await diagnoseCallsOf(app, 'stop')).toEqual([{ check: null }]);
});

test('the attempts are read by the arrow keys, and every picture is a table one key away', async ({
  launch,
  newFolder,
}) => {
  const userDataDir = newFolder();
  measuredCase(userDataDir, { 'diagnosis.json': facts.SHIFT });
  const wizard = await openStep(await launch({ userDataDir }));
  const { diagnose, page } = wizard;
  await expect(diagnose.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await diagnose.marks.focus();
  await page.keyboard.press('ArrowRight');
  await expect(diagnose.picture('attempts')).toContainText('Attempt 1: SSH greeting to anycast');
  const height = (await diagnose.picture('attempts').boundingBox())?.height;
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(diagnose.picture('attempts')).toContainText(/Attempt \d+: .* to legacy/);
  expect((await diagnose.picture('attempts').boundingBox())?.height, 'nothing shifts').toBe(height);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(diagnose.picture('attempts').getByRole('row')).toHaveCount(65);
  await diagnose.picture('paths').getByRole('button', { name: 'The same as a table' }).click();
  await expect(diagnose.picture('paths').getByRole('table')).toContainText('198.51.100.34');
  await expect(diagnose.picture('paths'), 'a private hop is masked').not.toContainText('192.168.1.1');
});

test('a pasted and a dropped trace are read and counted, another text says why not, a capture is still one', async ({
  launch,
  newFolder,
  giveFile,
}) => {
  const wizard = await openStep(await launch());
  const { diagnose, page } = wizard;
  await diagnose.traceField.fill('no trace');
  await diagnose.readTrace.click();
  await expect(diagnose.traceCard.getByRole('alert')).toContainText('There is no trace in “pasted trace”');
  await diagnose.mode('One flow').click();
  await diagnose.traceField.fill(TRACE);
  await diagnose.readTrace.click();
  await expect(diagnose.picture('paths')).toContainText('One flow parts at hop 2');
  await expect(diagnose.traceField).toHaveValue('');
  const file = join(newFolder(), 'from-the-office.txt');
  writeFileSync(file, TRACE);
  giveToOrdinaryUser(file);
  await dropOnWindow(page, file);
  await expect(diagnose.traceCard).toContainText('2 traces from elsewhere are counted');
  await diagnose.traceCard.getByRole('button', { name: 'Leave them out again' }).click();
  await expect(diagnose.picture('paths')).toHaveCount(0);
  await dropOnWindow(page, giveFile(recordedCapture('firewall-reject')));
  await expect(wizard.capture.verdictOf('firewall-reset')).toBeVisible();
});

test('the report and the letter have what was measured, and the paths decide who comes first', async ({
  launch,
  newFolder,
}) => {
  const userDataDir = newFolder();
  measuredCase(userDataDir, { 'diagnosis.json': facts.SHIFT });
  const wizard = await openStep(await launch({ userDataDir }));
  await wizard.page.getByRole('button', { name: 'Tell who can fix it' }).click();
  await expect(wizard.page.getByText('the packets part at its edge')).toBeVisible();
  await expect(wizard.escalate.section('path')).toContainText('198.51.100.34');
  await wizard.goTo('Report');
  const page = await wizard.report.show('report.html');
  await expect(page).toContainText('The anycast addresses fail more often');
  await expect(page.locator('svg.drawing')).toHaveCount(4);
  await expect(await wizard.report.show('report.json')).toContainText('"schema": "diagnosis/1"');
  await expect(await wizard.report.show('report.txt')).toContainText('MEASURED LIVE');
  await wizard.report.toggle('What was measured live, and the traces');
  await expect(await wizard.report.show('report.txt')).not.toContainText('MEASURED LIVE');
});

test('what was measured before a kill is shown, and not any more once it is set aside', async ({
  launch,
  newFolder,
}) => {
  const userDataDir = newFolder();
  const folder = measuredCase(userDataDir, {
    'diagnosis.part.json': { ...facts.PART, ipv6Tries: facts.PART.attempts.slice(0, 3) },
  });
  const wizard = await openStep(await launch({ userDataDir }));
  const { diagnose } = wizard;
  await expect(diagnose.left).toContainText('22 attempts');
  await expect(diagnose.left).toContainText('Over IPv6 3 attempts were made');
  await expect(diagnose.marks.getByRole('option')).toHaveCount(22);
  await diagnose.left.getByRole('button', { name: 'Do not show it any more' }).click();
  await expect(diagnose.left).toHaveCount(0);
  await expect.poll(() => existsSync(join(folder, 'diagnosis.part.json.aside'))).toBe(true);
  expect(readFileSync(join(folder, 'diagnosis.part.json.aside'), 'utf8')).toContain('part-diagnosis/1');
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApp } from './app/running-app.ts';
import { expect, test } from './app-fixture.ts';
import { type Wizard, wizardOf } from './models/wizard.ts';

/** A case with findings, a message and a note in it. */
const fillCase = async (wizard: Wizard): Promise<string> => {
  await wizard.goTo('Symptoms');
  await wizard.symptoms.field.fill('client_loop: send disconnect: Broken pipe');
  await expect(wizard.symptoms.card('ssh-client-loop')).toBeVisible();
  await wizard.goTo('Start');
  await wizard.start.openPractice.click();
  await expect(wizard.capture.verdict).toBeVisible();
  await wizard.goTo('Report');
  await wizard.report.note.fill('It happens after lunch.');
  await expect(await wizard.report.show('report.txt')).toContainText('It happens after lunch.');
  return wizard.caseId();
};

const expectCase = async (wizard: Wizard, id: string): Promise<void> => {
  expect(await wizard.caseId()).toBe(id);
  await wizard.start.resume.click();
  await expect(wizard.report.heading, 'it goes on where it was left').toBeVisible();
  await expect(wizard.report.note).toHaveValue('It happens after lunch.');
  await wizard.goTo('Capture');
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await wizard.goTo('Symptoms');
  await expect(wizard.symptoms.card('ssh-client-loop')).toBeVisible();
};

test('a case survives closing the window', async ({ launch }) => {
  const first = await launch();
  const id = await fillCase(wizardOf(first));
  await first.close();
  await expectCase(wizardOf(await launch({ userDataDir: first.userDataDir })), id);
});

test('a case survives kill -9', async ({ launch }) => {
  const first = await launch();
  const id = await fillCase(wizardOf(first));
  await first.kill();
  await expectCase(wizardOf(await launch({ userDataDir: first.userDataDir })), id);
});

test('killed while a capture is read, it starts again with what was there before', async ({ launch }) => {
  const first = await launch();
  const wizard = wizardOf(first);
  const id = await fillCase(wizard);
  await wizard.goTo('Start');
  await wizard.start.openPractice.click();
  await first.kill();
  const again = wizardOf(await launch({ userDataDir: first.userDataDir }));
  expect(await again.caseId()).toBe(id);
  await again.goTo('Capture');
  await expect(again.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
});

test('a new case begins empty, and the earlier one opens as it was', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  const id = await fillCase(wizard);
  await wizard.goTo('Start');
  await wizard.start.newCase.click();
  await expect.poll(() => wizard.caseId()).not.toBe(id);
  await wizard.goTo('Capture');
  await expect(wizard.capture.openHeading).toBeVisible();
  await wizard.goTo('Start');
  await wizard.start.openCase(id).click();
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  expect(await wizard.caseId()).toBe(id);
  await wizard.goTo('Report');
  await expect(wizard.report.note).toHaveValue('It happens after lunch.');
});

const folderOf = (app: RunningApp, id: string): string => join(app.userDataDir, 'cases', id);

test('a damaged case file is set aside, nothing of it is deleted, and the window says so', async ({
  launch,
}) => {
  const first = await launch();
  const id = await fillCase(wizardOf(first));
  await first.close();
  const file = join(folderOf(first, id), 'case.json');
  const half = readFileSync(file, 'utf8').slice(0, 200);
  writeFileSync(file, half);
  const again = wizardOf(await launch({ userDataDir: first.userDataDir }));
  await expect(again.message).toContainText(`The file of case ${id} was damaged.`);
  await expect(again.message).toContainText('nothing was deleted');
  const aside = readdirSync(folderOf(first, id)).find((name) => name.startsWith('case.json.damaged-'));
  expect(readFileSync(join(folderOf(first, id), aside ?? ''), 'utf8')).toBe(half);
  expect(existsSync(file)).toBe(false);
  // And the window works on.
  await again.message.getByRole('button', { name: 'Close this message' }).click();
  await again.start.openPractice.click();
  await expect(again.capture.verdict).toBeVisible();
});

test('damaged findings are set aside, and the rest of the case is kept', async ({ launch }) => {
  const first = await launch();
  const id = await fillCase(wizardOf(first));
  await first.close();
  writeFileSync(join(folderOf(first, id), 'analysis.json'), '{}');
  const again = wizardOf(await launch({ userDataDir: first.userDataDir }));
  await expect(again.message).toContainText('Open the capture again');
  await again.goTo('Symptoms');
  await expect(again.symptoms.card('ssh-client-loop')).toBeVisible();
  await again.goTo('Capture');
  await expect(again.capture.openHeading).toBeVisible();
});

import { join } from 'node:path';
import { expectAccessible } from './app/axe.ts';
import { recordedCapture } from './app/captures.ts';
import { answerOpenDialog, answerSaveDialog } from './app/dialogs.ts';
import { expect, test } from './app-fixture.ts';
import { wizardOf } from './models/wizard.ts';

test('a case is renamed, taken in from its own report, compared with itself, and deleted, by keyboard', async ({
  launch,
  giveFile,
  newFolder,
}) => {
  const app = await launch();
  const wizard = wizardOf(app);
  const { page, start } = wizard;
  await answerOpenDialog(app, [giveFile(recordedCapture('closed-port'))]);
  await start.chooseCapture.click();
  await expect(wizard.capture.verdict).toBeVisible();
  const id = await wizard.caseId();
  await wizard.goTo('Report');
  const saved = join(newFolder(), 'report.zip');
  await answerSaveDialog(app, saved);
  await wizard.report.save.click();
  await expect(wizard.report.saved).toBeVisible();

  await wizard.goTo('Start');
  await start.manageCases.press('Enter');
  await expect(page.getByRole('heading', { name: 'Your cases' })).toBeFocused();
  const own = start.caseCard(id);
  await own.getByRole('button', { name: `Rename case ${id}` }).press('Enter');
  await expect(own.getByRole('textbox', { name: `Title of case ${id}` })).toBeFocused();
  await page.keyboard.type('office');
  await page.keyboard.press('Enter');
  await expect(own.getByRole('heading', { name: `${id}: office` })).toBeFocused();

  await answerOpenDialog(app, [saved]);
  await page.getByRole('button', { name: 'Take in a case from a report' }).press('Enter');
  const taken = page.getByRole('listitem').filter({ hasText: 'from another machine, only read' });
  await expect(taken).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Compare two cases' }).press('Enter');
  await expect(page.getByRole('region', { name: 'What changed' })).toContainText('not more than chance');
  await page.getByRole('button', { name: 'Back to the cases' }).press('Enter');

  const other = (await taken.getAttribute('data-case')) ?? '';
  await taken.getByRole('button', { name: `Open case ${other}` }).press('Enter');
  await expect(page.getByRole('region', { name: 'Case from another machine' })).toContainText(`called ${id}`);
  await wizard.goTo('Symptoms');
  await expect(wizard.symptoms.field).toHaveAttribute('readonly');
  await wizard.goTo('Diagnose');
  await expect(wizard.diagnose.start, 'nothing is added to it').toBeDisabled();
  await wizard.goTo('Capture');
  await expect(wizard.capture.verdict).toBeVisible();
  for (const name of ['Record again', 'Open another capture'])
    await expect(page.getByRole('button', { name })).toBeDisabled();

  await wizard.goTo('Start');
  await start.manageCases.press('Enter');
  await start
    .caseCard(other)
    .getByRole('button', { name: `Delete case ${other}` })
    .press('Enter');
  await expect(page.getByRole('button', { name: 'Keep it' }), 'the safe answer first').toBeFocused();
  await page.getByRole('button', { name: `Delete case ${other}` }).press('Enter');
  await expect(start.caseCard(other)).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Your cases' })).toBeFocused();
  await expect(start.caseCard(id)).toBeVisible();
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRESENT_DAY_VARIANTS, PUBLISHED_EXAMPLES } from './app/messages.ts';
import type { RunningApp } from './app/running-app.ts';
import { expect, test } from './app-fixture.ts';
import { type Wizard, wizardOf } from './models/wizard.ts';

/** What of this case lies on the disk. */
const caseOnDisk = async (app: RunningApp, wizard: Wizard): Promise<string> =>
  readFileSync(join(app.userDataDir, 'cases', await wizard.caseId(), 'case.json'), 'utf8');

test('all five published examples are recognised while they are pasted', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  await wizard.goTo('Symptoms');
  for (const [index, { id, text }] of PUBLISHED_EXAMPLES.entries()) {
    await wizard.symptoms.field.fill(text);
    await expect(wizard.symptoms.cards.first()).toHaveAttribute('data-symptom', id);
    const card = wizard.symptoms.card(id);
    await expect(card).toContainText(`Published example ${index + 1}`);
    await expect(card).toContainText('What it shows');
    await expect(card).toContainText('What it does not show');
  }
  await expect(wizard.page.getByText('No message is by itself a sign of anycast shift')).toBeVisible();
});

test('present-day forms of the same messages are recognised, also in another language', async ({
  launch,
}) => {
  const wizard = wizardOf(await launch());
  await wizard.goTo('Symptoms');
  for (const { id, text } of PRESENT_DAY_VARIANTS) {
    await wizard.symptoms.field.fill(text);
    await expect(wizard.symptoms.card(id), text).toBeVisible();
    await wizard.symptoms.field.fill('');
    await expect(wizard.symptoms.cards).toHaveCount(0);
  }
});

test('what the text tells is pulled out of it', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  await wizard.goTo('Symptoms');
  await wizard.symptoms.field.fill(PUBLISHED_EXAMPLES[3]?.text ?? '');
  await expect(wizard.symptoms.facts).toContainText('bitbucket.org');
  await expect(wizard.symptoms.facts).toContainText('104.192.141.1');
  await expect(wizard.symptoms.facts).toContainText('443');
});

test('a message nobody knows is said to be unknown', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  await wizard.goTo('Symptoms');
  await wizard.symptoms.field.fill('The printer is on fire.');
  await expect(wizard.symptoms.unknown).toContainText('a capture tells more than a message');
});

test('secrets are gone from the field, from the disk and from the report', async ({ launch }) => {
  const app = await launch();
  const wizard = wizardOf(app);
  await wizard.goTo('Symptoms');
  const password = 'hunter2hunter2';
  const token = 'ATBBkq3yX8wTf5dEJv2mPz7nLcR9aB1C2D3E';
  await wizard.symptoms.field.fill(
    `git clone https://anna:${password}@bitbucket.org/team/repo.git\nAuthorization: Bearer ${token}\nfatal: early EOF`,
  );
  await expect(wizard.page.getByText(/secrets were removed from the text before it was kept/)).toBeVisible();
  await expect(wizard.symptoms.field).not.toHaveValue(new RegExp(`${password}|${token}`));
  await expect(wizard.symptoms.field).toHaveValue(/early EOF/);
  const kept = await caseOnDisk(app, wizard);
  expect(kept).toContain('early EOF');
  expect(kept).not.toContain(password);
  expect(kept).not.toContain(token);
  await wizard.goTo('Report');
  const page = await wizard.report.show('report.txt');
  await expect(page).toContainText('early EOF');
  await expect(page).not.toContainText(password);
  await expect(page).not.toContainText(token);
  // The sentence belongs to that text alone.
  await wizard.goTo('Symptoms');
  await wizard.symptoms.field.fill('fatal: early EOF');
  await expect(wizard.page.getByText(/removed from the text before it was kept/)).toHaveCount(0);
});

test('the pasted text survives a restart, and so does what was typed a moment before the step was left', async ({
  launch,
}) => {
  const first = await launch();
  const wizard = wizardOf(first);
  await wizard.goTo('Symptoms');
  await wizard.symptoms.field.fill(PUBLISHED_EXAMPLES[4]?.text ?? '');
  // No waiting for the recognition: leaving the step keeps the text.
  await wizard.goTo('Capture');
  await wizard.goTo('Symptoms');
  await expect(wizard.symptoms.field).toHaveValue(/packet_write_wait/);
  await first.close();
  const again = wizardOf(await launch({ userDataDir: first.userDataDir }));
  await again.goTo('Symptoms');
  await expect(again.symptoms.field).toHaveValue(/packet_write_wait/);
  await expect(again.symptoms.card('ssh-broken-pipe')).toBeVisible();
});

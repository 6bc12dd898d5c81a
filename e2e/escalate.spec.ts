import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerSaveDialog } from './app/dialogs.ts';
import { expect, type RunningApp, test } from './app-fixture.ts';
import { type Wizard, wizardOf } from './models/wizard.ts';

const openLetter = async (app: RunningApp): Promise<Wizard> => {
  const wizard = wizardOf(app);
  await wizard.start.openPractice.click();
  await expect(wizard.capture.verdict).toBeVisible();
  await wizard.foot.getByRole('button', { name: 'Tell who can fix it' }).click();
  await expect(wizard.escalate.letter).toBeVisible();
  return wizard;
};

test('a letter is filled from the capture, for one reader and in their language', async ({ launch }) => {
  const wizard = await openLetter(await launch());
  const { escalate, page } = wizard;
  await expect(page.getByText('Write to your own network team first')).toBeVisible();
  await expect(escalate.section('comparison')).toContainText(/anycast\s+38\s+38/);
  await expect(escalate.section('session'), 'their own addresses name the device').toContainText('192.168.');
  await expect(escalate.gaps).toContainText('A trace of one flow');
  await escalate.writeTo('Internet provider');
  await expect(escalate.section('session')).toContainText('ip-1:');
  await expect(escalate.letter).not.toContainText('192.168.');
  await escalate.language.selectOption('de');
  await expect(escalate.letter).toHaveAttribute('lang', 'de');
  await expect(escalate.section('statement')).toContainText('verschiedene Anycast-Standorte');
});

test('what only the user knows and their own words stay, and the rest follows the reader', async ({
  launch,
}) => {
  const app = await launch();
  const wizard = await openLetter(app);
  const { escalate } = wizard;
  await escalate.detail('Router or firewall, with firmware').fill('Junos 22.4');
  await expect(escalate.section('vendor')).toContainText('load-balance per-packet means per flow');
  await escalate
    .section('ask')
    .getByRole('button', { name: /^Write it yourself/ })
    .click();
  const own = escalate.section('ask').getByRole('textbox');
  await expect(own).toHaveValue(/per-flow hashing/);
  await own.fill('Please call me first.');
  await escalate.writeTo('Internet provider');
  await expect(own).toHaveValue('Please call me first.');
  await expect(escalate.section('customer')).toContainText('Junos 22.4');
  await wizard.goTo('Report');
  await wizard.goTo('Escalate');
  await expect(own).toHaveValue('Please call me first.');
  await escalate.section('ask').getByRole('button', { name: 'Go back to what was measured' }).click();
  await expect(escalate.section('ask')).toContainText('MLPPP');
});

test('it is saved as a mail with the report attached, as a text, and not at all when the dialog is closed', async ({
  launch,
  newFolder,
}) => {
  const app = await launch();
  const { escalate } = await openLetter(app);
  await answerSaveDialog(app, undefined);
  await escalate.saveText.click();
  await expect(escalate.saved).toBeHidden();
  const folder = newFolder();
  await answerSaveDialog(app, join(folder, 'letter.txt'));
  await escalate.detail('Contact').fill('noc@example.org');
  await escalate.saveText.click();
  await expect(escalate.saved).toContainText('letter.txt');
  const text = readFileSync(join(folder, 'letter.txt'), 'utf8');
  expect(text, 'typed a moment before').toContain('- Contact: noc@example.org');
  await answerSaveDialog(app, join(folder, 'letter.eml'));
  await escalate.saveMail.click();
  await expect(escalate.saved).toContainText('letter.eml');
  const mail = readFileSync(join(folder, 'letter.eml'), 'utf8');
  expect(mail).toMatch(/^Subject: .*TCP session/m);
  expect(mail).not.toMatch(/^(From|To): /m);
  for (const name of ['report.html', 'report.txt', 'report.json', 'SHA256SUMS'])
    expect(mail).toContain(`filename=${name}`);
});

test('its short form is handed to the user’s own mail program, and it is said when there is none', async ({
  launch,
}) => {
  const app = await launch();
  const { escalate, message } = await openLetter(app);
  await app.electron?.evaluate(({ shell }) => {
    const kept = globalThis as unknown as { opened: string[]; hasMail: boolean };
    Object.assign(kept, { opened: [], hasMail: true });
    shell.openExternal = async (url) => {
      kept.opened.push(url);
      if (!kept.hasMail) throw new Error('no program for it');
    };
  });
  await escalate.detail('Contact').fill('noc@example.org');
  await escalate.openMail.click();
  const opened = () =>
    app.electron?.evaluate(() => (globalThis as unknown as { opened: string[] }).opened) ?? [];
  await expect.poll(async () => (await opened()).length).toBe(1);
  const [url = ''] = await opened();
  expect(url).toMatch(/^mailto:\?subject=[^&]*TCP%20session[^&]*&body=[^&]*$/);
  const body = new URL(url).searchParams.get('body');
  expect(body).toContain('Contact: noc@example.org');
  expect(url.length).toBeLessThanOrEqual(2_000);
  await app.electron?.evaluate(() => {
    (globalThis as unknown as { hasMail: boolean }).hasMail = false;
  });
  await escalate.openMail.click();
  await expect(message).toContainText('no mail program');
});

test('without a capture there is nothing to write about, and a way to one', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  await wizard.goTo('Escalate');
  await expect(wizard.escalate.heading).toBeVisible();
  await wizard.escalate.toCapture.click();
  await expect(wizard.capture.openHeading).toBeVisible();
});

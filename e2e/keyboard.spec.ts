import { join } from 'node:path';
import { answerSaveDialog } from './app/dialogs.ts';
import { tabTo } from './app/tab-to.ts';
import { unzipReport } from './app/unzip.ts';
import { setWindowSize } from './app/window-size.ts';
import { expect, test } from './app-fixture.ts';
import { wizardOf } from './models/wizard.ts';

for (const { where, width, height, textPercent } of [
  { where: 'a window of the usual size', width: 1280, height: 800, textPercent: 100 },
  { where: 'a small window with text at 200 %', width: 960, height: 640, textPercent: 200 },
]) {
  test(`the keyboard alone leads from the start to a saved report in ${where}`, async ({
    launch,
    newFolder,
  }) => {
    const app = await launch();
    const wizard = wizardOf(app);
    const { page, capture, report } = wizard;
    await setWindowSize(app, width, height, textPercent);
    const path = join(newFolder(), 'report.zip');
    await answerSaveDialog(app, path);

    await tabTo(page, 'Describe the symptoms');
    await page.keyboard.press('Enter');
    await expect(wizard.symptoms.heading).toBeFocused();
    await tabTo(page, 'Message from git, ssh or the browser');
    await page.keyboard.type('client_loop: send disconnect: Broken pipe');
    await expect(wizard.symptoms.card('ssh-client-loop')).toBeVisible();
    await tabTo(page, 'Measure from here');
    await page.keyboard.press('Enter');
    await expect(wizard.diagnose.heading).toBeFocused();
    await tabTo(page, 'Go to the capture');
    await page.keyboard.press('Enter');
    await expect(capture.openHeading).toBeFocused();

    await tabTo(page, 'Open practice case');
    await page.keyboard.press('Space');
    await expect(capture.verdict.getByRole('heading', { level: 1 })).toBeFocused();
    await tabTo(page, 'The same as a table');
    await page.keyboard.press('Enter');
    await expect(capture.ladderTable).toBeVisible();
    await tabTo(page, /^What was ruled out/);
    await page.keyboard.press('Enter');
    await expect(page.getByText(/^A firewall or router nearby: /)).toBeVisible();
    await tabTo(page, /^Show packets of ip-1:/);
    await page.keyboard.press('Enter');
    await expect(capture.session.getByRole('heading', { level: 2 })).toBeFocused();
    await tabTo(page, 'Tell who can fix it');
    await page.keyboard.press('Enter');
    await expect(wizard.escalate.heading).toBeFocused();
    await tabTo(page, 'Contact');
    await page.keyboard.type('noc@example.org');
    await expect(wizard.escalate.section('contact')).toContainText('noc@example.org');
    await tabTo(page, 'Make the report');
    await page.keyboard.press('Enter');

    await expect(report.heading).toBeFocused();
    await tabTo(page, 'Name and version of this system');
    await page.keyboard.press('Space');
    await expect(report.tick('Name and version of this system')).not.toBeChecked();
    await tabTo(page, 'Note to the reader (optional)');
    await page.keyboard.type('Written with keys alone.');
    await tabTo(page, /^Page$/);
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('tab', { name: 'Text' })).toHaveAttribute('aria-selected', 'true');
    await tabTo(page, 'Save report');
    await page.keyboard.press('Enter');
    await expect(report.saved).toBeInViewport();
    const text = (await unzipReport(path)).get('report.txt')?.toString('utf8');
    expect(text).toContain('Written with keys alone.');
  });
}

test('the first stop skips the rail, and the look settings open, change and close by keyboard', async ({
  launch,
}) => {
  const wizard = wizardOf(await launch());
  const { page } = wizard;
  await expect(wizard.start.heading).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the step' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(wizard.start.heading).toBeFocused();
  await wizard.look.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Text size and colours' })).toBeVisible();
  await page.getByRole('radio', { name: '100 %' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '125 %' })).toBeChecked();
  expect(await page.evaluate(() => document.documentElement.style.fontSize)).toBe('20px');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(wizard.look).toBeFocused();
});

test('text size and colours are kept over a restart', async ({ launch }) => {
  const first = await launch();
  const wizard = wizardOf(first);
  await wizard.look.click();
  await wizard.page.getByText('200 %').click();
  await wizard.page.getByText('Dark', { exact: true }).click();
  await expect(wizard.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await first.close();
  const { page } = await launch({ userDataDir: first.userDataDir });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await page.evaluate(() => document.documentElement.style.fontSize)).toBe('32px');
});

import { expect, test } from '../app-fixture.ts';
import { wizardOf } from '../models/wizard.ts';

test('given rights for a recording, it traces TCP without asking again, and says so', async ({ launch }) => {
  test.setTimeout(150_000);
  const wizard = wizardOf(await launch());
  const { diagnose, live, capture } = wizard;
  await wizard.goTo('Capture');
  await capture.recordNow.click();
  await live.askMe.click();
  await expect(live.runningHeading).toBeFocused({ timeout: 30_000 });
  await live.stop.click();
  await expect(capture.verdict).toBeVisible({ timeout: 30_000 });
  await wizard.goTo('Diagnose');
  await diagnose.mode('Quick').click();
  await diagnose.start.click();
  await expect(diagnose.verdictOf('anycast-shift-per-packet')).toBeVisible({ timeout: 90_000 });
  await expect(diagnose.picture('paths')).toContainText('Traced with TCP with administrator rights.');
  await expect(diagnose.picture('paths')).toContainText('One flow parts at hop');
});

test('the window measures the split from an ordinary user’s account, through a reload, without asking for rights', async ({
  launch,
}) => {
  test.setTimeout(150_000);
  const app = await launch();
  const wizard = wizardOf(app);
  const { diagnose, page } = wizard;
  await wizard.goTo('Diagnose');
  await diagnose.mode('Quick').click();
  await diagnose.start.click();
  await expect(diagnose.runningHeading).toBeFocused();
  await expect.poll(() => diagnose.marks.getByRole('option').count(), { timeout: 30_000 }).toBeGreaterThan(3);
  await page.reload();
  await wizard.goTo('Diagnose');
  await expect(diagnose.stopAll).toBeVisible();
  await expect.poll(() => diagnose.marks.getByRole('option').count()).toBeGreaterThan(3);
  await expect(diagnose.verdictOf('anycast-shift-per-packet')).toBeVisible({ timeout: 90_000 });
  await expect(diagnose.picture('intervals')).toContainText('The anycast addresses fail more often');
  await expect(diagnose.picture('paths')).toContainText('One flow parts at hop');
  expect(app.output(), 'no bug on the way').not.toContain('bug at');
});

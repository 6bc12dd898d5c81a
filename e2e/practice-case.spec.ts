import { expect, test } from './app-fixture.ts';
import { wizardOf } from './models/wizard.ts';

test('the practice case leads from the start to its verdict', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  const { capture, page } = wizard;
  await wizard.start.openPractice.click();
  await expect(capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await expect(capture.verdict).toContainText('Fault found');
  await expect(capture.verdict).toContainText('This fits anycast shift');
  await expect(capture.verdict).toContainText(/Confidence: (weak|moderate|strong)/);
  await expect(page.getByRole('button', { name: /^What speaks for it \(\d+\)/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^What was ruled out \(\d+\)/ })).toBeVisible();
  await expect(wizard.railStep('Capture')).toHaveAttribute('aria-current', 'step');
  await expect(page).toHaveTitle('Capture – Bitbucket Reset Doctor');
});

test('the answer takes the focus and is announced when reading ends', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  await wizard.start.openPractice.click();
  const heading = wizard.capture.verdict.getByRole('heading', { level: 1 });
  await expect(heading).toBeFocused();
  await expect(wizard.page.getByRole('status').filter({ hasText: 'Reading is finished.' })).toHaveText(
    /This fits anycast shift/,
  );
});

test('the ladder shows how the reset differs from the first answer, as a picture, in words and as a table', async ({
  launch,
}) => {
  const wizard = wizardOf(await launch());
  const { capture } = wizard;
  await wizard.start.openPractice.click();
  const firstAnswer = capture.session.locator('dl.jump div').filter({ hasText: 'First answer' });
  const reset = capture.session.locator('dl.jump div').filter({ hasText: 'The reset' });
  await expect(firstAnswer).toContainText(/TTL \d+ after [\d.]+ ms/);
  await expect(reset).toContainText(/TTL \d+ after [\d.]+ ms/);
  const ttlOf = (text: string | null) => Number(/TTL (\d+)/.exec(text ?? '')?.[1]);
  const [owner, stranger] = [ttlOf(await firstAnswer.textContent()), ttlOf(await reset.textContent())];
  expect(stranger, 'the reset came from another distance').not.toBe(owner);

  // The picture carries both, and says in words what it shows.
  await expect(capture.ladder).toHaveAccessibleName(/reset a session it had never seen/);
  await expect(capture.ladder.locator('.is-reset').first()).toContainText(`TTL ${stranger}`);
  await expect(capture.ladder.locator('.is-normal').filter({ hasText: 'SYN-ACK' }).first()).toContainText(
    `TTL ${owner}`,
  );
  await expect(capture.ladder.locator('desc')).toContainText(/packets of the session from port \d+/);

  await capture.showLadderTable.click();
  const rows = capture.ladderTable.getByRole('row');
  await expect(rows.filter({ hasText: 'SYN-ACK' }).first()).toContainText(String(owner));
  const resetRow = capture.ladderTable.locator('tr[data-kind="reset"]').first();
  await expect(resetRow).toContainText(/RST/);
  await expect(resetRow.getByRole('cell').nth(4)).toHaveText(String(stranger));
  await expect(resetRow, 'the time has its zone').toContainText(/\d\d:\d\d:\d\d\.\d+ UTC/);
  await expect(resetRow, 'the sequence number is there').toContainText(/\d{4,}/);
});

test('another session is chosen from the table and takes the focus', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  const { capture } = wizard;
  await wizard.start.openPractice.click();
  await expect(capture.showPackets.first()).toBeVisible();
  const shown = await capture.session.getAttribute('data-session');
  const other = capture.sessionRows.filter({ hasNot: wizard.page.locator('[aria-current="true"]') });
  const row = other.nth(3);
  const client = await row.locator('code').first().textContent();
  await row.getByRole('button').click();
  await expect(capture.session).not.toHaveAttribute('data-session', shown ?? '');
  await expect(capture.session.locator('code').first()).toHaveText(client ?? '');
  await expect(capture.session.getByRole('heading', { level: 2 })).toBeFocused();
  await expect(capture.session.getByRole('heading', { level: 2 })).toBeInViewport();
});

test('keys alone choose a session in the timeline, and lay two of the table side by side', async ({
  launch,
}) => {
  const { capture, start, page } = wizardOf(await launch());
  await start.openPractice.click();
  await expect(capture.timeline.getByRole('heading')).toHaveText(/^\d+ sessions were reset within /);
  const resets = await capture.timelineMarks.count();
  expect(resets).toBe(await capture.sessionRows.count());
  await capture.timeline.getByRole('listbox').focus();
  await page.keyboard.press('End');
  const last = capture.timelineMarks.last();
  await expect(last).toHaveAttribute('aria-selected', 'true');
  const time = /^(\S+) UTC/.exec((await last.getAttribute('aria-label')) ?? '')?.[1] ?? 'no time';
  await page.keyboard.press('Enter');
  const chosen = capture.sessionRows.and(page.locator('[aria-current="true"]'));
  await expect(chosen).toContainText(time);
  await expect(capture.session.getByRole('heading', { level: 2 })).toBeFocused();

  await expect(capture.compareTicked).toBeDisabled();
  const clients: string[] = [];
  for (const row of [1, 4]) {
    clients.push((await capture.sessionRows.nth(row).locator('code').first().textContent()) ?? '');
    await capture.tickToCompare.nth(row).press('Space');
  }
  await expect(capture.tickToCompare.nth(0), 'two are enough').toBeDisabled();
  await capture.compareTicked.press('Enter');
  await expect(capture.sideBySide.getByRole('heading', { level: 2 })).toBeFocused();
  for (const client of clients)
    await expect(capture.sideBySide.getByRole('columnheader', { name: client })).toBeVisible();
  await expect(capture.sideBySide.getByRole('img')).toHaveCount(2);
  await expect(
    capture.sideBySide.getByRole('row', { name: 'Kind of address anycast anycast' }),
  ).toBeVisible();
});

test('the table shows the sessions with a reset first and all of them on demand', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  const { capture, page } = wizard;
  await wizard.start.openPractice.click();
  await expect(capture.sessionRows.first()).toBeVisible();
  const withReset = await capture.sessionRows.count();
  await page.getByText(/^All listed/).click();
  await expect.poll(() => capture.sessionRows.count()).toBeGreaterThan(withReset);
  await expect(capture.sessionRows.filter({ hasText: 'control' }).first()).toBeVisible();
});

test('the masks hide the address of this side, lift for ten seconds and come back by themselves', async ({
  launch,
}) => {
  const wizard = wizardOf(await launch());
  const { capture } = wizard;
  await wizard.start.openPractice.click();
  const client = capture.session.locator('code').first();
  await expect(client).toHaveText(/^ip-\d+:\d+$/);
  // One key, from wherever the focus is.
  await wizard.page.keyboard.press('F8');
  await expect(client).toHaveText(/^\d+\.\d+\.\d+\.\d+:\d+$/);
  await expect(wizard.masks).toHaveAccessibleName(/^Masks off for \d+ s$/);
  await expect(client).toHaveText(/^ip-\d+:\d+$/, { timeout: 15_000 });
});

test('no window text calls anything an error', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  const texts: string[] = [];
  const read = async () => texts.push((await wizard.page.locator('body').textContent()) ?? '');
  await read();
  await wizard.goTo('Symptoms');
  await read();
  await wizard.goTo('Capture');
  await read();
  await wizard.capture.openPractice.click();
  await expect(wizard.capture.session).toBeVisible();
  await read();
  await wizard.goTo('Report');
  await wizard.report.show('report.txt');
  await read();
  for (const text of texts) expect(text).not.toMatch(/\berrors?\b/i);
});

import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onePacketSessions } from '../src/test-support/one-packet-sessions.ts';
import { answerOpenDialog } from './app/dialogs.ts';
import { answeredKeys, startMeasuring, stopMeasuring } from './app/input-latency.ts';
import { giveToOrdinaryUser } from './app/ordinary-user.ts';
import { expect, test } from './app-fixture.ts';
import { wizardOf } from './models/wizard.ts';

const SIZE = 200_000_000;
/** Of one packet each, 70 bytes: nothing takes longer to read, long enough to press keys and to stop it. */
const SESSIONS = 3_000_000;
const ANSWERS_WITHIN_MS = 100;
/** Fewer key presses than this would say little about the worst one. */
const FEWEST_KEYS = 10;

test('while a 200 MB capture is read, the window answers input within 100 ms, and cancel works', async ({
  launch,
  newFolder,
}) => {
  test.setTimeout(120_000);
  const path = join(newFolder(), 'big.pcap');
  writeSessions(path);
  expect(statSync(path).size).toBeGreaterThanOrEqual(SIZE);
  giveToOrdinaryUser(path);
  const app = await launch();
  const wizard = wizardOf(app);
  const { capture, page } = wizard;
  await wizard.start.openPractice.click();
  await expect(capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  const caseFile = join(app.userDataDir, 'cases', await wizard.caseId(), 'case.json');
  const before = JSON.parse(readFileSync(caseFile, 'utf8'));

  await answerOpenDialog(app, [path]);
  await capture.openAnother.click();
  await expect(capture.stopReading).toBeVisible();
  await startMeasuring(page);
  let presses = 0;
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && presses < 60 && (await capture.stopReading.isVisible())) {
    await page.keyboard.press('Tab');
    presses += 1;
  }
  const stillReading = await capture.stopReading.isVisible();
  const latency = await stopMeasuring(page);
  test
    .info()
    .annotations.push({ type: 'latency', description: JSON.stringify({ ...latency, stillReading }) });
  expect(latency.keyToFrame.count, 'keys were answered while it was read').toBeGreaterThanOrEqual(
    FEWEST_KEYS,
  );
  expect(latency.mainAnswer.count, 'calls were answered while it was read').toBeGreaterThanOrEqual(
    FEWEST_KEYS,
  );
  expect(latency.keyToFrame.median, JSON.stringify(latency)).toBeLessThan(ANSWERS_WITHIN_MS);
  expect(latency.mainAnswer.median, JSON.stringify(latency)).toBeLessThan(ANSWERS_WITHIN_MS);

  expect(stillReading, 'it was read meanwhile').toBe(true);
  await capture.stopReading.click();
  await expect(capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Reading was stopped.' })).toHaveCount(1);
  await expect(wizard.message, 'that is no problem to tell of').toHaveCount(0);
  const after = JSON.parse(readFileSync(caseFile, 'utf8'));
  expect(after.capture, 'the case still has the earlier capture').toEqual(before.capture);
});

function writeSessions(path: string): void {
  const file = openSync(path, 'w');
  for (const chunk of onePacketSessions(SESSIONS, 100_000)) writeSync(file, chunk);
  closeSync(file);
}

test('the measurement sees a window that does not answer in time', async ({ launch }) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await startMeasuring(page);
  await page.evaluate(() => {
    window.addEventListener('keydown', () => {
      const until = performance.now() + 150;
      while (performance.now() < until);
    });
  });
  await page.keyboard.press('Tab');
  await expect.poll(() => answeredKeys(page)).toBe(1);
  expect((await stopMeasuring(page)).keyToFrame.median).toBeGreaterThan(ANSWERS_WITHIN_MS);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedCapture } from './app/captures.ts';
import { answerOpenDialog } from './app/dialogs.ts';
import { dropOnWindow } from './app/drop-on-window.ts';
import { giveToOrdinaryUser } from './app/ordinary-user.ts';
import { expect, test } from './app-fixture.ts';
import { wizardOf } from './models/wizard.ts';

test('a split capture chosen in the dialog is anycast shift per packet', async ({ launch, giveFile }) => {
  const app = await launch();
  const wizard = wizardOf(app);
  await answerOpenDialog(app, [giveFile(recordedCapture('alternate-split'))]);
  await wizard.start.chooseCapture.click();
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toContainText(
    'Anycast shift: packets of one session are split',
  );
  await expect(wizard.page.getByText('alternate-split.pcap')).toBeVisible();
});

test('a split capture dropped on the window is anycast shift per packet', async ({ launch, giveFile }) => {
  const wizard = wizardOf(await launch());
  await dropOnWindow(wizard.page, giveFile(recordedCapture('alternate-split')));
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toContainText('Fault found');
});

/** A recording as a ring of two files, the later one first. */
function ringOfTwo(newFolder: () => string): readonly string[] {
  const whole = readFileSync(recordedCapture('alternate-split'));
  let half = 24;
  while (half < whole.length / 2) half += 16 + whole.readUInt32LE(half + 8);
  const header = whole.subarray(0, 24);
  const parts = [whole.subarray(24, half), whole.subarray(half)];
  const folder = newFolder();
  const paths = parts.map((records, index) => {
    const path = join(folder, `ring${index + 1}.pcap`);
    writeFileSync(path, Buffer.concat([header, records]));
    giveToOrdinaryUser(path);
    return path;
  });
  return paths.reverse();
}

test('two files of a ring chosen together are one case, read in the order of their packets', async ({
  launch,
  newFolder,
}) => {
  const app = await launch();
  const wizard = wizardOf(app);
  await answerOpenDialog(app, ringOfTwo(newFolder));
  await wizard.start.chooseCapture.click();
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toContainText('38 of 38');
  const files = wizard.page.getByText(/^ring\d\.pcap: /);
  await expect(files).toHaveText([/^ring1/, /^ring2/]);
  await wizard.goTo('Report');
  await expect(wizard.report.heading).toBeVisible();
});

test('two files dropped together are one case, and its name tells that there are more', async ({
  launch,
  newFolder,
}) => {
  const wizard = wizardOf(await launch());
  await dropOnWindow(wizard.page, ...ringOfTwo(newFolder));
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toContainText('38 of 38');
  await wizard.goTo('Start');
  await expect(wizard.page.getByText('ring2.pcap and 1 more')).toBeVisible();
});

test('a capture of a rejecting firewall is a firewall reset and not anycast shift', async ({
  launch,
  giveFile,
}) => {
  const app = await launch();
  const wizard = wizardOf(app);
  await answerOpenDialog(app, [giveFile(recordedCapture('firewall-reject'))]);
  await wizard.goTo('Capture');
  await wizard.capture.chooseCapture.click();
  await expect(wizard.capture.verdictOf('firewall-reset')).toContainText('not Bitbucket');
  await expect(wizard.capture.verdict).toContainText('Another cause');
  await wizard.page.getByRole('button', { name: /^What was ruled out/ }).click();
  await expect(wizard.page.getByText(/Anycast shift: packets of one session are split: /)).toBeVisible();
});

test('late resets after an orderly close are healthy, and the answer gives its bound', async ({
  launch,
  giveFile,
}) => {
  const wizard = wizardOf(await launch());
  await dropOnWindow(wizard.page, giveFile(recordedCapture('late-data-after-close')));
  await expect(wizard.capture.verdictOf('healthy')).toContainText(/may still be as high as [\d.]+\s?%/);
  await expect(wizard.capture.verdict).toContainText('Clear');
});

test('a dialog that is closed without a choice leaves everything as it was', async ({ launch }) => {
  const app = await launch();
  const wizard = wizardOf(app);
  await wizard.start.openPractice.click();
  await expect(wizard.capture.verdict).toBeVisible();
  await answerOpenDialog(app, []);
  await wizard.capture.openAnother.click();
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await expect(wizard.message).toHaveCount(0);
});

test('a capture that breaks off in the middle of a record is analysed up to the cut, and the window says so', async ({
  launch,
  newFolder,
}) => {
  const wizard = wizardOf(await launch());
  const whole = readFileSync(recordedCapture('alternate-split'));
  const cut = join(newFolder(), 'cut.pcap');
  writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * 0.6) + 3));
  giveToOrdinaryUser(cut);
  await dropOnWindow(wizard.page, cut);
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await expect(wizard.capture.damage).toContainText(/cut\.pcap is damaged at byte [\d\s]+/);
  await expect(wizard.capture.damage).toContainText('every packet before it was read');
});

test('a text file given as a capture gets one clear sentence, and what was there stays', async ({
  launch,
  newFolder,
}) => {
  const wizard = wizardOf(await launch());
  await wizard.start.openPractice.click();
  await expect(wizard.capture.verdict).toBeVisible();
  const text = join(newFolder(), 'notes.txt');
  writeFileSync(text, 'Monday: the push failed again.\n'.repeat(30));
  giveToOrdinaryUser(text);
  await dropOnWindow(wizard.page, text);
  await expect(wizard.message).toContainText('notes.txt');
  await expect(wizard.message).toContainText('What you can do');
  await expect(wizard.message).not.toContainText(/error/i);
  await expect(wizard.capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await wizard.message.getByRole('button', { name: 'Close this message' }).click();
  await expect(wizard.message).toHaveCount(0);
  await expect(wizard.capture.verdict.getByRole('heading', { level: 1 })).toBeFocused();
});

test('an empty file and a missing one are said plainly', async ({ launch, newFolder }) => {
  const app = await launch();
  const wizard = wizardOf(app);
  const empty = join(newFolder(), 'empty.pcap');
  writeFileSync(empty, '');
  giveToOrdinaryUser(empty);
  await answerOpenDialog(app, [empty]);
  await wizard.start.chooseCapture.click();
  await expect(wizard.message).toContainText('empty.pcap: The file is empty.');
  await answerOpenDialog(app, [join(newFolder(), 'gone.pcap')]);
  await wizard.capture.chooseCapture.click();
  await expect(wizard.message).toContainText('There is no file gone.pcap');
});

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ReportParts } from '../src/contract/report.ts';
import { bigCase } from './app/big-case.ts';
import { answerSaveDialog } from './app/dialogs.ts';
import { needsOrdinaryUser } from './app/ordinary-user.ts';
import { unzipReport } from './app/unzip.ts';
import { expect, type RunningApp, test } from './app-fixture.ts';
import { MASKS } from './models/report-step.ts';
import { type Wizard, wizardOf } from './models/wizard.ts';

const ALL: ReportParts = {
  ...{ symptoms: true, measurement: true, sessions: true, pictures: true, system: true, note: true },
};
const HOST = hostname();
/** A computer that calls itself localhost has no name to hide. */
const HOST_IS_A_NAME = HOST.length > 2 && HOST !== 'localhost';
/** Who runs the window. */
const USER = needsOrdinaryUser() ? 'nobody' : userInfo().username;
const MESSAGE = `${USER}@${HOST}:~$ ssh git@bitbucket.org\nclient_loop: send disconnect: Broken pipe`;

/** A report of the practice case with a message in it that names this computer. */
const makeReport = async (app: RunningApp): Promise<Wizard> => {
  const wizard = wizardOf(app);
  await wizard.goTo('Symptoms');
  await wizard.symptoms.field.fill(MESSAGE);
  await expect(wizard.symptoms.card('ssh-client-loop')).toBeVisible();
  await wizard.goTo('Start');
  await wizard.start.openPractice.click();
  await expect(wizard.capture.verdict).toBeVisible();
  await wizard.goTo('Report');
  await expect(await wizard.report.show('report.txt')).toContainText('Broken pipe');
  return wizard;
};

const save = async (app: RunningApp, wizard: Wizard, path: string): Promise<Map<string, Buffer>> => {
  await answerSaveDialog(app, path);
  await wizard.report.save.click();
  await expect(wizard.report.saved).toBeVisible();
  return unzipReport(path);
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('the zip holds the very bytes of the preview, and its checksums are right', async ({
  launch,
  newFolder,
}) => {
  const app = await launch();
  const wizard = await makeReport(app);
  const preview = await wizard.page.evaluate(
    (parts) => window.app.report.preview({ masks: true, parts, captures: 'none' }),
    ALL,
  );
  if (!preview.ok) throw new Error(preview.problem.message);
  // What is on screen is that preview.
  for (const name of ['report.txt', 'sessions.csv', 'resets.csv', 'SHA256SUMS'] as const) {
    const text = preview.value.find((file) => file.name === name)?.text;
    const region = await wizard.report.show(name);
    expect(await region.locator('pre').textContent()).toBe(text);
  }
  const page = await wizard.report.show('report.html');
  await expect(page.getByRole('heading', { name: /^Case / })).toBeVisible();

  const path = join(newFolder(), 'report.zip');
  const files = await save(app, wizard, path);
  expect([...files.keys()].sort()).toEqual(preview.value.map(({ name }) => name).sort());
  for (const { name, text, sizeBytes, sha256: sum } of preview.value) {
    const bytes = files.get(name);
    expect(bytes?.toString('utf8'), name).toBe(text);
    expect(bytes?.length, name).toBe(sizeBytes);
    expect(bytes && sha256(bytes), name).toBe(sum);
  }
  const sums = (files.get('SHA256SUMS')?.toString('utf8') ?? '').trim().split('\n');
  expect(sums).toHaveLength(files.size - 1);
  for (const line of sums) {
    const [sum, name] = line.split('  ');
    const bytes = files.get(name ?? '');
    expect(bytes && sha256(bytes), line).toBe(sum);
  }
  await expect(wizard.report.saved).toContainText('report.zip');
});

test('with the masks on, the client address and the name of this computer are nowhere in the zip', async ({
  launch,
  newFolder,
}) => {
  const app = await launch();
  const wizard = await makeReport(app);
  const shown = await wizard.page.evaluate(() =>
    window.app.capture.sessions({ masks: false, show: 'reset', offset: 0, limit: 1 }),
  );
  const address = shown.ok ? (shown.value.rows[0]?.client.address ?? '') : '';
  expect(address).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  const masked = await save(app, wizard, join(newFolder(), 'masked.zip'));
  for (const [name, bytes] of masked) {
    const text = bytes.toString('utf8');
    expect(text.includes(address), `${name} has no client address`).toBe(false);
    if (HOST_IS_A_NAME) expect(text.includes(HOST), `${name} has no host name`).toBe(false);
    expect(new RegExp(`\\b${USER}\\b`).test(text), `${name} has no user name`).toBe(false);
  }
  expect(masked.get('report.txt')?.toString('utf8')).toContain('ip-1');

  await wizard.report.toggle(MASKS);
  await expect(
    wizard.page.getByText('Private addresses, host and user names will be readable'),
  ).toBeVisible();
  await expect(await wizard.report.show('report.txt')).toContainText(address);
  const open = await save(app, wizard, join(newFolder(), 'open.zip'));
  expect(open.get('report.txt')?.toString('utf8'), 'the test would see it').toContain(address);
  expect(open.get('report.txt')?.toString('utf8')).toContain(HOST);
});

test('the page is saved as PDF with the same words and masks, and without what is unticked', async ({
  launch,
  newFolder,
}) => {
  const app = await launch();
  const wizard = await makeReport(app);
  await wizard.report.note.fill('A note for support.');
  await expect(await wizard.report.show('report.txt')).toContainText('A note for support.');
  const shown = await wizard.page.evaluate(() =>
    window.app.capture.sessions({ masks: false, show: 'reset', offset: 0, limit: 1 }),
  );
  const address = shown.ok ? (shown.value.rows[0]?.client.address ?? '') : '';
  const savePdf = async (name: string): Promise<{ bytes: Buffer; text: string }> => {
    const path = join(newFolder(), name);
    await answerSaveDialog(app, path);
    await wizard.report.savePdf.click();
    await expect(wizard.report.saved).toContainText(name);
    const read = spawnSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    return { bytes: readFileSync(path), text: (read.stdout ?? '').replace(/\s+/g, ' ') };
  };
  const { bytes, text } = await savePdf('page.pdf');
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.subarray(-8).toString()).toContain('%%EOF');
  await expect(wizard.report.saved.locator('.sum')).toHaveText(sha256(bytes));
  test.skip(spawnSync('pdftotext', ['-v']).error !== undefined, 'pdftotext is not installed');
  for (const part of ['Case ', 'This fits anycast shift', 'A note for support.', 'Broken pipe', 'ip-1'])
    expect(text).toContain(part);
  expect(text, 'what is folded on screen is open on paper').toContain('Points');
  expect(text, 'pages are numbered').toMatch(/\b1 ?\/ ?\d/);
  expect(text.includes(address), 'masked like the page').toBe(false);
  expect(bytes.includes(`/${USER}/`)).toBe(false);

  await wizard.report.toggle('Your note');
  await expect(await wizard.report.show('report.txt')).not.toContainText('A note for support.');
  expect((await savePdf('less.pdf')).text).not.toContain('A note for support.');
});

test('what is unticked stays here', async ({ launch, newFolder }) => {
  const app = await launch();
  const wizard = await makeReport(app);
  await wizard.report.note.fill('A note for support.');
  await expect(await wizard.report.show('report.txt')).toContainText('A note for support.');
  const everything = await save(app, wizard, join(newFolder(), 'all.zip'));
  const textOf = (files: Map<string, Buffer>, name: string) => files.get(name)?.toString('utf8') ?? '';
  const html = textOf(everything, 'report.html');
  for (const part of [
    'Broken pipe',
    'A note for support.',
    '<svg role="img"',
    'Sessions with a reset',
    'Analysed on',
  ])
    expect(html).toContain(part);

  for (const part of [
    'Pasted message and what was recognised',
    'Every listed session with its resets',
    'Name and version of this system',
    'Your note',
  ])
    await wizard.report.toggle(part);
  await expect(
    wizard.report.tick('Pictures, and the packets of one session'),
    'it is one of the sessions',
  ).toBeDisabled();
  await expect(wizard.report.saved, 'what was saved is no longer what is shown').toHaveCount(0);
  await expect(await wizard.report.show('report.txt')).not.toContainText('A note for support.');
  const little = await save(app, wizard, join(newFolder(), 'little.zip'));
  for (const name of ['report.html', 'report.txt', 'report.json']) {
    const text = textOf(little, name);
    for (const part of ['Broken pipe', 'A note for support.', '<svg role="img"', 'Analysed on', '"ladder"'])
      expect(text.includes(part), `${name} without ${part}`).toBe(false);
  }
  const report = JSON.parse(textOf(little, 'report.json'));
  expect(report).toMatchObject({ symptom: null, system: null, note: null });
  expect(report.analysis.sessions).toEqual([]);
  expect(
    [...little.keys()].some((name) => name.endsWith('.csv')),
    'no empty tables',
  ).toBe(false);
  expect(report.analysis.verdict.kind, 'the answer stays').toBe('anycast-shift-per-packet');
});

test('packets leave only when they are ticked: masked, or whole by a second tick', async ({
  launch,
  newFolder,
}) => {
  const app = await launch();
  const wizard = await makeReport(app);
  await wizard.report.toggle(
    'Packets of the sessions with Bitbucket: headers alone, private addresses replaced',
  );
  await expect(wizard.page.getByRole('tab', { name: 'Packets', exact: true })).toBeVisible();
  const masked = await save(app, wizard, join(newFolder(), 'masked.zip'));
  expect(masked.get('capture-masked.pcap')?.length).toBeGreaterThan(1000);
  await wizard.report.toggle(MASKS);
  await wizard.report.toggle('With all they carry (encrypted, but names and versions are readable)');
  const whole = await save(app, wizard, join(newFolder(), 'whole.zip'));
  expect(whole.get('capture-whole.pcap')?.length).toBeGreaterThan(
    masked.get('capture-masked.pcap')?.length ?? 0,
  );
  expect(whole.get('SHA256SUMS')?.toString()).toContain('capture-whole.pcap');
});

test('a save dialog that is cancelled loses nothing', async ({ launch, newFolder }) => {
  const app = await launch();
  const wizard = await makeReport(app);
  await wizard.report.note.fill('Still here.');
  await wizard.report.toggle('Name and version of this system');
  await answerSaveDialog(app, undefined);
  await wizard.report.save.click();
  await expect(wizard.report.save).toBeEnabled();
  await expect(wizard.report.saved).toHaveCount(0);
  await expect(wizard.message).toHaveCount(0);
  await expect(wizard.report.note).toHaveValue('Still here.');
  await expect(wizard.report.tick('Name and version of this system')).not.toBeChecked();
  const files = await save(app, wizard, join(newFolder(), 'after-all.zip'));
  expect(files.get('report.txt')?.toString('utf8')).toContain('Still here.');
});

test('a note typed a moment before saving is in the saved report', async ({ launch, newFolder }) => {
  const app = await launch();
  const wizard = await makeReport(app);
  const path = join(newFolder(), 'quick.zip');
  await answerSaveDialog(app, path);
  await wizard.report.note.fill('Typed just now.');
  await wizard.report.save.click();
  await expect.poll(() => existsSync(path)).toBe(true);
  expect((await unzipReport(path)).get('report.txt')?.toString('utf8')).toContain('Typed just now.');
  await expect(wizard.report.saved).toBeVisible();
});

test('a folder that cannot be written is said plainly, and another try works', async ({
  launch,
  newFolder,
}) => {
  const app = await launch();
  const wizard = await makeReport(app);
  await answerSaveDialog(app, join(newFolder(), 'no', 'such', 'folder', 'report.zip'));
  await wizard.report.save.click();
  await expect(wizard.message).toContainText('What you can do');
  await expect(wizard.message).not.toContainText(/error/i);
  const files = await save(app, wizard, join(newFolder(), 'report.zip'));
  expect(files.size).toBe(7);
  await expect(wizard.message).toHaveCount(0);
});

test('a case without anything in it has nothing to report and says so', async ({ launch }) => {
  const wizard = wizardOf(await launch());
  await wizard.goTo('Report');
  await expect(wizard.page.getByText('There is nothing to report yet')).toBeVisible();
  await expect(wizard.report.save).toHaveCount(0);
  await wizard.foot.getByRole('button', { name: 'Go to the capture' }).click();
  await expect(wizard.capture.openHeading).toBeFocused();
});

test('a report of hundreds of pages is made beside the window, says how far it is, and is stopped without a trace', async ({
  launch,
  newFolder,
}) => {
  const userDataDir = newFolder();
  const sessions = bigCase(userDataDir, 12_000);
  const app = await launch({ userDataDir });
  const wizard = wizardOf(app);
  const begun = performance.now();
  await wizard.goTo('Report');
  await wizard.report.stop.click();
  await expect(wizard.message).toContainText('The report was not made to its end.');
  await wizard.page.getByRole('button', { name: 'Make the preview' }).click();
  await expect(wizard.page.getByRole('progressbar', { name: /^Making .*: \d of \d$/ })).toBeVisible();
  await expect(await wizard.report.show('report.json')).toContainText('"schema": "report/1"');
  console.log(`twice begun, once made: ${Math.round(performance.now() - begun)} ms`);
  await expect(
    wizard.page.getByText('Only the beginning is shown here; the saved file has all'),
  ).toBeVisible();
  await expect(wizard.report.stop).toHaveCount(0);

  const pdf = join(newFolder(), 'report.pdf');
  await answerSaveDialog(app, pdf);
  await wizard.report.savePdf.click();
  await wizard.report.stop.click();
  await expect(wizard.message).toContainText('The report was not saved.');
  expect(existsSync(pdf)).toBe(false);

  const files = await save(app, wizard, join(newFolder(), 'report.zip'));
  expect(files.get('sessions.csv')?.toString('utf8').trimEnd().split('\r\n')).toHaveLength(sessions + 1);
  expect(JSON.parse(files.get('report.json')?.toString('utf8') ?? '').analysis.sessions).toHaveLength(
    sessions,
  );
});

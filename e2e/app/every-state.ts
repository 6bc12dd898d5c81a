import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator } from '@playwright/test';
import type { AppFixtures } from '../app-fixture.ts';
import { MASKS } from '../models/report-step.ts';
import { type Wizard, wizardOf } from '../models/wizard.ts';
import { recordedCapture } from './captures.ts';
import { diagnosis } from './diagnose-journey.ts';
import { answerOpenDialog, answerSaveDialog } from './dialogs.ts';
import { PUBLISHED_EXAMPLES } from './messages.ts';
import { giveToOrdinaryUser } from './ordinary-user.ts';
import { afterACrash, beforeARecording, recording, withoutRights } from './recording-journeys.ts';
import { tellMaking, tellReading, tellStopped } from './tell-window.ts';
import { workaround } from './workaround-journey.ts';

/** Looks at the window in one state. `at` is what the state is about, when it is not at the top of the page. */
export type Visit = (wizard: Wizard, state: string, at?: Locator) => Promise<void>;

export type Journey = (
  fixtures: Pick<AppFixtures, 'launch' | 'giveFile' | 'newFolder'>,
  visit: Visit,
) => Promise<void>;

const LONG_WORD = 'reset'.repeat(30);

/** Start, symptoms, and everything there is before a capture. */
const beforeACapture: Journey = async ({ launch }, visit) => {
  const wizard = wizardOf(await launch());
  const { symptoms, page, app } = wizard;
  await expect(wizard.start.heading).toBeVisible();
  await visit(wizard, 'start-fresh');
  await wizard.look.click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await visit(wizard, 'look-settings');
  await page.keyboard.press('Escape');
  await wizard.goTo('Report');
  await visit(wizard, 'report-empty');
  await wizard.goTo('Escalate');
  await visit(wizard, 'letter-empty');
  await wizard.goTo('Symptoms');
  await visit(wizard, 'symptoms-empty');
  await symptoms.field.fill(PUBLISHED_EXAMPLES[3]?.text ?? '');
  await expect(symptoms.card('nss-connect-reset')).toBeVisible();
  await visit(wizard, 'symptoms-recognised');
  await symptoms.field.fill(
    'git clone https://anna:s3cretPassw0rd@bitbucket.org/team/repo.git\nConnection reset',
  );
  await expect(page.getByText('One secret was removed')).toBeVisible();
  await visit(wizard, 'symptoms-secret-removed', symptoms.cards.first());
  await symptoms.field.fill(`It says no. ${LONG_WORD}`);
  await expect(symptoms.unknown).toBeVisible();
  await visit(wizard, 'symptoms-unknown', symptoms.unknown);
  await wizard.goTo('Capture');
  await visit(wizard, 'capture-open');
  await tellReading(app, {
    fileName: 'bitbucket.pcap',
    bytesRead: 83_886_080,
    bytesTotal: 209_715_200,
    packets: 1_198_372,
    sessions: 4211,
    resets: 96,
  });
  await expect(wizard.capture.stopReading).toBeVisible();
  await visit(wizard, 'capture-reading');
  await tellStopped(app);
  await expect(wizard.capture.openHeading).toBeVisible();
};

/** The practice case, from the findings to the saved report. */
const practiceCase: Journey = async ({ launch, newFolder }, visit) => {
  const wizard = wizardOf(await launch());
  const { capture, escalate, report, app } = wizard;
  await wizard.start.openPractice.click();
  await expect(capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await expect(capture.ladder).toBeVisible();
  await visit(wizard, 'findings-shift');
  await visit(wizard, 'findings-evidence', wizard.page.getByRole('button', { name: /^What speaks for it/ }));
  await visit(
    wizard,
    'findings-sessions',
    wizard.page.getByRole('heading', { name: 'Sessions', exact: true }),
  );
  await visit(wizard, 'findings-timeline', capture.timeline);
  for (const row of [0, 7]) await capture.tickToCompare.nth(row).press('Space');
  await capture.compareTicked.click();
  await expect(capture.sideBySide).toBeVisible();
  await visit(wizard, 'sessions-compared', capture.sideBySide);
  await capture.sideBySide.getByRole('button', { name: 'Close the comparison' }).click();
  const before = await capture.session.getAttribute('data-session');
  await capture.showPackets.nth(5).click();
  await expect(capture.session).not.toHaveAttribute('data-session', before ?? '');
  await visit(wizard, 'session-panel', capture.session);
  await capture.showLadderTable.click();
  await expect(capture.ladderTable).toBeVisible();
  await visit(wizard, 'ladder-table', capture.ladderTable);
  await wizard.masks.click();
  await expect(capture.session).not.toContainText('ip-1');
  await visit(wizard, 'masks-lifted', capture.session);
  await wizard.foot.getByRole('button', { name: 'Tell who can fix it' }).click();
  await expect(escalate.letter).toBeVisible();
  await visit(wizard, 'letter-asked');
  await escalate.detail('Router or firewall, with firmware').fill(`Juniper MX204 ${LONG_WORD}`);
  await expect(escalate.section('vendor')).toContainText('Juniper Junos');
  await visit(wizard, 'letter', escalate.letter);
  await escalate.language.selectOption('ja');
  await escalate.writeTo('Internet provider');
  await expect(escalate.section('statement')).toContainText('エニーキャスト');
  await escalate
    .section('ask')
    .getByRole('button', { name: /^Write it yourself/ })
    .click();
  await visit(wizard, 'letter-own-words', escalate.section('ask'));
  await answerSaveDialog(app, join(newFolder(), 'letter.eml'));
  await escalate.saveMail.click();
  await expect(escalate.saved).toBeVisible();
  await visit(wizard, 'letter-saved', escalate.saved);
  await wizard.foot.getByRole('button', { name: 'Make the report' }).click();
  await report.show('report.html');
  await visit(wizard, 'report-page');
  await visit(wizard, 'report-page-preview', wizard.page.getByRole('tablist'));
  await report.show('report.txt');
  await report.note.fill(`Seen from the office. ${LONG_WORD}`);
  await visit(wizard, 'report-text', wizard.page.getByRole('tablist'));
  await report.toggle('Every listed session with its resets');
  await report.toggle(MASKS);
  await expect(wizard.page.getByText('Masks off', { exact: true })).toBeVisible();
  await report.toggle('Packets of the sessions with Bitbucket, headers alone');
  await expect(wizard.page.getByRole('tab', { name: 'Packets' })).toBeVisible();
  await visit(wizard, 'report-choices');
  await answerSaveDialog(app, join(newFolder(), 'report.zip'));
  await report.save.click();
  await expect(report.saved).toBeVisible();
  await visit(wizard, 'report-saved');
  await tellMaking(app, { doing: 'making', part: 'sessions.csv', done: 3, total: 5 });
  await expect(report.stop).toBeVisible();
  await visit(wizard, 'report-making');
};

/** The other answers a capture can give, and files that are none. */
const otherCaptures: Journey = async ({ launch, giveFile, newFolder }, visit) => {
  const wizard = wizardOf(await launch());
  const { capture, app } = wizard;
  const open = async (path: string): Promise<void> => {
    await answerOpenDialog(app, [path]);
    await wizard.goTo('Start');
    await wizard.start.chooseCapture.click();
  };
  await open(giveFile(recordedCapture('firewall-reject')));
  await expect(capture.verdictOf('firewall-reset')).toBeVisible();
  await visit(wizard, 'findings-firewall');
  await open(giveFile(recordedCapture('late-data-after-close')));
  await expect(capture.verdictOf('healthy')).toBeVisible();
  await visit(wizard, 'findings-healthy');
  const folder = newFolder();
  const cut = join(folder, `${LONG_WORD}.pcap`);
  const whole = readFileSync(recordedCapture('alternate-split'));
  writeFileSync(cut, whole.subarray(0, Math.floor(whole.length / 2) + 7));
  giveToOrdinaryUser(cut);
  await open(cut);
  await expect(capture.damage).toBeVisible();
  await visit(wizard, 'findings-damaged');
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'These are notes, not packets.\n'.repeat(20));
  giveToOrdinaryUser(text);
  await open(text);
  await expect(wizard.message).toBeVisible();
  await visit(wizard, 'problem-card');
};

/** A second start: earlier cases are there, and one of them was damaged. */
const returning: Journey = async ({ launch }, visit) => {
  const first = await launch();
  const wizard = wizardOf(first);
  await wizard.start.openPractice.click();
  await expect(wizard.capture.verdict).toBeVisible();
  await wizard.goTo('Start');
  await wizard.start.newCase.click();
  await expect(wizard.start.earlierCases.first()).toBeVisible();
  await visit(wizard, 'start-with-cases');
  const made = await wizard.caseId();
  await wizard.start.manageCases.click();
  const card = wizard.start.caseCard(made);
  await card.getByRole('button', { name: `Rename case ${made}` }).click();
  await card.getByRole('textbox').fill(`After the fix, in the branch office. ${'reset'.repeat(8)}`);
  await card.getByRole('button', { name: 'Keep this title' }).click();
  await expect(card.getByRole('heading')).toContainText('After the fix');
  await card.getByRole('button', { name: `Delete case ${made}` }).click();
  await visit(wizard, 'cases');
  await card.getByRole('button', { name: 'Keep it' }).click();
  await wizard.page.getByRole('button', { name: 'Compare two cases' }).click();
  await expect(wizard.page.getByRole('region', { name: 'The numbers' })).toBeVisible();
  await visit(wizard, 'cases-compared');
  await wizard.page.getByRole('button', { name: 'Back to the cases' }).click();
  await wizard.goTo('Symptoms');
  await wizard.symptoms.field.fill('ECONNRESET');
  await expect(wizard.symptoms.cards.first()).toBeVisible();
  const id = await wizard.caseId();
  await first.close();
  writeFileSync(join(first.userDataDir, 'cases', id, 'case.json'), '{"schema":"case/1",');
  const again = wizardOf(await launch({ userDataDir: first.userDataDir }));
  await expect(again.message).toBeVisible();
  await visit(again, 'notice');
};

/** Every state the window can be in, by journeys that each begin with a fresh window. */
export const JOURNEYS: Readonly<Record<string, Journey>> = {
  'before a capture': beforeACapture,
  'the live diagnosis': diagnosis,
  'the practice case': practiceCase,
  'other captures': otherCaptures,
  'coming back': returning,
  'before a recording': beforeARecording,
  'without rights': withoutRights,
  'a recording': recording,
  'after a crash': afterACrash,
  'the workaround': workaround,
};

import { expect } from '@playwright/test';
import { wizardOf } from '../models/wizard.ts';
import { answerDiagnose, answerLive } from './answer-live.ts';
import * as facts from './diagnose-facts.ts';
import type { Journey } from './every-state.ts';
import { PROMPT } from './live-facts.ts';
import { measuredCase } from './measured-case.ts';

/** The live diagnosis: before it, while it runs, what comes of it, and what a crash leaves. */
export const diagnosis: Journey = async ({ launch, newFolder }, visit) => {
  const wizard = wizardOf(await launch());
  const { app, page } = wizard;
  const step = wizard.diagnose;
  await answerDiagnose(app, 'start', { ok: true });
  await wizard.goTo('Diagnose');
  await expect(step.start).toBeVisible();
  await visit(wizard, 'diagnose-choose');
  await answerLive(app, 'plan', PROMPT);
  await step.mode('Keep watching').click();
  await step.record.click();
  await expect(step.willRecord).toBeVisible();
  await visit(wizard, 'diagnose-choose-recording', step.willRecord);
  await step.traceField.fill('This is no trace at all.');
  await step.readTrace.click();
  await expect(step.traceCard).toContainText('There is no trace in');
  await visit(wizard, 'diagnose-no-trace', step.traceCard);
  await answerDiagnose(app, 'state', facts.view({ running: facts.BEGINNING }));
  await step.start.click();
  await expect(step.runningHeading).toBeVisible();
  await visit(wizard, 'diagnose-beginning');
  await answerDiagnose(app, 'state', facts.view({ running: facts.PART }));
  await page.reload();
  await wizard.goTo('Diagnose');
  await expect(step.check('experiment')).toHaveAttribute('data-state', 'running');
  await visit(wizard, 'diagnose-running');
  await visit(wizard, 'diagnose-running-attempts', step.picture('attempts'));
  await wizard.goTo('Symptoms');
  await visit(wizard, 'diagnose-running-elsewhere');
  const show = async (result: typeof facts.SHIFT): Promise<void> => {
    await answerDiagnose(app, 'state', facts.view({ result }));
    await page.reload();
    await wizard.goTo('Diagnose');
    await expect(step.verdictOf(result.verdict.kind)).toBeVisible();
  };
  await show(facts.SHIFT);
  await visit(wizard, 'diagnose-shift');
  await visit(wizard, 'diagnose-intervals', step.picture('intervals'));
  await step.marks.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  await visit(wizard, 'diagnose-attempts', step.picture('attempts'));
  await visit(wizard, 'diagnose-survival', step.picture('survival'));
  await visit(wizard, 'diagnose-paths', step.picture('paths'));
  await step.picture('paths').getByRole('button', { name: 'The same as a table' }).click();
  await visit(wizard, 'diagnose-paths-table', step.picture('paths').getByRole('table'));
  await show(facts.WIDE);
  await visit(wizard, 'diagnose-paths-wide', step.picture('paths'));
  await show(facts.MIXED);
  await visit(wizard, 'diagnose-mixed');
  await visit(wizard, 'diagnose-mixed-attempts', step.picture('attempts'));
  await show(facts.HEALTHY);
  await visit(wizard, 'diagnose-healthy');
  await answerDiagnose(app, 'state', facts.view({ left: facts.PART }));
  await page.reload();
  await wizard.goTo('Diagnose');
  await expect(step.left).toBeVisible();
  await visit(wizard, 'diagnose-left');
  const userDataDir = newFolder();
  measuredCase(userDataDir, { 'diagnosis.json': facts.SHIFT });
  const measured = wizardOf(await launch({ userDataDir }));
  await measured.goTo('Escalate');
  await expect(measured.escalate.section('path')).toBeVisible();
  await visit(measured, 'diagnose-letter', measured.escalate.section('comparison'));
  await measured.goTo('Report');
  const sheet = await measured.report.show('report.html');
  await expect(sheet.locator('svg.drawing').first()).toBeVisible();
  await sheet
    .locator('svg.drawing')
    .first()
    .evaluate((picture) => picture.scrollIntoView());
  await visit(measured, 'diagnose-report', measured.page.getByRole('tablist'));
  await sheet
    .locator('svg.drawing')
    .last()
    .evaluate((picture) => picture.scrollIntoView());
  await visit(measured, 'diagnose-report-paths', measured.page.getByRole('tablist'));
};

import { expect } from '@playwright/test';
import { wizardOf } from '../models/wizard.ts';
import { answerLive, tellLive } from './answer-live.ts';
import type { Journey } from './every-state.ts';
import { leaveRecording } from './leave-recording.ts';
import {
  ABLE,
  ATTEMPTS,
  begun,
  declined,
  PROGRESS,
  PROMPT,
  planOf,
  REFUSALS,
  RESETS,
  recordedAs,
} from './live-facts.ts';
import { pretendPlatform } from './pretend-platform.ts';
import { tellStopped } from './tell-window.ts';

/** From the card before a recording to every way in which the permission may be missing. */
export const beforeARecording: Journey = async ({ launch }, visit) => {
  const wizard = wizardOf(await launch());
  const { live, capture, app } = wizard;
  await wizard.goTo('Capture');
  const detail = '/home/anna/reset-doctor/broker.cjs does not belong to root';
  await answerLive(app, 'plan', planOf({ kind: 'manual', reason: 'untrusted-program', detail }));
  await capture.recordNow.click();
  await expect(live.handHeading).toBeVisible();
  await visit(wizard, 'live-by-hand-untrusted');
  await visit(wizard, 'live-by-hand-steps', live.handSteps.first());
  await live.notNow.click();
  for (const reason of ['no-way-to-ask', 'declined', 'unknown-system', 'no-tool'] as const) {
    await answerLive(app, 'plan', planOf({ kind: 'manual', reason, detail: '' }, reason === 'declined'));
    await capture.recordNow.click();
    await expect(wizard.page.locator(`[data-reason="${reason}"]`)).toBeVisible();
    await visit(wizard, `live-by-hand-${reason}`);
    await live.notNow.click();
  }
  await answerLive(app, 'plan', ABLE);
  await capture.recordNow.click();
  await expect(live.readyHeading).toBeVisible();
  await visit(wizard, 'live-plan-able');
  await live.notNow.click();
  await answerLive(app, 'plan', PROMPT);
  await capture.recordNow.click();
  await expect(live.askingHeading).toBeVisible();
  await visit(wizard, 'live-plan-asking');
  await visit(wizard, 'live-plan-will-run', live.willRun);
  await visit(wizard, 'live-plan-limits', live.interfaces);
  await live.showCommands.click();
  await expect(live.handHeading).toBeVisible();
  await visit(wizard, 'live-commands-instead');
  await live.notNow.click();
  await answerLive(app, 'begin', 'pending');
  await capture.recordNow.click();
  await live.askMe.click();
  await expect(live.waitingHeading).toBeVisible();
  await visit(wizard, 'live-waiting');
  await wizard.goTo('Start');
  await visit(wizard, 'live-waiting-elsewhere');
  for (const platform of ['darwin', 'win32'] as const) {
    const app = await launch();
    await pretendPlatform(app, platform);
    const other = wizardOf(app);
    await other.goTo('Capture');
    await answerLive(app, 'plan', PROMPT);
    await other.capture.recordNow.click();
    await expect(other.live.picture).toBeVisible();
    await visit(other, `live-plan-asking-${platform}`, other.live.picture);
  }
};

/** Answers that are no. */
export const withoutRights: Journey = async ({ launch }, visit) => {
  const wizard = wizardOf(await launch());
  const { live, capture, app } = wizard;
  await wizard.goTo('Capture');
  await answerLive(app, 'plan', PROMPT);
  for (const [reason, problem] of Object.entries(REFUSALS)) {
    await answerLive(app, 'begin', problem);
    await capture.recordNow.click();
    await live.askMe.click();
    await expect(live.reason).toContainText(problem.problem.message);
    await visit(wizard, `live-refused-${reason}`);
    await live.notNow.click();
  }
  await answerLive(app, 'begin', declined);
  await capture.recordNow.click();
  await expect(live.askingHeading).toBeVisible();
  await answerLive(app, 'plan', planOf({ kind: 'prompt' }, true));
  await live.askMe.click();
  await expect(live.declinedHeading).toBeVisible();
  await visit(wizard, 'live-declined');
};

/** A recording from its first second to its findings, and what a crash leaves. */
export const recording: Journey = async ({ launch }, visit) => {
  const wizard = wizardOf(await launch());
  const { live, capture, app } = wizard;
  await wizard.goTo('Capture');
  await answerLive(app, 'plan', ABLE);
  await answerLive(app, 'begin', begun);
  await answerLive(app, 'connect', { ok: true });
  await answerLive(app, 'stop', 'pending');
  await capture.recordNow.click();
  await live.start.click();
  await expect(live.runningHeading).toBeVisible();
  await visit(wizard, 'live-running-quiet');
  await tellLive(app, 'progress', PROGRESS);
  for (const reset of RESETS) await tellLive(app, 'reset', reset);
  for (const kind of ['before', 'happened'] as const) {
    const at = kind === 'before' ? '2026-11-24T09:00:30.120Z' : '2026-11-24T09:00:41.950Z';
    await answerLive(app, 'mark', { ok: true, value: { kind, at } } as { ok: boolean });
    await (kind === 'before' ? live.markBefore : live.markHappened).click();
  }
  await live.repository.fill('git@bitbucket.org:team/a-repository-with-a-rather-long-name.git');
  await live.connect.click();
  for (const attempt of ATTEMPTS) await tellLive(app, 'attempt', attempt);
  await expect(live.timeline).toHaveCount(5);
  await expect(live.attempts).toHaveCount(5);
  await visit(wizard, 'live-running');
  await visit(wizard, 'live-running-traffic', live.connect.locator('xpath=ancestor::section[2]'));
  await visit(wizard, 'live-running-timeline', live.timeline.first());
  await visit(wizard, 'live-running-attempts', live.attempts.first());
  await wizard.goTo('Start');
  await visit(wizard, 'live-running-elsewhere');
  await live.goThere.click();
  await live.stop.click();
  await expect(live.stoppingHeading).toBeVisible();
  await visit(wizard, 'live-stopping');
  await tellLive(app, 'ended', recordedAs('practice.pcap'));
  await expect(capture.readingHeading).toBeVisible();
  await tellStopped(app);
  await wizard.goTo('Start');
  await wizard.start.openPractice.click();
  await expect(live.recorded).toBeVisible();
  await live.recorded.getByRole('button', { name: 'What ran, and when' }).click();
  await visit(wizard, 'live-findings', live.recorded);
  await capture.recordAgain.click();
  await live.notNow.click();
};

/** What a crash leaves is offered. */
export const afterACrash: Journey = async ({ launch }, visit) => {
  const first = await launch();
  const wizard = wizardOf(first);
  await wizard.goTo('Capture');
  leaveRecording(first, await wizard.caseId(), 'alternate-split');
  await first.kill();
  const again = wizardOf(await launch({ userDataDir: first.userDataDir }));
  await expect(again.live.leftOver).toBeVisible();
  await visit(again, 'live-left-over-start');
  await again.goTo('Capture');
  await visit(again, 'live-left-over-capture');
};

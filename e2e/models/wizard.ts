import type { Locator, Page } from '@playwright/test';
import type { RunningApp } from '../app/running-app.ts';
import { type CaptureStep, captureStep } from './capture-step.ts';
import { type DiagnoseStep, diagnoseStep } from './diagnose-step.ts';
import { type EscalateStep, escalateStep } from './escalate-step.ts';
import { type LiveCapture, liveCapture } from './live-capture.ts';
import { type ReportStep, reportStep } from './report-step.ts';
import { type StartStep, startStep } from './start-step.ts';
import { type SymptomsStep, symptomsStep } from './symptoms-step.ts';
import { type WorkaroundStep, workaroundStep } from './workaround-step.ts';

type StepName = 'Start' | 'Symptoms' | 'Diagnose' | 'Capture' | 'Escalate' | 'Workaround' | 'Report';

/** The whole window: the frame around the steps, and the steps. */
export type Wizard = {
  readonly app: RunningApp;
  readonly page: Page;
  /** Goes to a step by the rail. */
  readonly goTo: (step: StepName) => Promise<void>;
  readonly railStep: (step: StepName) => Locator;
  /** The bar at the bottom. */
  readonly foot: Locator;
  /** A message that something did not work, or that something was set aside. */
  readonly message: Locator;
  readonly look: Locator;
  readonly masks: Locator;
  /** The case in the head of the page, such as OTTER-42. */
  readonly caseId: () => Promise<string>;
  readonly start: StartStep;
  readonly symptoms: SymptomsStep;
  readonly diagnose: DiagnoseStep;
  readonly capture: CaptureStep;
  readonly live: LiveCapture;
  readonly escalate: EscalateStep;
  readonly workaround: WorkaroundStep;
  readonly report: ReportStep;
};

export const wizardOf = (app: RunningApp): Wizard => {
  const { page } = app;
  const rail = page.getByRole('navigation', { name: 'Steps' });
  const railStep = (step: StepName) => rail.getByRole('button', { name: new RegExp(step) });
  const head = page.getByRole('banner');
  return {
    app,
    page,
    railStep,
    goTo: async (step) => {
      await railStep(step).click();
      // The first step of a new case comes up with that case, so the heading seen at once may be that of the step before.
      await rail.locator('[aria-current="step"]').filter({ hasText: step }).waitFor();
      await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor();
    },
    foot: page.getByRole('contentinfo'),
    message: page.getByRole('alert'),
    look: head.getByRole('button', { name: 'Text size and colours' }),
    masks: head.getByRole('button', { name: /^Masks/ }),
    caseId: async () => (await head.locator('strong').textContent()) ?? '',
    start: startStep(page),
    symptoms: symptomsStep(page),
    diagnose: diagnoseStep(page),
    capture: captureStep(page),
    live: liveCapture(page),
    escalate: escalateStep(page),
    workaround: workaroundStep(page),
    report: reportStep(page),
  };
};

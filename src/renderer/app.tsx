import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { STEP_ORDER, type StepKind } from '../contract/case.ts';
import { assertNever } from '../core/assert-never.ts';
import { ActionButton } from './components/action-button.tsx';
import { DropZone } from './components/drop-zone.tsx';
import { PageHead } from './components/page-head.tsx';
import { ProblemCard } from './components/problem-card.tsx';
import { Rail } from './components/rail.tsx';
import { ToneMark } from './components/tone-mark.tsx';
import { useLook } from './components/use-look.ts';
import { CaptureStep } from './steps/capture/capture-step.tsx';
import { ReportStep } from './steps/report/report-step.tsx';
import { StartStep } from './steps/start/start-step.tsx';
import { SymptomsStep } from './steps/symptoms/symptoms-step.tsx';
import { useApp } from './store/app-store.ts';

/** The frame: rail, head, one step, and a bar at the bottom that never moves. */
export const App = () => {
  const ready = useApp((state) => state.ready);
  const step = useApp((state) => state.step);
  const caseId = useApp((state) => state.current?.id ?? 'none');
  const settings = useApp((state) => state.settings);
  const body = useRef<HTMLElement>(null);
  useLook(settings);
  useEffect(() => {
    void useApp.getState().start();
  }, []);
  // A new step begins at its top, for eyes and for screen readers.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the step counts
  useEffect(() => {
    if (!ready) return;
    body.current?.scrollTo(0, 0);
    body.current?.focus({ preventScroll: true });
  }, [step]);
  if (!ready) return null;
  return (
    <div className="frame" data-step={step}>
      <Rail />
      <div className="page">
        <PageHead />
        <main className="page-body" ref={body} tabIndex={-1}>
          <Messages />
          <Step key={`${step}-${caseId}`} step={step} />
        </main>
        <Foot />
      </div>
      <DropZone />
    </div>
  );
};

const Step = ({ step }: { readonly step: StepKind }) => {
  switch (step) {
    case 'start':
      return <StartStep />;
    case 'symptoms':
      return <SymptomsStep />;
    case 'capture':
      return <CaptureStep />;
    case 'report':
      return <ReportStep />;
    default:
      return assertNever(step);
  }
};

const Messages = () => {
  const { t } = useTranslation();
  const problem = useApp((state) => state.problem);
  const notice = useApp((state) => state.notice);
  const { dismissProblem, dismissNotice } = useApp.getState();
  return (
    <div className="messages">
      {notice !== null && (
        <section className="card notice" role="alert">
          <ToneMark tone="caution" />
          <p className="anywhere">{notice}</p>
          <div className="row">
            <ActionButton onPress={dismissNotice}>{t('parts.close')}</ActionButton>
          </div>
        </section>
      )}
      {problem !== null && <ProblemCard problem={problem} onClose={dismissProblem} />}
    </div>
  );
};

const Foot = () => {
  const { t } = useTranslation();
  const step = useApp((state) => state.step);
  const goTo = useApp((state) => state.goTo);
  const index = STEP_ORDER.indexOf(step);
  const before = STEP_ORDER[index - 1];
  const after = STEP_ORDER[index + 1];
  return (
    <footer className="page-foot">
      <ActionButton onPress={() => before && void goTo(before)} isDisabled={before === undefined}>
        {t('frame.back')}
      </ActionButton>
      {after !== undefined && (
        <ActionButton kind="primary" onPress={() => void goTo(after)}>
          {after === 'symptoms'
            ? t('start.symptom')
            : after === 'capture'
              ? t('symptoms.next')
              : t('capture.toReport')}
        </ActionButton>
      )}
      {after === undefined && <span />}
    </footer>
  );
};

import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepKind } from '../contract/case.ts';
import { assertNever } from '../core/assert-never.ts';
import { DropZone } from './components/drop-zone.tsx';
import { ImportedNotice } from './components/imported-notice.tsx';
import { MeasuringNotice } from './components/measuring-notice.tsx';
import { NoticeCard } from './components/notice-card.tsx';
import { PageFoot } from './components/page-foot.tsx';
import { PageHead } from './components/page-head.tsx';
import { ProblemCard } from './components/problem-card.tsx';
import { Rail } from './components/rail.tsx';
import { RecordingNotice } from './components/recording-notice.tsx';
import { useLook } from './components/use-look.ts';
import { focusStep, useViewFocus } from './components/use-view-focus.ts';
import { CaptureStep } from './steps/capture/capture-step.tsx';
import { DiagnoseStep } from './steps/diagnose/diagnose-step.tsx';
import { EscalateStep } from './steps/escalate/escalate-step.tsx';
import { ReportStep } from './steps/report/report-step.tsx';
import { StartStep } from './steps/start/start-step.tsx';
import { SymptomsStep } from './steps/symptoms/symptoms-step.tsx';
import { WorkaroundStep } from './steps/workaround/workaround-step.tsx';
import { type AppState, useApp } from './store/app-store.ts';
import { type ShelfView, useShelf } from './store/case-shelf-store.ts';
import { type DiagnoseState, useDiagnose } from './store/diagnose-store.ts';
import { type LivePhase, useLive } from './store/live-store.ts';
import { useWorkaround, type WorkaroundPhase } from './store/workaround-store.ts';

/** The frame: rail, head, one step, and a bar at the bottom that never moves. */
export const App = () => {
  const { t } = useTranslation();
  const ready = useApp((state) => state.ready);
  const step = useApp((state) => state.step);
  const caseId = useApp((state) => state.current?.id ?? 'none');
  const settings = useApp((state) => state.settings);
  const phase = useLive((state) => state.phase);
  const changing = useWorkaround((state) => state.phase);
  const measuring = useDiagnose(measuringView);
  const shelf = useShelf((state) => state.view);
  const main = useViewFocus(useApp((state) => viewOf(state, phase, changing, measuring, shelf)));
  useLook(settings);
  useEffect(() => {
    useLive.getState().listen();
    useWorkaround.getState().listen();
    useDiagnose.getState().listen();
    void useApp.getState().start();
  }, []);
  const stepName = t(`steps.${step}`);
  useEffect(() => {
    document.title = `${stepName} – ${t('product')}`;
  }, [stepName, t]);
  if (!ready) return null;
  return (
    <div className="frame" data-step={step}>
      <button type="button" className="skip" onClick={focusStep}>
        {t('frame.skip')}
      </button>
      <Rail />
      <div className="page">
        <PageHead />
        <main className="page-body" ref={main}>
          <Messages />
          <Step key={`${step}-${caseId}`} step={step} />
        </main>
        <PageFoot />
      </div>
      <Announcer />
      <DropZone />
    </div>
  );
};

/** Names what is on screen, so that a change of it can be noticed; null until there is something. */
function viewOf(
  { ready, step, current, reading, findings }: AppState,
  phase: LivePhase,
  changing: WorkaroundPhase,
  measuring: string,
  shelf: ShelfView,
): string | null {
  if (!ready) return null;
  if (step === 'diagnose') return `diagnose ${current?.id ?? ''} ${measuring}`;
  if (step === 'workaround') return `workaround ${changing}`;
  if (step === 'start') return `start ${shelf}`;
  if (step !== 'capture') return `${step} ${current?.id ?? ''}`;
  if (phase !== 'off') return `live ${phase}`;
  if (reading !== null) return `reading ${reading.fileName}`;
  return findings === null
    ? 'capture'
    : `findings ${current?.capture.kind === 'analysed' ? current.capture.analysedAt : ''}`;
}

/** Running, the result of which measurement, or the choice before one. */
const measuringView = ({ running, result, again }: DiagnoseState): string =>
  running !== null ? 'running' : result !== null && !again ? result.startedAt : 'choose';

const Step = ({ step }: { readonly step: StepKind }) => {
  switch (step) {
    case 'start':
      return <StartStep />;
    case 'symptoms':
      return <SymptomsStep />;
    case 'diagnose':
      return <DiagnoseStep />;
    case 'capture':
      return <CaptureStep />;
    case 'escalate':
      return <EscalateStep />;
    case 'workaround':
      return <WorkaroundStep />;
    case 'report':
      return <ReportStep />;
    default:
      return assertNever(step);
  }
};

const Messages = () => {
  const problem = useApp((state) => state.problem);
  const notice = useApp((state) => state.notice);
  const { dismissProblem, dismissNotice } = useApp.getState();
  return (
    <div className="messages">
      <ImportedNotice />
      <RecordingNotice />
      <MeasuringNotice />
      {notice !== null && <NoticeCard text={notice} onClose={dismissNotice} />}
      {problem !== null && <ProblemCard problem={problem} onClose={dismissProblem} />}
    </div>
  );
};

/** Says what changed without having been looked at, for screen readers. */
const Announcer = () => (
  <div role="status" className="visually-hidden">
    {useApp((state) => state.announcement)}
  </div>
);

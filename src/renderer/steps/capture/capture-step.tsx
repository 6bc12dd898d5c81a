import { useTranslation } from 'react-i18next';
import { AddingButton } from '../../components/adding-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { useApp } from '../../store/app-store.ts';
import { useLive } from '../../store/live-store.ts';
import { CAPTURE_COMMAND, CAPTURE_ON_WINDOWS } from './capture-command.ts';
import { FindingsView } from './findings-view.tsx';
import { LeftOverCard } from './live/left-over-card.tsx';
import { LiveView } from './live/live-view.tsx';
import { ReadingView } from './reading-view.tsx';

/** Record packets or open a capture, watch it being read, see the findings. */
export const CaptureStep = () => {
  const reading = useApp((state) => state.reading);
  const findings = useApp((state) => state.findings);
  const phase = useLive((state) => state.phase);
  if (phase !== 'off') return <LiveView phase={phase} />;
  if (reading !== null) return <ReadingView reading={reading} />;
  if (findings !== null) return <FindingsView findings={findings} />;
  return <OpenView />;
};

const OpenView = () => {
  const { t } = useTranslation();
  const { chooseCapture, openPractice } = useApp.getState();
  const { openPlan, readLeftOver } = useLive.getState();
  const windows = useApp((state) => state.info?.platform === 'win32');
  const offered = useLive((state) => state.leftOver !== null);
  const command = windows ? CAPTURE_ON_WINDOWS : CAPTURE_COMMAND;
  return (
    <div className="column">
      <h1>{t('capture.title')}</h1>
      <p>{t('capture.lead')}</p>
      <LeftOverCard />
      <div className="choices">
        <section className="card choice" aria-labelledby="record-title">
          <h2 id="record-title">{t('capture.recordTitle')}</h2>
          <p>{t('capture.recordText')}</p>
          <AddingButton onPress={() => void openPlan()}>{t('capture.record')}</AddingButton>
        </section>
        <section className="card choice" aria-labelledby="open-title">
          <h2 id="open-title">{t('capture.openFileTitle')}</h2>
          <p>{t('capture.openFileText')}</p>
          <AddingButton onPress={() => void chooseCapture()}>{t('capture.choose')}</AddingButton>
        </section>
      </div>
      <div className="row">
        <AddingButton onPress={() => void openPractice()}>{t('capture.practice')}</AddingButton>
        <span className="quiet">{t('capture.practiceText')}</span>
      </div>
      <section className="evidence">
        <Folded title={t('capture.elsewhere')}>
          <div className="evidence">
            <p>{t(windows ? 'capture.elsewhereWindows' : 'capture.elsewhereText')}</p>
            <pre className="command">{command}</pre>
            <div className="row">
              <CopyButton text={command}>{t('capture.copyCommand')}</CopyButton>
            </div>
            <p className="quiet">{t('capture.controlHint')}</p>
          </div>
        </Folded>
        {!offered && (
          <Folded title={t('live.leftQuestion')}>
            <AddingButton onPress={() => void readLeftOver()}>{t('live.lookForLeft')}</AddingButton>
          </Folded>
        )}
      </section>
    </div>
  );
};

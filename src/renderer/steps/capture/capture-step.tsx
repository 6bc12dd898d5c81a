import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { useApp } from '../../store/app-store.ts';
import { CAPTURE_COMMAND, CAPTURE_ON_WINDOWS } from './capture-command.ts';
import { FindingsView } from './findings-view.tsx';
import { ReadingView } from './reading-view.tsx';

/** Import a capture, watch it being read, see the findings. */
export const CaptureStep = () => {
  const reading = useApp((state) => state.reading);
  const findings = useApp((state) => state.findings);
  if (reading !== null) return <ReadingView reading={reading} />;
  if (findings !== null) return <FindingsView findings={findings} />;
  return <OpenView />;
};

const OpenView = () => {
  const { t } = useTranslation();
  const { chooseCapture, openPractice } = useApp.getState();
  const windows = useApp((state) => state.info?.platform === 'win32');
  const command = windows ? CAPTURE_ON_WINDOWS : CAPTURE_COMMAND;
  return (
    <div className="column">
      <h1>{t('capture.title')}</h1>
      <p>{t(windows ? 'capture.leadWindows' : 'capture.lead')}</p>
      <section className="card">
        <pre>{command}</pre>
        <div className="row">
          <CopyButton text={command}>{t('capture.copyCommand')}</CopyButton>
        </div>
      </section>
      <p className="quiet">{t('capture.controlHint')}</p>
      <section className="card drop" aria-labelledby="drop-title">
        <h2 id="drop-title">{t('capture.dropTitle')}</h2>
        <div className="row">
          <ActionButton kind="primary" onPress={() => void chooseCapture()}>
            {t('capture.choose')}
          </ActionButton>
          <ActionButton onPress={() => void openPractice()}>{t('capture.practice')}</ActionButton>
        </div>
      </section>
    </div>
  );
};

import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { useApp } from '../../store/app-store.ts';
import { FindingsView } from './findings-view.tsx';
import { ReadingView } from './reading-view.tsx';

/** The article's command with the control addresses added (docs/decisions). */
export const CAPTURE_COMMAND =
  'sudo tcpdump -i any -nn "net 104.192.141.0/24 or net 18.205.93.0/30" -w bitbucket.pcap';

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
  return (
    <div className="column">
      <h1>{t('capture.title')}</h1>
      <p>{t('capture.lead')}</p>
      <section className="card">
        <pre>{CAPTURE_COMMAND}</pre>
        <div className="row">
          <CopyButton text={CAPTURE_COMMAND}>{t('capture.copyCommand')}</CopyButton>
        </div>
      </section>
      <p className="quiet">{t('capture.controlHint')}</p>
      <section className="card drop" aria-label={t('capture.dropTitle')}>
        <h2>{t('capture.dropTitle')}</h2>
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

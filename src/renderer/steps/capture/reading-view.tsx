import { Label, ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaptureProgress } from '../../../contract/app-ipc.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatBytes, formatCount } from '../../components/format.ts';
import { useApp } from '../../store/app-store.ts';

/** A capture being read: how far, what was found so far, and a way to stop. */
export const ReadingView = ({ reading }: { readonly reading: CaptureProgress }) => {
  const { t } = useTranslation();
  const stopReading = useApp((state) => state.stopReading);
  const { bytesRead, bytesTotal } = reading;
  const text =
    bytesTotal === null
      ? t('capture.readOnly', { read: formatBytes(bytesRead) })
      : t('capture.readBytes', { read: formatBytes(bytesRead), total: formatBytes(bytesTotal) });
  return (
    <div className="column">
      <h1>{t('capture.reading', { name: reading.fileName })}</h1>
      <ProgressBar
        className="progress"
        value={bytesRead}
        maxValue={Math.max(1, bytesTotal ?? 1)}
        isIndeterminate={bytesTotal === null}
        valueLabel={text}
      >
        {({ percentage }) => (
          <>
            <Label>{text}</Label>
            <div className="progress-track">
              <div className="progress-fill" style={{ width: `${percentage ?? 0}%` }} />
            </div>
          </>
        )}
      </ProgressBar>
      <dl className="counters">
        <Counter name={t('capture.packets')} count={reading.packets} />
        <Counter name={t('capture.sessions')} count={reading.sessions} />
        <Counter name={t('capture.resets')} count={reading.resets} />
      </dl>
      <div className="row">
        <ActionButton onPress={() => void stopReading()}>{t('capture.stop')}</ActionButton>
      </div>
    </div>
  );
};

const Counter = ({ name, count }: { readonly name: string; readonly count: number }) => (
  <div>
    <dt>{name}</dt>
    <dd>{formatCount(count)}</dd>
  </div>
);

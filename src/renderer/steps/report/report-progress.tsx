import { Label, ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ReportProgress } from '../../../contract/report.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';

/** How far a report is that takes its time, and the way to end it; at the buttons that began it. */
export const ReportProgressBar = ({ progress }: { readonly progress: ReportProgress }) => {
  const { t } = useTranslation();
  const { doing, part, done, total } = progress;
  const isKnown = doing === 'making' && total > 0;
  const text = isKnown
    ? t('report.makingPart', {
        part: part === 'packets' ? t('report.capturePackets') : part,
        number: done + 1,
        total,
      })
    : t(`report.${doing}`);
  return (
    <>
      <ProgressBar
        className="progress report-progress"
        value={done}
        maxValue={Math.max(1, total)}
        isIndeterminate={!isKnown}
        valueLabel={text}
      >
        {({ percentage }) => (
          <>
            <Label className="small">{text}</Label>
            <div className="progress-track">
              <div className="progress-fill" style={{ width: `${percentage ?? 0}%` }} />
            </div>
          </>
        )}
      </ProgressBar>
      <ActionButton onPress={() => void bridge.report.cancel()}>{t('report.stop')}</ActionButton>
    </>
  );
};

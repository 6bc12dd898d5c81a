import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.tsx';
import { Tick } from '../../components/tick.tsx';
import { useDiagnose } from '../../store/diagnose-store.ts';

/** The one with rights ends after this time, whatever it does. */
const RIGHTS_MINUTES = 240;

/** Record beside the watch? What would run with rights stands there before it does. */
export const RecordChoice = () => {
  const { t } = useTranslation();
  const records = useDiagnose((state) => state.records);
  const plan = useDiagnose((state) => state.recordPlan);
  const { setRecords } = useDiagnose.getState();
  const command = plan?.command.join('\n') ?? '';
  const isLong = useDiagnose((state) => state.watchMinutes) > RIGHTS_MINUTES;
  const canRun = plan !== null && plan.way.kind !== 'manual';
  return (
    <>
      <Tick isSelected={records} onChange={(isSelected) => void setRecords(isSelected)}>
        {t('diagnose.records')}
      </Tick>
      <p className="quiet">{t('diagnose.recordsText')}</p>
      {records && plan !== null && <p>{t(`diagnose.recordsHow.${plan.way.kind}`)}</p>}
      {records && isLong && <p>{t('diagnose.recordsLong')}</p>}
      {records && canRun && (
        <>
          <p>{t('diagnose.recordsRun')}</p>
          <pre className="command">{command}</pre>
          <div className="row">
            <CopyButton text={command}>{t('live.copyCommand')}</CopyButton>
          </div>
        </>
      )}
    </>
  );
};

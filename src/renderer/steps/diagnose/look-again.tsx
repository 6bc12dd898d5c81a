import { useTranslation } from 'react-i18next';
import type { Diagnosis } from '../../../contract/diagnosis.ts';
import { LOOK_AGAIN_MINUTES } from '../../../core/diagnosis/compare-with-earlier.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { AddingButton } from '../../components/adding-button.tsx';
import { formatTimeOfDay } from '../../components/clock.ts';
import { useDiagnose } from '../../store/diagnose-store.ts';

interface LookAgainProps {
  readonly earlier: Diagnosis['earlier'];
  readonly canAsk: boolean;
}

/** Maintenance of the service is over within a quarter of an hour: measure again by itself then, and compare. */
export const LookAgain = ({ earlier, canAsk }: LookAgainProps) => {
  const { t } = useTranslation();
  const againAt = useDiagnose((state) => state.againAt);
  const { lookAgain } = useDiagnose.getState();
  return (
    <>
      {earlier !== null && (
        <section className="card" aria-labelledby="compared-title">
          <h2 id="compared-title">{t('diagnose.comparedTitle')}</h2>
          <p>{earlier.text}</p>
        </section>
      )}
      {canAsk && (
        <div className="row">
          {againAt === null ? (
            <AddingButton onPress={() => void lookAgain(true)}>
              {t('diagnose.lookAgain', { minutes: LOOK_AGAIN_MINUTES })}
            </AddingButton>
          ) : (
            <>
              <span>{t('diagnose.lookAgainAt', { at: formatTimeOfDay(againAt) })}</span>
              <ActionButton onPress={() => void lookAgain(false)}>{t('diagnose.lookAgainStop')}</ActionButton>
            </>
          )}
        </div>
      )}
    </>
  );
};

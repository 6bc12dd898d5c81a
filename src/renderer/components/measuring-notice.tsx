import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store.ts';
import { useDiagnose } from '../store/diagnose-store.ts';
import { ActionButton } from './action-button.tsx';
import { RecordingMark } from './recording-mark.tsx';

/** On every other step: a measurement goes on, and how to get back to it. */
export const MeasuringNotice = () => {
  const { t } = useTranslation();
  const running = useDiagnose((state) => state.running);
  const elsewhere = useApp((state) => state.step !== 'diagnose');
  const goTo = useApp((state) => state.goTo);
  const stop = useDiagnose((state) => state.stop);
  if (!elsewhere || running === null) return null;
  return (
    <section className="card" aria-label={t('diagnose.elsewhereTitle')}>
      <RecordingMark
        word={t('diagnose.elsewhere', {
          done: Math.floor(running.attempts.length / 2),
          planned: running.plannedPerArm,
        })}
      />
      <div className="row">
        <ActionButton onPress={() => void goTo('diagnose')}>{t('diagnose.goThere')}</ActionButton>
        <ActionButton onPress={() => void stop(null)}>{t('diagnose.stopAll')}</ActionButton>
      </div>
    </section>
  );
};

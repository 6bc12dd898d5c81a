import { useTranslation } from 'react-i18next';
import type { Diagnosis } from '../../../contract/diagnosis.ts';
import { endedAsMeant, endingOf } from '../../../core/words/live-words.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useApp } from '../../store/app-store.ts';

/** What was recorded beside the measurement, and the way to it. */
export const RecordedMeanwhile = ({ recording }: Pick<Diagnosis, 'recording'>) => {
  const { t } = useTranslation();
  const goTo = useApp((state) => state.goTo);
  if (recording === null) return null;
  const { packets, resets, files, reason } = recording;
  const answer = files.at(-1)?.verdict?.summary;
  return (
    <section className="card" aria-labelledby="recorded-meanwhile">
      <h2 id="recorded-meanwhile">{t('diagnose.recordedTitle')}</h2>
      <p>{t('diagnose.recordedCounts', { packets, resets })}</p>
      {!endedAsMeant(reason) && <p>{t('diagnose.recordedEarly', { reason: endingOf(reason) })}</p>}
      {files.length === 0 ? (
        <p>{t('diagnose.recordedNothing')}</p>
      ) : (
        <>
          <p>
            {answer === undefined ? t('diagnose.recordedUnread') : t('diagnose.recordedKept', { answer })}
          </p>
          <div className="row">
            <ActionButton onPress={() => void goTo('capture')}>{t('diagnose.toPackets')}</ActionButton>
          </div>
        </>
      )}
    </section>
  );
};

import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store.ts';
import { isUnderWay, useLive } from '../store/live-store.ts';
import { ActionButton } from './action-button.tsx';
import { formatDuration } from './clock.ts';
import { formatCount } from './format.ts';
import { RecordingMark } from './recording-mark.tsx';
import { ToneMark } from './tone-mark.tsx';

/** On every other step: a recording goes on, and how to get back to it. */
export const RecordingNotice = () => {
  const { t } = useTranslation();
  const phase = useLive((state) => state.phase);
  const progress = useLive((state) => state.progress);
  const elsewhere = useApp((state) => state.step !== 'capture');
  const goTo = useApp((state) => state.goTo);
  const stop = useLive((state) => state.stop);
  if (!elsewhere || !isUnderWay(phase)) return null;
  return (
    <section className="card" aria-label={t('live.runningTitle')}>
      {phase === 'waiting' ? (
        <ToneMark tone="unknown" word={t('live.elsewhereWaits')} />
      ) : (
        <RecordingMark
          word={t('live.elsewhereRuns', {
            time: formatDuration(progress?.seconds ?? 0),
            packets: formatCount(progress?.packets ?? 0),
          })}
        />
      )}
      <div className="row">
        <ActionButton onPress={() => void goTo('capture')}>{t('live.goThere')}</ActionButton>
        {phase === 'running' && <ActionButton onPress={() => void stop()}>{t('live.stop')}</ActionButton>}
      </div>
    </section>
  );
};

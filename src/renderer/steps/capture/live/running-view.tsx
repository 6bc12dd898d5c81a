import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/action-button.tsx';
import { formatDuration, formatTimeOfDay } from '../../../components/clock.ts';
import { FootAction } from '../../../components/foot-action.tsx';
import { formatBytes, formatCount } from '../../../components/format.ts';
import { RecordingMark } from '../../../components/recording-mark.tsx';
import { useLive } from '../../../store/live-store.ts';
import { AttemptList } from './attempt-list.tsx';
import { LiveTimeline } from './live-timeline.tsx';
import { TrafficCards } from './traffic-cards.tsx';

/** A recording under way: large calm numbers, something to do, and what has been seen. */
export const RunningView = () => {
  const { t } = useTranslation();
  const startedAt = useLive((state) => state.startedAt);
  const stopping = useLive((state) => state.phase === 'stopping');
  const stop = useLive((state) => state.stop);
  return (
    <div className="column">
      <div className="row spread">
        <h1>{t(stopping ? 'live.stoppingTitle' : 'live.runningTitle')}</h1>
        {!stopping && <RecordingMark word={t('live.runningSince', { at: formatTimeOfDay(startedAt) })} />}
      </div>
      {stopping && <p>{t('live.stopping')}</p>}
      <Counters />
      {!stopping && <TrafficCards />}
      <LiveTimeline />
      <AttemptList />
      <FootAction>
        {!stopping && (
          <ActionButton kind="primary" onPress={() => void stop()}>
            {t('live.stop')}
          </ActionButton>
        )}
      </FootAction>
    </div>
  );
};

/** Four times a second, and silent: a screen reader reads them when it is asked to. */
const Counters = () => {
  const { t } = useTranslation();
  const progress = useLive((state) => state.progress);
  const disk = progress?.diskFreeBytes ?? null;
  // Where the system records into a file of its own, its packets are known when that is done (Windows).
  const isLater = progress !== null && progress.packets === 0 && progress.bytes > 0;
  const counted = (count = 0): string => (isLater ? t('live.countedLater') : formatCount(count));
  const counters = [
    [t('live.packets'), counted(progress?.packets)],
    [t('live.sessions'), counted(progress?.sessions)],
    [t('live.resets'), counted(progress?.resets)],
    [t('live.seconds'), formatDuration(progress?.seconds ?? 0)],
    [t('live.data'), formatBytes(progress?.bytes ?? 0)],
    [t('live.disk'), disk === null ? t('live.unknown') : formatBytes(disk)],
  ] as const;
  return (
    <dl className="counters large" aria-label={t('live.counters')}>
      {counters.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

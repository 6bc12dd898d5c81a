import { useTranslation } from 'react-i18next';
import type { Findings } from '../../../../contract/app-ipc.ts';
import type { RecordedCapture } from '../../../../contract/live-capture.ts';
import { endedAsMeant, endingOf } from '../../../../core/words/live-words.ts';
import { formatDuration } from '../../../components/clock.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Folded } from '../../../components/folded.tsx';
import { clockOf, formatCount, instantOf } from '../../../components/format.ts';
import { ToneMark } from '../../../components/tone-mark.tsx';
import { useLive } from '../../../store/live-store.ts';

/** What a recording of ours was, beside what was found in it. */
export const RecordedCard = ({ findings }: { readonly findings: Findings }) => {
  const recorded = useLive((state) => state.recorded);
  const isShown = recorded !== null && findings.files.some(({ name }) => name === recorded.file.name);
  return isShown ? <Card recorded={recorded} /> : null;
};

const Card = ({ recorded }: { readonly recorded: RecordedCapture }) => {
  const { t } = useTranslation();
  const { file, packets, resets, reason, startedAt, endedAt, marks, command } = recorded;
  const dropped = recorded.kernel.droppedByKernel;
  const isWhole = endedAsMeant(reason) && (dropped ?? 0) === 0;
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const lines = command.join('\n');
  return (
    <section className="card" aria-labelledby="recorded">
      <div className="row spread">
        <h2 id="recorded">{t('live.recordedTitle')}</h2>
        <ToneMark
          tone={isWhole ? 'clear' : 'caution'}
          word={t(isWhole ? 'live.completeWord' : endedAsMeant(reason) ? 'live.gapsWord' : 'live.shortWord')}
        />
      </div>
      <p className="wide">
        <code className="anywhere">{file.name}</code>{' '}
        <CopyButton text={file.name} compact>
          {t('live.copyName')}
        </CopyButton>
      </p>
      <p>
        {t('live.recorded', {
          packets: formatCount(packets),
          time: formatDuration(seconds),
          resets: formatCount(resets),
        })}{' '}
        {dropped === null
          ? t('live.droppedUnknown')
          : dropped === 0
            ? t('live.droppedNone')
            : t('live.dropped', { count: dropped })}
        {recorded.ring && ` ${t('live.ringKept')}`}
      </p>
      <p>{t('live.endedBecause', { reason: endingOf(reason) })}</p>
      <Folded title={t('live.recordedCommand')}>
        <div className="evidence">
          <p>{t('live.from', { from: instantOf(startedAt), to: instantOf(endedAt) })}</p>
          <pre className="command">{lines}</pre>
          {marks.length > 0 && (
            <>
              <h3>{t('live.marksMade')}</h3>
              <ul>
                {marks.map(({ kind, at }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
                  <li key={index}>
                    <span className="mono">{clockOf(at)}</span>{' '}
                    {t(kind === 'before' ? 'live.markedBefore' : 'live.markedHappened')}
                  </li>
                ))}
              </ul>
            </>
          )}
          <div className="row">
            <CopyButton text={lines}>{t('live.copyCommand')}</CopyButton>
          </div>
        </div>
      </Folded>
    </section>
  );
};

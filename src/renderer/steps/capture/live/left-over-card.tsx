import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/action-button.tsx';
import { formatMoment } from '../../../components/format.ts';
import { ToneMark } from '../../../components/tone-mark.tsx';
import { focusStep } from '../../../components/use-view-focus.ts';
import { useLive } from '../../../store/live-store.ts';

/** A recording of this case that the program did not live to end: its remains are offered, never read unasked. */
export const LeftOverCard = () => {
  const { t } = useTranslation();
  const leftOver = useLive((state) => state.leftOver);
  const idle = useLive((state) => state.phase === 'off');
  const { readLeftOver, forgetLeftOver } = useLive.getState();
  if (leftOver === null || !idle) return null;
  const leave = () => {
    void forgetLeftOver();
    focusStep();
  };
  return (
    <section className="card notice" aria-label={t('live.leftTitle')}>
      <ToneMark tone="caution" word={t('live.leftTitle')} />
      <p>{t('live.leftText', { at: formatMoment(leftOver.startedAt) })}</p>
      <div className="row">
        <ActionButton onPress={() => void readLeftOver()}>{t('live.readLeft')}</ActionButton>
        <ActionButton onPress={leave}>{t('live.forgetLeft')}</ActionButton>
      </div>
    </section>
  );
};

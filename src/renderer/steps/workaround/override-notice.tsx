import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { formatMoment } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useApp } from '../../store/app-store.ts';
import { useWorkaround } from '../../store/workaround-store.ts';
import { daysLeft } from './days-left.ts';

/** First thing on the start: an override of an earlier day is still in force. */
export const OverrideNotice = () => {
  const { t } = useTranslation();
  const block = useWorkaround((state) => state.state?.hosts?.block ?? null);
  const goTo = useApp((state) => state.goTo);
  const { showRevert } = useWorkaround.getState();
  if (block === null) return null;
  const word = t(block.expired ? 'workaround.expiredWord' : 'workaround.activeWord');
  return (
    <section className="card notice" aria-label={word}>
      <ToneMark tone="caution" word={word} />
      <p>
        {t(block.expired ? 'workaround.expiredAt' : 'workaround.activeUntil', {
          at: formatMoment(block.expiresAt),
          count: daysLeft(block.expiresAt),
        })}
      </p>
      <div className="row">
        <ActionButton onPress={() => void goTo('workaround')}>{t('workaround.goThere')}</ActionButton>
        <ActionButton
          onPress={() => {
            void goTo('workaround');
            void showRevert();
          }}
        >
          {t('workaround.showRevert')}
        </ActionButton>
      </div>
    </section>
  );
};

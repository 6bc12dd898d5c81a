import { useTranslation } from 'react-i18next';
import { vanishedWords } from '../../../core/words/override-words.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatMoment } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';

/** Our lines are no longer in the hosts file, and it was not us. */
export const VanishedNotice = () => {
  const { t } = useTranslation();
  const vanished = useWorkaround((store) => store.state?.vanished ?? null);
  const { acceptVanished } = useWorkaround.getState();
  if (vanished === null) return null;
  return (
    <section className="card notice" aria-label={t('workaround.vanishedWord')}>
      <ToneMark tone="caution" word={t('workaround.vanishedWord')} />
      <p>{vanishedWords({ ...vanished, madeAt: formatMoment(vanished.madeAt) })}</p>
      <p>
        {t('workaround.vanishedAdvice')}{' '}
        <code className="anywhere">{vanished.backup.split(/[\\/]/).at(-1)}</code>
      </p>
      <div className="row">
        <ActionButton onPress={() => void acceptVanished()}>{t('workaround.vanishedAccept')}</ActionButton>
      </div>
    </section>
  );
};

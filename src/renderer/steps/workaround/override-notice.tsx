import { useTranslation } from 'react-i18next';
import { placesOf } from '../../../core/words/override-words.ts';
import { type InForce, overridesInForce } from '../../../core/workaround/in-force.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatMoment } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useApp } from '../../store/app-store.ts';
import { useWorkaround } from '../../store/workaround-store.ts';
import { daysLeft } from './days-left.ts';

/** First thing on the start: overrides of an earlier day that are still in force, in whichever of the three places. */
export const OverrideNotice = () => {
  const { t } = useTranslation();
  const state = useWorkaround((store) => store.state);
  const goTo = useApp((store) => store.goTo);
  const { revertAll } = useWorkaround.getState();
  const found = state === null ? [] : overridesInForce(state);
  if (found.length === 0) return null;
  const word = t(found.some(({ expired }) => expired) ? 'workaround.expiredWord' : 'workaround.activeWord');
  return (
    <section className="card notice" aria-label={word}>
      <ToneMark tone="caution" word={word} />
      {found.map((one) => (
        <NoticeLine key={one.way} found={one} />
      ))}
      <div className="row">
        <ActionButton onPress={() => void goTo('workaround')}>{t('workaround.goThere')}</ActionButton>
        <ActionButton
          onPress={() => {
            void goTo('workaround');
            void revertAll();
          }}
        >
          {t('workaround.showRevert')}
        </ActionButton>
      </div>
    </section>
  );
};

const NoticeLine = ({ found: { way, expiresAt, expired } }: { readonly found: InForce }) => {
  const { t } = useTranslation();
  const place = placesOf([way]);
  if (expiresAt === null) return <p>{t('workaround.inForceNoEnd', { place })}</p>;
  const at = formatMoment(expiresAt);
  return (
    <p>
      {expired
        ? t('workaround.inForceExpired', { place, at })
        : t('workaround.inForceUntil', { place, at, count: daysLeft(expiresAt) })}
    </p>
  );
};

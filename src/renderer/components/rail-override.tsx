import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { placesOf } from '../../core/words/override-words.ts';
import { firstEnd, overridesInForce } from '../../core/workaround/in-force.ts';
import { daysLeft } from '../steps/workaround/days-left.ts';
import { useApp } from '../store/app-store.ts';
import { useWorkaround } from '../store/workaround-store.ts';
import { ActionButton } from './action-button.tsx';

/** An override in force, wherever it is, is never out of sight, nor is the way out of it. */
export const RailOverride = () => {
  const { t } = useTranslation();
  const state = useWorkaround((store) => store.state);
  const goTo = useApp((store) => store.goTo);
  const { revertAll } = useWorkaround.getState();
  const found = state === null ? [] : overridesInForce(state);
  if (found.length === 0) return null;
  const end = firstEnd(found);
  const expired = found.some((one) => one.expired);
  return (
    <div className="rail-override" data-expired={expired}>
      <span className="rail-override-words">
        <strong>{t(expired ? 'workaround.railExpired' : 'workaround.railOn')}</strong>
        <span className="small">
          {t('workaround.railPlaces', { places: placesOf(found.map(({ way }) => way)) })}
        </span>
        {!expired && end !== null && (
          <span className="small">{t('workaround.daysLeft', { count: daysLeft(end) })}</span>
        )}
      </span>
      <ActionButton
        label={t('workaround.railRevertLabel')}
        onPress={() => {
          void goTo('workaround');
          void revertAll();
        }}
      >
        <Undo2 aria-hidden />
        <span className="rail-override-verb">{t('workaround.railRevert')}</span>
      </ActionButton>
    </div>
  );
};

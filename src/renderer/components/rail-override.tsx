import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { daysLeft } from '../steps/workaround/days-left.ts';
import { useApp } from '../store/app-store.ts';
import { useWorkaround } from '../store/workaround-store.ts';
import { ActionButton } from './action-button.tsx';

/** An override in force is never out of sight, nor is the way out of it. */
export const RailOverride = () => {
  const { t } = useTranslation();
  const block = useWorkaround((state) => state.state?.hosts?.block ?? null);
  const goTo = useApp((state) => state.goTo);
  const { showRevert } = useWorkaround.getState();
  if (block === null) return null;
  const left = daysLeft(block.expiresAt);
  return (
    <div className="rail-override" data-expired={block.expired}>
      <span className="rail-override-words">
        <strong>{t(block.expired ? 'workaround.railExpired' : 'workaround.railOn')}</strong>
        {!block.expired && <span className="small">{t('workaround.daysLeft', { count: left })}</span>}
      </span>
      <ActionButton
        label={t('workaround.railRevertLabel')}
        onPress={() => {
          void goTo('workaround');
          void showRevert();
        }}
      >
        <Undo2 aria-hidden />
        <span className="rail-override-verb">{t('workaround.railRevert')}</span>
      </ActionButton>
    </div>
  );
};

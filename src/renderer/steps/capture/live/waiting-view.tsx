import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/action-button.tsx';
import { FootAction } from '../../../components/foot-action.tsx';
import { PromptAnnouncement } from '../../../components/prompt-announcement.tsx';
import { useLive } from '../../../store/live-store.ts';

/** The system's prompt is open: as long as it takes. */
export const WaitingView = () => {
  const { t } = useTranslation();
  const asks = useLive(({ plan }) => plan?.way.kind === 'prompt' || plan?.way.kind === 'manual');
  const giveUp = useLive((state) => state.giveUp);
  return (
    <div className="column">
      <h1>{t(asks ? 'live.waitingTitle' : 'live.startingTitle')}</h1>
      {asks ? (
        <PromptAnnouncement>
          <p>{t('live.waiting')}</p>
          <p>{t('live.waitingCalm')}</p>
          <p className="quiet">{t('live.waitingLost')}</p>
        </PromptAnnouncement>
      ) : (
        <p>{t('live.starting')}</p>
      )}
      <FootAction>
        <ActionButton onPress={() => void giveUp()}>{t('live.giveUp')}</ActionButton>
      </FootAction>
    </div>
  );
};

import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { PromptAnnouncement } from '../../components/prompt-announcement.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';

/** The system's prompt may be open: as long as it takes. */
export const WritingView = () => {
  const { t } = useTranslation();
  const asks = useWorkaround(({ plan }) => plan?.way.kind === 'prompt' || plan?.way.kind === 'manual');
  const { giveUp } = useWorkaround.getState();
  return (
    <div className="column">
      <h1>{t(asks ? 'live.waitingTitle' : 'workaround.writingTitle')}</h1>
      {asks ? (
        <PromptAnnouncement>
          <p>{t('live.waiting')}</p>
          <p>{t('workaround.writing')}</p>
        </PromptAnnouncement>
      ) : (
        <p>{t('workaround.writing')}</p>
      )}
      <FootAction>
        <ActionButton onPress={() => void giveUp()}>{t('live.giveUp')}</ActionButton>
      </FootAction>
    </div>
  );
};

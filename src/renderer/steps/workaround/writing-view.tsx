import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { useApp } from '../../store/app-store.ts';
import { useWorkaround } from '../../store/workaround-store.ts';
import { PromptPicture } from '../capture/live/prompt-picture.tsx';

/** The system's prompt may be open: as long as it takes. */
export const WritingView = () => {
  const { t } = useTranslation();
  const asks = useWorkaround(({ plan }) => plan?.way.kind !== 'root');
  const platform = useApp((state) => state.info?.platform ?? 'linux');
  const { giveUp } = useWorkaround.getState();
  return (
    <div className="column">
      <h1>{t(asks ? 'live.waitingTitle' : 'workaround.writingTitle')}</h1>
      {asks ? (
        <section className="card announce">
          <div className="announce-words">
            <p>{t('live.waiting')}</p>
            <p>{t('workaround.writing')}</p>
            <p>
              <strong>{t('live.remote')}</strong>
            </p>
          </div>
          <PromptPicture platform={platform} />
        </section>
      ) : (
        <p>{t('workaround.writing')}</p>
      )}
      <FootAction>
        <ActionButton onPress={() => void giveUp()}>{t('live.giveUp')}</ActionButton>
      </FootAction>
    </div>
  );
};

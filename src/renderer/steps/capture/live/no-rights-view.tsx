import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/action-button.tsx';
import { FootAction } from '../../../components/foot-action.tsx';
import { RefusalCard } from '../../../components/refusal-card.tsx';
import { TwoWays } from '../../../components/two-ways.tsx';
import { useLive } from '../../../store/live-store.ts';

/** The question was answered with no, or could not be put: said once, and not asked again by itself. */
export const NoRightsView = () => {
  const { t } = useTranslation();
  const refusal = useLive((state) => state.refusal);
  const declined = useLive((state) => state.declined);
  const { begin, showCommands, leave } = useLive.getState();
  return (
    <div className="column">
      <h1>{t(declined ? 'live.declinedTitle' : 'live.refusedTitle')}</h1>
      <RefusalCard refusal={refusal} declined={declined} />
      <TwoWays
        first={{
          action: t('live.askAgain'),
          text: t('live.askAgainText'),
          onPress: () => void begin(true),
        }}
        second={{ action: t('live.showCommands'), text: t('live.showCommandsText'), onPress: showCommands }}
      />
      <FootAction>
        <ActionButton onPress={leave}>{t('live.notNow')}</ActionButton>
      </FootAction>
    </div>
  );
};

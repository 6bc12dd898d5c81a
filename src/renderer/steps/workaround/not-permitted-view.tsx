import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { RefusalCard } from '../../components/refusal-card.tsx';
import { TwoWays } from '../../components/two-ways.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';

/** No permission came: said once, nothing was changed, and not asked again by itself. */
export const NotPermittedView = () => {
  const { t } = useTranslation();
  const refusal = useWorkaround((state) => state.refusal);
  const { carryOut, showByHand, leave } = useWorkaround.getState();
  return (
    <div className="column">
      <h1>{t('workaround.notPermittedTitle')}</h1>
      <RefusalCard refusal={refusal} />
      <TwoWays
        first={{
          action: t('live.askAgain'),
          text: t('live.askAgainText'),
          onPress: () => void carryOut(true),
        }}
        second={{
          action: t('workaround.showLines'),
          text: t('workaround.showLinesText'),
          onPress: showByHand,
        }}
      />
      <FootAction>
        <ActionButton onPress={leave}>{t('live.notNow')}</ActionButton>
      </FootAction>
    </div>
  );
};

import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
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
      <section className="card" aria-label={t('live.noRightsWord')}>
        <ToneMark tone="unknown" word={t('live.noRightsWord')} />
        <p className="anywhere">{refusal?.message}</p>
        <p className="anywhere">
          <strong>{t('parts.whatToDo')}:</strong> {refusal?.hint}
        </p>
        <div className="row">
          <CopyButton text={`${refusal?.message}\n${refusal?.hint}`}>{t('live.copyReason')}</CopyButton>
        </div>
      </section>
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

import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/action-button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Folded } from '../../../components/folded.tsx';
import { FootAction } from '../../../components/foot-action.tsx';
import { ToneMark } from '../../../components/tone-mark.tsx';
import { useLive } from '../../../store/live-store.ts';
import { TwoWays } from './two-ways.tsx';

/** The question was answered with no, or could not be put: said once, and not asked again by itself. */
export const NoRightsView = () => {
  const { t } = useTranslation();
  const refusal = useLive((state) => state.refusal);
  const declined = useLive((state) => state.declined);
  const { begin, showCommands, leave } = useLive.getState();
  const systemWords = refusal?.detail;
  const reason = [refusal?.message, refusal?.hint, systemWords].filter(Boolean).join('\n');
  return (
    <div className="column">
      <h1>{t(declined ? 'live.declinedTitle' : 'live.refusedTitle')}</h1>
      <section className="card" aria-label={t(declined ? 'live.declinedWord' : 'live.noRightsWord')}>
        <ToneMark tone="unknown" word={t(declined ? 'live.declinedWord' : 'live.noRightsWord')} />
        {declined ? (
          <>
            <p>{t('live.declined')}</p>
            <p>{t('live.declinedAgain')}</p>
          </>
        ) : (
          <>
            <p className="anywhere">{refusal?.message}</p>
            <p className="anywhere">
              <strong>{t('parts.whatToDo')}:</strong> {refusal?.hint}
            </p>
            {systemWords !== undefined && (
              <Folded title={t('live.systemWords')}>
                <p className="anywhere mono">{systemWords}</p>
              </Folded>
            )}
          </>
        )}
        <div className="row">
          <CopyButton text={reason}>{t('live.copyReason')}</CopyButton>
        </div>
      </section>
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

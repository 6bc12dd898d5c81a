import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/action-button.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Folded } from '../../../components/folded.tsx';
import { FootAction } from '../../../components/foot-action.tsx';
import { ToneMark } from '../../../components/tone-mark.tsx';
import { TwoWays } from '../../../components/two-ways.tsx';
import { useLive } from '../../../store/live-store.ts';

/** The question was answered with no, or could not be put: said once, and not asked again by itself. */
export const NoRightsView = () => {
  const { t } = useTranslation();
  const refusal = useLive((state) => state.refusal);
  const declined = useLive((state) => state.declined);
  const { begin, showCommands, leave } = useLive.getState();
  const reason = refusal === null ? '' : `${refusal.message}\n${refusal.hint}`;
  const { hint, systemWords } = splitHint(refusal?.hint ?? '');
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
              <strong>{t('parts.whatToDo')}:</strong> {hint}
            </p>
            {systemWords !== null && (
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

/** The hint ends with the system's own words in brackets, where it had any: those are for support, not for reading. */
function splitHint(text: string): { readonly hint: string; readonly systemWords: string | null } {
  const found = /^(.*?) \((.+)\)$/s.exec(text);
  return found === null
    ? { hint: text, systemWords: null }
    : { hint: found[1] ?? '', systemWords: found[2] ?? '' };
}

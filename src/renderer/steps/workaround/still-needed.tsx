import { useTranslation } from 'react-i18next';
import type { PastOverride } from '../../../contract/workaround.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';
import { useWorkaround } from '../../store/workaround-store.ts';

const TONES = {
  healthy: 'clear',
  'still-broken': 'caution',
  elsewhere: 'caution',
  unclear: 'unknown',
  'not-comparable': 'unknown',
} as const satisfies Record<PastOverride['verdict'], 'clear' | 'caution' | 'unknown'>;

/** Whether the usual addresses are healthy again, with the bound that so few tries allow. */
export const StillNeeded = () => {
  const { t } = useTranslation();
  const asking = useWorkaround((state) => state.asking);
  const testing = useWorkaround((state) => state.testing);
  const last = useWorkaround((state) => state.attempts.at(-1));
  const answer = useWorkaround((state) => state.stillNeeded);
  const { askStillNeeded, stopTest } = useWorkaround.getState();
  return (
    <section className="card" aria-labelledby="needed-title">
      <h2 id="needed-title">{t('workaround.neededTitle')}</h2>
      <p>{t('workaround.neededText')}</p>
      {asking && (
        <p className="connecting" role="status">
          {t('workaround.testing', { done: last?.done ?? 0, total: last?.total ?? 40 })}
        </p>
      )}
      {answer !== null && (
        <div data-still-needed={answer.verdict}>
          <ToneMark tone={TONES[answer.verdict]} word={t(`workaround.neededWords.${answer.verdict}`)} />
          <p>{answer.words}</p>
        </div>
      )}
      <div className="row">
        {asking ? (
          <ActionButton onPress={() => void stopTest()}>{t('workaround.stopNeeded')}</ActionButton>
        ) : (
          <ActionButton isDisabled={testing} onPress={() => void askStillNeeded()}>
            {t(answer === null ? 'workaround.askNeeded' : 'workaround.askNeededAgain')}
          </ActionButton>
        )}
        {answer !== null && <CopyButton text={answer.words}>{t('workaround.copyNeeded')}</CopyButton>}
      </div>
    </section>
  );
};

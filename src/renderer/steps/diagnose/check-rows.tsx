import { useTranslation } from 'react-i18next';
import type { CheckId, LiveCheck } from '../../../contract/diagnose.ts';
import type { Tone } from '../../../core/words/verdict-words.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { RecordingMark } from '../../components/recording-mark.tsx';
import { ToneMark } from '../../components/tone-mark.tsx';

interface CheckRowsProps {
  readonly checks: readonly LiveCheck[];
  /** How far the checks that count are, 0..1. */
  readonly progress?: Readonly<Partial<Record<CheckId, number>>>;
  readonly onStop?: (check: CheckId) => void;
}

const TONES: Readonly<Record<Exclude<LiveCheck['state'], 'running'>, Tone>> = {
  waiting: 'unknown',
  done: 'clear',
  trouble: 'caution',
  'not-done': 'unknown',
};

/**
 * All checks at once, each with room for its result from the first moment, so that no row jumps. While they run, a
 * result has two lines; it is read whole once all have ended.
 */
export const CheckRows = ({ checks, progress = {}, onStop }: CheckRowsProps) => {
  const { t } = useTranslation();
  return (
    <ul className={onStop === undefined ? 'checks' : 'checks live'}>
      {checks.map(({ id, state, text }) => {
        const share = progress[id];
        return (
          <li key={id} data-check={id} data-state={state}>
            {state === 'running' ? (
              <RecordingMark word={t('diagnose.states.running')} />
            ) : (
              <ToneMark tone={TONES[state]} word={t(`diagnose.states.${state}`)} />
            )}
            <div className="check-words">
              <span>
                <strong>{t(`diagnose.checks.${id}`)}.</strong>{' '}
                <span className="quiet">{t(`diagnose.checkText.${id}`)}.</span>
              </span>
              {text !== '' && <span className="anywhere check-result">{text}</span>}
              {state === 'running' && share !== undefined && (
                <div className="check-progress" aria-hidden>
                  <div style={{ width: `${Math.round(100 * share)}%` }} />
                </div>
              )}
            </div>
            {onStop !== undefined && state === 'running' && (
              <ActionButton
                label={t('diagnose.stopCheck', { check: t(`diagnose.checks.${id}`) })}
                onPress={() => onStop(id)}
              >
                {t('diagnose.stop')}
              </ActionButton>
            )}
          </li>
        );
      })}
    </ul>
  );
};

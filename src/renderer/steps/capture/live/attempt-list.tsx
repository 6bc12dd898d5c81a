import { useTranslation } from 'react-i18next';
import type { Attempt } from '../../../../contract/live-capture.ts';
import { attemptName, attemptOutcome } from '../../../../core/words/live-words.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { clockOf } from '../../../components/format.ts';
import { ToneMark } from '../../../components/tone-mark.tsx';
import { useLive } from '../../../store/live-store.ts';
import { i18next } from '../../../words/i18n.ts';

/** Every connection made on request and what became of it, newest first. */
export const AttemptList = () => {
  const { t } = useTranslation();
  const attempts = useLive((state) => state.attempts);
  if (attempts.length === 0) return null;
  const failed = attempts.filter(({ error }) => error !== null).length;
  const numbered = attempts.map((attempt, index) => ({ attempt, index })).reverse();
  return (
    <section className="evidence" aria-labelledby="attempts">
      <div className="row spread">
        <h2 id="attempts">{t('live.attemptsCount', { count: attempts.length, failed })}</h2>
        <CopyButton plain text={attempts.map(lineOf).join('\n')}>
          {t('live.copyAttempts')}
        </CopyButton>
      </div>
      <ol className="timeline" aria-labelledby="attempts">
        {numbered.map(({ attempt, index }) => (
          <li key={index} data-kind="attempt">
            <span className="mono unbroken timeline-at">{clockOf(attempt.startedAt)}</span>
            <div className="timeline-words">
              <ToneMark
                tone={attempt.error === null ? 'clear' : 'caution'}
                word={t(attempt.error === null ? 'live.answered' : 'live.notAnswered')}
              />
              <span className="anywhere">{sentenceOf(attempt)}</span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};

/** `HTTPS request to 104.192.141.1:443 (anycast address) was reset after the request`. */
function sentenceOf(attempt: Attempt): string {
  const { address, port, arm } = attempt;
  const where =
    address === null
      ? ''
      : ` to ${address}:${port} (${i18next.t(arm === 'control' ? 'live.control' : 'live.anycast')})`;
  return `${attemptName(attempt)}${where} ${attemptOutcome(attempt)}`;
}

const lineOf = (attempt: Attempt): string => `${attempt.startedAt} ${sentenceOf(attempt)}`;

import { useTranslation } from 'react-i18next';
import type { Problem } from '../../contract/problem.ts';
import { CopyButton } from './copy-button.tsx';
import { Folded } from './folded.tsx';
import { ToneMark } from './tone-mark.tsx';

interface RefusalCardProps {
  readonly refusal: Problem | null;
  /** The user said no themselves: what that means is said instead of how it can be helped. */
  readonly declined?: boolean;
}

/** Why nobody with rights came, what to do about it, and the system's own words for whoever gives support. */
export const RefusalCard = ({ refusal, declined = false }: RefusalCardProps) => {
  const { t } = useTranslation();
  const word = t(declined ? 'live.declinedWord' : 'live.noRightsWord');
  const reason = [refusal?.message, refusal?.hint, refusal?.detail].filter(Boolean).join('\n');
  return (
    <section className="card" aria-label={word}>
      <ToneMark tone="unknown" word={word} />
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
          {refusal?.detail !== undefined && (
            <Folded title={t('live.systemWords')}>
              <p className="anywhere mono">{refusal.detail}</p>
            </Folded>
          )}
        </>
      )}
      <div className="row">
        <CopyButton text={reason}>{t('live.copyReason')}</CopyButton>
      </div>
    </section>
  );
};

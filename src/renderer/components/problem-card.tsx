import { useTranslation } from 'react-i18next';
import type { Problem } from '../../contract/problem.ts';
import { ActionButton } from './action-button.tsx';
import { ToneMark } from './tone-mark.tsx';

/** What happened, and what you can do; never the word error. */
export const ProblemCard = ({
  problem,
  onClose,
}: {
  readonly problem: Problem;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <section className="card notice" role="alert">
      <ToneMark tone="caution" />
      <p>{problem.message}</p>
      <p>
        <strong>{t('parts.whatToDo')}:</strong> {problem.hint}
      </p>
      <div className="row">
        <ActionButton onPress={onClose}>{t('parts.close')}</ActionButton>
      </div>
    </section>
  );
};

import { useTranslation } from 'react-i18next';
import type { Problem } from '../../contract/problem.ts';
import { ActionButton } from './action-button.tsx';
import { CopyButton } from './copy-button.tsx';
import { ToneMark } from './tone-mark.tsx';
import { focusStep } from './use-view-focus.ts';

interface ProblemCardProps {
  readonly problem: Problem;
  readonly onClose: () => void;
}

/** What happened, and what you can do; never a bare code. */
export const ProblemCard = ({ problem, onClose }: ProblemCardProps) => {
  const { t } = useTranslation();
  const close = () => {
    onClose();
    focusStep();
  };
  return (
    <section className="card notice" role="alert">
      <ToneMark tone="caution" word={t('parts.notDone')} />
      <p className="anywhere">{problem.message}</p>
      <p className="anywhere">
        <strong>{t('parts.whatToDo')}:</strong> {problem.hint}
      </p>
      <div className="row">
        <ActionButton onPress={close}>{t('parts.close')}</ActionButton>
        <CopyButton text={`${problem.message}\n${problem.hint}`}>{t('parts.copyMessage')}</CopyButton>
      </div>
    </section>
  );
};

import { useTranslation } from 'react-i18next';
import type { Problem } from '../../contract/problem.ts';
import { MessageCard } from './message-card.tsx';

interface ProblemCardProps {
  readonly problem: Problem;
  readonly onClose: () => void;
}

/** What happened, and what you can do; never a bare code. */
export const ProblemCard = ({ problem: { message, hint }, onClose }: ProblemCardProps) => {
  const { t } = useTranslation();
  return (
    <MessageCard word={t('parts.notDone')} copyText={`${message}\n${hint}`} onClose={onClose}>
      <p className="anywhere">{message}</p>
      <p className="anywhere">
        <strong>{t('parts.whatToDo')}:</strong> {hint}
      </p>
    </MessageCard>
  );
};

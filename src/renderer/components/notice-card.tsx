import { useTranslation } from 'react-i18next';
import { MessageCard } from './message-card.tsx';

interface NoticeCardProps {
  readonly text: string;
  readonly onClose: () => void;
}

/** Something was set aside on the way: said once, nothing to decide. */
export const NoticeCard = ({ text, onClose }: NoticeCardProps) => {
  const { t } = useTranslation();
  return (
    <MessageCard word={t('parts.notice')} copyText={text} onClose={onClose}>
      <p className="anywhere">{text}</p>
    </MessageCard>
  );
};

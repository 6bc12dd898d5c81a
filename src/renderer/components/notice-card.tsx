import { useTranslation } from 'react-i18next';
import { ActionButton } from './action-button.tsx';
import { CopyButton } from './copy-button.tsx';
import { ToneMark } from './tone-mark.tsx';
import { focusStep } from './use-view-focus.ts';

interface NoticeCardProps {
  readonly text: string;
  readonly onClose: () => void;
}

/** Something was set aside on the way: said once, nothing to decide. */
export const NoticeCard = ({ text, onClose }: NoticeCardProps) => {
  const { t } = useTranslation();
  const close = () => {
    onClose();
    focusStep();
  };
  return (
    <section className="card notice" role="alert">
      <ToneMark tone="caution" word={t('parts.notice')} />
      <p className="anywhere">{text}</p>
      <div className="row">
        <ActionButton onPress={close}>{t('parts.close')}</ActionButton>
        <CopyButton text={text}>{t('parts.copyMessage')}</CopyButton>
      </div>
    </section>
  );
};

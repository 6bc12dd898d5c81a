import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from './action-button.tsx';
import { CopyButton } from './copy-button.tsx';
import { ToneMark } from './tone-mark.tsx';
import { focusStep } from './use-view-focus.ts';

interface MessageCardProps {
  /** What kind of message this is, said beside the mark. */
  readonly word: string;
  readonly copyText: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A message above the step: announced at once, copied or closed; closing gives the focus back to the step. */
export const MessageCard = ({ word, copyText, onClose, children }: MessageCardProps) => {
  const { t } = useTranslation();
  const close = () => {
    onClose();
    focusStep();
  };
  return (
    <section className="card notice" role="alert">
      <ToneMark tone="caution" word={word} />
      {children}
      <div className="row">
        <ActionButton onPress={close}>{t('parts.close')}</ActionButton>
        <CopyButton text={copyText}>{t('parts.copyMessage')}</CopyButton>
      </div>
    </section>
  );
};

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from './action-button.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What the button says: the verb with its object. */
  readonly children: string;
  /** Only the picture is shown, where the words would crowd; they stay as its name. */
  readonly compact?: boolean;
  /** Without a border, where it stands beside something more important. */
  readonly plain?: boolean;
}

const SAID_FOR_MS = 2500;

/** Copies a text and says so, also to a screen reader. */
export const CopyButton = ({ text, children, compact = false, plain = compact }: CopyButtonProps) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  const words = copied ? t('parts.copied') : children;
  return (
    <>
      <ActionButton onPress={copy} kind={plain ? 'plain' : 'normal'} {...(compact ? { label: words } : {})}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {!compact && words}
      </ActionButton>
      <span role="status" className="visually-hidden">
        {copied ? t('parts.copied') : ''}
      </span>
    </>
  );
};

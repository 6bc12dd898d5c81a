import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from './action-button.tsx';

/** Copies a text and says so, also to a screen reader. */
export const CopyButton = ({ text, children }: { readonly text: string; readonly children?: string }) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    void navigator.clipboard.writeText(text).then(() => setCopied(true));
  };
  return (
    <>
      <ActionButton onPress={copy}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {copied ? t('parts.copied') : (children ?? t('parts.copy'))}
      </ActionButton>
      <span role="status" className="visually-hidden">
        {copied ? t('parts.copied') : ''}
      </span>
    </>
  );
};

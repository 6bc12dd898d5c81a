import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.tsx';

/** Lines to be typed, each with its own copy. */
export const Lines = ({ lines }: { readonly lines: readonly string[] }) => {
  const { t } = useTranslation();
  return lines.map((line) => (
    <div key={line} className="command-line">
      <pre className="command">{line}</pre>
      <CopyButton text={line}>{t('workaround.copyLine')}</CopyButton>
    </div>
  ));
};

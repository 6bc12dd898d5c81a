import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatBytes } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';

export interface SavedReport {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** That the report is on disk, shown and said; the status is always there so that a change of it is announced. */
export const SavedCard = ({ saved }: { readonly saved: SavedReport | null }) => {
  const { t } = useTranslation();
  const status = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (saved !== null) status.current?.scrollIntoView({ block: 'center' });
  }, [saved]);
  return (
    <div role="status" ref={status}>
      {saved !== null && (
        <section className="card verdict clear" aria-label={t('report.savedWord')}>
          <ToneMark tone="clear" word={t('report.savedWord')} />
          <p className="anywhere">
            {t('report.saved', { name: saved.fileName, size: formatBytes(saved.sizeBytes) })}
          </p>
          <div className="row">
            <span className="small">
              {t('report.savedSum')} <code className="sum">{saved.sha256}</code>
            </span>
            <CopyButton text={saved.sha256}>{t('report.copySum')}</CopyButton>
          </div>
        </section>
      )}
    </div>
  );
};

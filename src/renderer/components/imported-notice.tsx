import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store.ts';
import { ActionButton } from './action-button.tsx';
import { formatMoment } from './format.ts';
import { ToneMark } from './tone-mark.tsx';

/** On every step of a case that came from another machine: that it is only read. */
export const ImportedNotice = () => {
  const { t } = useTranslation();
  const current = useApp((state) => state.current);
  const isStart = useApp((state) => state.step === 'start');
  const newCase = useApp((state) => state.newCase);
  if (isStart || current?.origin.kind !== 'imported') return null;
  const { id, origin } = current;
  return (
    <section className="card" aria-label={t('cases.notice')}>
      <ToneMark tone="unknown" word={t('cases.notice')} />
      <p>
        {t('cases.noticeText', { id, at: formatMoment(origin.madeAt) })}{' '}
        {origin.caseId !== id && t('cases.noticeOther', { id: origin.caseId })}
      </p>
      <div className="row">
        <ActionButton onPress={() => void newCase()}>{t('cases.newCase')}</ActionButton>
      </div>
    </section>
  );
};

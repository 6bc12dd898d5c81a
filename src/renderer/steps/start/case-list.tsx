import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../components/action-button.tsx';
import { useApp } from '../../store/app-store.ts';
import { useShelf } from '../../store/case-shelf-store.ts';
import { CaseRow } from './case-row.tsx';

/** Every case of this machine, newest change first, and those taken in from others. */
export const CaseList = () => {
  const { t } = useTranslation();
  const cases = useApp((state) => state.cases);
  const { show, takeIn } = useShelf.getState();
  return (
    <div className="column">
      <h1>{t('cases.title')}</h1>
      <p>{t('cases.lead')}</p>
      <div className="row">
        <ActionButton onPress={() => void takeIn()}>{t('cases.import')}</ActionButton>
        <ActionButton onPress={() => show('comparison')} isDisabled={cases.length < 2}>
          {t('cases.compare')}
        </ActionButton>
        <ActionButton onPress={() => show('home')}>{t('cases.back')}</ActionButton>
      </div>
      {cases.length === 0 && <p className="quiet">{t('cases.none')}</p>}
      <ul className="plain-list">
        {cases.map((summary) => (
          <CaseRow key={summary.id} summary={summary} />
        ))}
      </ul>
    </div>
  );
};

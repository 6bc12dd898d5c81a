import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../../core/assert-never.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { formatMoment } from '../../components/format.ts';
import { useApp, whereItWasLeft } from '../../store/app-store.ts';
import { useShelf } from '../../store/case-shelf-store.ts';
import { LeftOverCard } from '../capture/live/left-over-card.tsx';
import { OverrideNotice } from '../workaround/override-notice.tsx';
import { VanishedNotice } from '../workaround/vanished-notice.tsx';
import { CaseList } from './case-list.tsx';
import { ComparisonView } from './comparison-view.tsx';

/** The ways in; or the cases, which are reached from there. */
export const StartStep = () => {
  const view = useShelf((state) => state.view);
  useEffect(
    () => () => {
      // Another case begins the step anew and stays where it was; another step leaves the cases.
      if (useApp.getState().step !== 'start') useShelf.getState().show('home');
    },
    [],
  );
  switch (view) {
    case 'home':
      return <WaysIn />;
    case 'list':
      return <CaseList />;
    case 'comparison':
      return <ComparisonView />;
    default:
      return assertNever(view);
  }
};

/** What this does, what it never does, and the ways in. */
const WaysIn = () => {
  const { t } = useTranslation();
  const { chooseCapture, openPractice, goTo } = useApp.getState();
  const info = useApp((state) => state.info);
  return (
    <div className="column">
      <h1>{t('start.title')}</h1>
      <p>{t('start.lead')}</p>
      <OverrideNotice />
      <VanishedNotice />
      <LeftOverCard />
      <CurrentCase />
      <div className="choices">
        <section className="card choice">
          <h2>{t('start.symptomTitle')}</h2>
          <p>{t('start.symptomText')}</p>
          <ActionButton onPress={() => void goTo('symptoms')}>{t('start.symptom')}</ActionButton>
        </section>
        <section className="card choice">
          <h2>{t('start.openTitle')}</h2>
          <p>{t('start.openText')}</p>
          <ActionButton onPress={() => void chooseCapture()}>{t('start.open')}</ActionButton>
        </section>
        <section className="card choice">
          <h2>{t('start.practiceTitle')}</h2>
          <p>{t('start.practiceText')}</p>
          <ActionButton onPress={() => void openPractice()}>{t('start.practice')}</ActionButton>
        </section>
      </div>
      <p className="quiet">{t('start.privacy')}</p>
      <EarlierCases />
      {info && info.runtimeNote !== 'none' && (
        <p className="quiet small">{t(`runtime.${info.runtimeNote}`, { version: info.electron })}</p>
      )}
    </div>
  );
};

const CurrentCase = () => {
  const { t } = useTranslation();
  const current = useApp((state) => state.current);
  const { goTo, newCase } = useApp.getState();
  if (current === null) return null;
  return (
    <section className="card" aria-label={t('start.current')}>
      <h2 className="anywhere">{t('start.currentCase', { name: nameOf(current) })}</h2>
      <p>
        <span className="quiet anywhere">
          {current.capture.kind === 'analysed' ? current.capture.fileName : t('start.noCapture')},{' '}
          {t('start.changed', { at: formatMoment(current.updatedAt) })}
        </span>
      </p>
      <div className="row">
        <ActionButton onPress={() => void goTo(whereItWasLeft(current))}>
          {t('start.resume', { id: current.id })}
        </ActionButton>
        <ActionButton onPress={() => void newCase()}>{t('start.newCase')}</ActionButton>
      </div>
    </section>
  );
};

const MOST_SHOWN = 5;

const nameOf = ({ id, title }: { readonly id: string; readonly title: string }): string =>
  title === '' ? id : `${id}: ${title}`;

const EarlierCases = () => {
  const { t } = useTranslation();
  const cases = useApp((state) => state.cases);
  const currentId = useApp((state) => state.current?.id);
  const openCase = useApp((state) => state.openCase);
  const earlier = cases.filter(({ id }) => id !== currentId).slice(0, MOST_SHOWN);
  return (
    <section className="evidence">
      <h2>{t(earlier.length === 0 ? 'cases.title' : 'start.earlier')}</h2>
      {earlier.map((one) => (
        <div key={one.id} className="row">
          <ActionButton onPress={() => void openCase(one.id)}>
            {t('start.openCase', { id: one.id })}
          </ActionButton>
          <span className="quiet anywhere">
            {one.title !== '' && `${one.title}, `}
            {one.captureName ?? t('start.noCapture')}, {formatMoment(one.updatedAt)}
          </span>
        </div>
      ))}
      <div className="row">
        <ActionButton onPress={() => useShelf.getState().show('list')}>{t('cases.manage')}</ActionButton>
      </div>
    </section>
  );
};

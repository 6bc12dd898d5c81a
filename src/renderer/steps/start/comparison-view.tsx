import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseComparison } from '../../../contract/case-comparison.ts';
import type { Problem } from '../../../contract/problem.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { ProblemCard } from '../../components/problem-card.tsx';
import { useApp } from '../../store/app-store.ts';
import { useShelf } from '../../store/case-shelf-store.ts';
import { ComparisonTable } from './comparison-table.tsx';

/** Two cases side by side, with one sentence that says what changed. */
export const ComparisonView = () => {
  const { t } = useTranslation();
  const cases = useApp((state) => state.cases);
  const currentId = useApp((state) => state.current?.id);
  const masks = useApp((state) => state.liftedUntil === 0);
  const show = useShelf((state) => state.show);
  const newest = cases.find(({ id }) => id === currentId) ?? cases[0];
  const [other, setOther] = useState(newest?.id ?? '');
  const [one, setOne] = useState(cases.find(({ id }) => id !== newest?.id)?.id ?? '');
  const [made, setMade] = useState<CaseComparison | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let stale = false;
    if (one === other || one === '') return setMade(null);
    void bridge.cases.compare({ one, other, masks }).then((answer) => {
      if (stale) return;
      setMade(answer.ok ? answer.value : null);
      setProblem(answer.ok ? null : answer.problem);
    });
    return () => {
      stale = true;
    };
  }, [one, other, masks]);
  const options = cases.map(({ id, title }) => ({ value: id, text: title === '' ? id : `${id}: ${title}` }));
  return (
    <div className="column">
      <h1>{t('cases.compareTitle')}</h1>
      <p>{t('cases.compareLead')}</p>
      <div className="row">
        <ActionButton onPress={() => show('list')}>{t('cases.backToList')}</ActionButton>
      </div>
      <div className="row">
        <Choice label={t('cases.first')} value={one} options={options} onChange={setOne} />
        <Choice label={t('cases.second')} value={other} options={options} onChange={setOther} />
      </div>
      {problem && <ProblemCard problem={problem} onClose={() => setProblem(null)} />}
      {one === other && <p role="status">{t('cases.sameTwice')}</p>}
      {made && <Finding made={made} />}
    </div>
  );
};

const Finding = ({ made }: { readonly made: CaseComparison }) => {
  const { t } = useTranslation();
  return (
    <>
      <section className="card" aria-labelledby="what-changed">
        <h2 id="what-changed">{t('cases.finding')}</h2>
        <p role="status">{made.summary}</p>
        <div className="row">
          <CopyButton text={made.summary}>{t('cases.copyFinding')}</CopyButton>
        </div>
      </section>
      <ComparisonTable made={made} />
      {made.limits.length > 0 && (
        <section className="evidence">
          <h2>{t('cases.limits')}</h2>
          <ul>
            {made.limits.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

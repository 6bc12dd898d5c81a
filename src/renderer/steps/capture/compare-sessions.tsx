import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisSession } from '../../../contract/analysis.ts';
import { compareSessions } from '../../../core/comparison/compare-sessions.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useApp } from '../../store/app-store.ts';
import { SessionFacts } from './session-facts.tsx';
import { SessionLadder } from './session-ladder.tsx';

interface CompareSessionsProps {
  /** Ids of the sessions that are ticked: two at most. */
  readonly picked: readonly string[];
  readonly onClear: () => void;
}

/** What to do with the sessions that are ticked, and two of them side by side. */
export const CompareSessions = ({ picked, onClear }: CompareSessionsProps) => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<readonly string[]>([]);
  const isShown =
    picked.length === 2 && asked.every((id, index) => id === picked[index]) && asked.length === 2;
  const said = ['sessions.chooseTwo', 'sessions.chooseOther', 'sessions.twoChosen'] as const;
  return (
    <>
      <div className="row">
        <ActionButton isDisabled={picked.length < 2} onPress={() => setAsked(picked)}>
          {t('sessions.compare')}
        </ActionButton>
        {picked.length > 0 && (
          <ActionButton kind="plain" onPress={onClear}>
            {t('sessions.clear')}
          </ActionButton>
        )}
        <span role="status" className="quiet">
          {t(said[picked.length] ?? 'sessions.twoChosen')}
        </span>
      </div>
      {isShown && <SideBySide ids={picked} onClose={() => setAsked([])} />}
    </>
  );
};

interface SideBySideProps {
  readonly ids: readonly string[];
  readonly onClose: () => void;
}

const SideBySide = ({ ids, onClose }: SideBySideProps) => {
  const { t } = useTranslation();
  const masks = useApp((state) => state.liftedUntil === 0);
  const [sessions, setSessions] = useState<readonly AnalysisSession[]>([]);
  const heading = useRef<HTMLHeadingElement>(null);
  const isThere = sessions.length === 2;
  useEffect(() => {
    let stale = false;
    void Promise.all(ids.map((id) => bridge.capture.session({ masks, id }))).then((answers) => {
      if (!stale) setSessions(answers.flatMap((answer) => (answer.ok ? (answer.value ?? []) : [])));
    });
    return () => {
      stale = true;
    };
  }, [masks, ids]);
  useEffect(() => {
    if (!isThere) return;
    heading.current?.scrollIntoView({ block: 'start' });
    heading.current?.focus({ preventScroll: true });
  }, [isThere]);
  const [one, other] = sessions;
  if (one === undefined || other === undefined) return null;
  const facts = compareSessions(one, other);
  return (
    <section className="card" aria-labelledby="side-by-side" data-compared={ids.join(' ')}>
      <h2 id="side-by-side" ref={heading} tabIndex={-1}>
        {t('sessions.title')}
      </h2>
      <p className="quiet">
        {t('sessions.differ', { count: facts.filter(({ differs }) => differs).length })} {t('sessions.alike')}
      </p>
      <SessionFacts sessions={[one, other]} facts={facts} />
      <div className="two-ladders">
        <SessionLadder session={one} />
        <SessionLadder session={other} />
      </div>
      <div className="row">
        <ActionButton onPress={onClose}>{t('sessions.close')}</ActionButton>
      </div>
    </section>
  );
};

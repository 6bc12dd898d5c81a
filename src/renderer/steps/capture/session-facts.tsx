import { useTranslation } from 'react-i18next';
import type { AnalysisSession } from '../../../contract/analysis.ts';
import type { ComparedFact } from '../../../core/comparison/compare-sessions.ts';
import { endpointText } from '../../../core/report/judged-reset.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { clockOf } from '../../components/format.ts';

interface SessionFactsProps {
  readonly sessions: readonly [AnalysisSession, AnalysisSession];
  readonly facts: readonly ComparedFact[];
}

/** Two sessions fact by fact; where they differ a sign and a word say so, not a colour alone. */
export const SessionFacts = ({ sessions, facts }: SessionFactsProps) => {
  const { t } = useTranslation();
  const names = sessions.map((session) =>
    t('sessions.session', { client: endpointText(session.client), at: clockOf(session.firstPacketAt) }),
  );
  const rows = facts.map(({ fact, one, other, differs }) => ({
    ...{ fact, differs, name: t(`sessions.facts.${fact}`) },
    cells: [one, other].map((text) => (text === '' ? t('sessions.none') : text)),
  }));
  const asText = [
    [t('sessions.fact'), ...names, ''],
    ...rows.map(({ name, cells, differs }) => [name, ...cells, differs ? t('sessions.differs') : '']),
  ]
    .map((cells) => cells.join('\t'))
    .join('\n');
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll comparison" aria-label={t('sessions.table')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('sessions.fact')}</th>
              {names.map((name, index) => (
                <th key={sessions[index]?.id} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ fact, name, cells, differs }) => (
              <tr key={fact} data-differs={differs}>
                <th scope="row">
                  {name}
                  {differs && <span className="differs">≠ {t('sessions.differs')}</span>}
                </th>
                <td>{cells[0]}</td>
                <td>{cells[1]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="row">
        <CopyButton text={asText}>{t('sessions.copy')}</CopyButton>
      </div>
    </>
  );
};

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Findings, SessionRow } from '../../../contract/app-ipc.ts';
import { endpointText } from '../../../core/report/judged-reset.ts';
import { CAUSE_NAMES } from '../../../core/words/verdict-words.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { clockOf } from '../../components/format.ts';
import { Segments } from '../../components/segments.tsx';
import { useApp } from '../../store/app-store.ts';

const PAGE = 50;

interface SessionsTableProps {
  readonly findings: Findings;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
}

/** The sessions, in pieces of fifty; each row leads to its packets. */
export const SessionsTable = ({ findings, selected, onSelect }: SessionsTableProps) => {
  const { t } = useTranslation();
  const masks = useApp((state) => state.liftedUntil === 0);
  const [show, setShow] = useState<'reset' | 'all'>(findings.resetSessions > 0 ? 'reset' : 'all');
  const [limit, setLimit] = useState(PAGE);
  const [rows, setRows] = useState<readonly SessionRow[]>([]);
  const [total, setTotal] = useState(0);
  useEffect(() => {
    let stale = false;
    void (async () => {
      const all: SessionRow[] = [];
      let count = 0;
      for (let offset = 0; offset < limit; offset += 500) {
        const page = await bridge.capture.sessions({
          masks,
          show,
          offset,
          limit: Math.min(500, limit - offset),
        });
        if (!page.ok) return;
        all.push(...page.value.rows);
        count = page.value.total;
      }
      if (stale) return;
      setRows(all);
      setTotal(count);
    })();
    return () => {
      stale = true;
    };
  }, [masks, show, limit]);
  return (
    <section className="evidence">
      <h2 id="sessions-title">{t('capture.sessionsTitle')}</h2>
      <Segments
        label={t('capture.showWhich')}
        hideLabel
        value={show}
        options={[
          { value: 'reset', text: t('capture.showReset', { count: findings.resetSessions }) },
          { value: 'all', text: t('capture.showAll', { count: findings.listedSessions }) },
        ]}
        onChange={(next) => {
          setShow(next);
          setLimit(PAGE);
        }}
      />
      <p className="quiet">{t('capture.pairs')}</p>
      {rows.length === 0 ? (
        <p>{t('capture.noneReset')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="table-scroll" aria-labelledby="sessions-title" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t(show === 'reset' ? 'capture.resetAt' : 'capture.beganAt')}</th>
                <th scope="col">{t('capture.client')}</th>
                <th scope="col">{t('capture.server')}</th>
                <th scope="col">{t('capture.cause')}</th>
                <th scope="col">{t('capture.ttlPair')}</th>
                <th scope="col">{t('capture.delayPair')}</th>
                <th scope="col" className="number">
                  {t('capture.count')}
                </th>
                <th scope="col">{t('capture.packets')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  selected={row.id === selected}
                  byReset={show === 'reset'}
                  onSelect={onSelect}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {total > rows.length && (
        <div className="row">
          <ActionButton onPress={() => setLimit(limit + PAGE)}>
            {t('capture.more', { count: Math.min(PAGE, total - rows.length) })}
          </ActionButton>
        </div>
      )}
    </section>
  );
};

interface RowProps {
  readonly row: SessionRow;
  readonly selected: boolean;
  /** Rows stand by when they were reset; otherwise by when they began. */
  readonly byReset: boolean;
  readonly onSelect: (id: string) => void;
}

const Row = ({ row, selected, byReset, onSelect }: RowProps) => {
  const { t } = useTranslation();
  const { judged } = row;
  const client = endpointText(row.client);
  return (
    <tr data-selected={selected} aria-current={selected}>
      <td className="mono unbroken">
        {clockOf(byReset && judged !== null ? judged.at : row.firstPacketAt, '')}
      </td>
      <td>
        <code className="unbroken">{client}</code>
      </td>
      <td>
        <code className="unbroken">{endpointText(row.server)}</code>
        {row.arm === 'control' && <span className="quiet"> {t('capture.control')}</span>}
      </td>
      <td className="unbroken">{judged === null ? '' : (CAUSE_NAMES[judged.cause] ?? judged.cause)}</td>
      <td className="unbroken">
        {judged !== null && t('capture.pairOf', { first: row.synAckTtl ?? '?', reset: judged.ttl })}
      </td>
      <td className="unbroken">
        {judged !== null &&
          `${t('capture.pairOf', { first: tenths(row.handshakeMs), reset: tenths(judged.delayMs) })} ms`}
      </td>
      <td className="number">{row.resetCount}</td>
      <td>
        {row.resetCount > 0 && (
          <ActionButton kind="plain" label={t('capture.look', { client })} onPress={() => onSelect(row.id)}>
            {t('capture.lookShort')}
          </ActionButton>
        )}
      </td>
    </tr>
  );
};

/** Milliseconds to a tenth: enough to compare by eye; the session's own panel has all digits. */
const tenths = (ms: number | null): string => (ms === null ? '?' : ms.toFixed(1));

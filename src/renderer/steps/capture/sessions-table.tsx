import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Findings, SessionRow } from '../../../contract/app-ipc.ts';
import { endpointText } from '../../../core/report/judged-reset.ts';
import { CAUSE_NAMES } from '../../../core/words/verdict-words.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { clockOf } from '../../components/format.ts';
import { Segments } from '../../components/segments.tsx';
import { Tick } from '../../components/tick.tsx';
import { useApp } from '../../store/app-store.ts';

const PAGE = 50;

interface SessionsTableProps {
  readonly findings: Findings;
  readonly selected: string | null;
  /** Where the selected session stands among the reset ones, when it was chosen elsewhere: the table goes there. */
  readonly place: number | null;
  readonly onSelect: (id: string) => void;
  /** Sessions ticked to be compared, two at most. */
  readonly picked: readonly string[];
  readonly onPick: (picked: readonly string[]) => void;
}

/** The sessions, in pieces of fifty; each row leads to its packets, and two can be ticked to be compared. */
export const SessionsTable = (props: SessionsTableProps) => {
  const { findings, selected, place, onSelect, picked, onPick } = props;
  const { t } = useTranslation();
  const masks = useApp((state) => state.liftedUntil === 0);
  const [show, setShow] = useState<'reset' | 'all'>(findings.resetSessions > 0 ? 'reset' : 'all');
  const [first, setFirst] = useState(0);
  const [limit, setLimit] = useState(PAGE);
  const [rows, setRows] = useState<readonly SessionRow[]>([]);
  const [total, setTotal] = useState(0);
  useEffect(() => {
    let stale = false;
    void (async () => {
      const all: SessionRow[] = [];
      let count = 0;
      for (let read = 0; read < limit; read += 500) {
        const page = await bridge.capture.sessions({
          masks,
          show,
          offset: first + read,
          limit: Math.min(500, limit - read),
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
  }, [masks, show, first, limit]);
  useEffect(() => {
    if (place === null) return;
    setShow('reset');
    setFirst(Math.floor(place / PAGE) * PAGE);
    setLimit(PAGE);
  }, [place]);
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const at = rows.findIndex(({ id }) => id === selected);
    const row = frame.current?.querySelectorAll('tbody tr')[at];
    if (frame.current && row instanceof HTMLElement) bringIntoFrame(frame.current, row);
  }, [rows, selected]);
  const pick = (id: string, isPicked: boolean): void =>
    onPick(isPicked ? [...picked, id] : picked.filter((one) => one !== id));
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
          setFirst(0);
          setLimit(PAGE);
        }}
      />
      <p className="quiet">{t('capture.pairs')}</p>
      {first > 0 && (
        <div className="row">
          <ActionButton
            onPress={() => {
              setFirst(first - PAGE);
              setLimit(limit + PAGE);
            }}
          >
            {t('sessions.earlier', { count: PAGE })}
          </ActionButton>
          <span className="quiet">{t('sessions.earlierThan', { first: first + 1, total })}</span>
        </div>
      )}
      {rows.length === 0 ? (
        <p>{t('capture.noneReset')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section ref={frame} className="table-scroll" aria-labelledby="sessions-title" tabIndex={0}>
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
                <th scope="col">
                  <span className="visually-hidden">{t('sessions.compareColumn')}</span>
                </th>
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
                  picked={picked.includes(row.id)}
                  canPick={picked.length < 2}
                  onPick={pick}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      {total > first + rows.length && (
        <div className="row">
          <ActionButton onPress={() => setLimit(limit + PAGE)}>
            {t('capture.more', { count: Math.min(PAGE, total - first - rows.length) })}
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
  readonly picked: boolean;
  /** There is room for one more to be compared. */
  readonly canPick: boolean;
  readonly onPick: (id: string, picked: boolean) => void;
}

const Row = ({ row, selected, byReset, onSelect, picked, canPick, onPick }: RowProps) => {
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
      <td>
        <Tick
          hideLabel
          isSelected={picked}
          isDisabled={!picked && !canPick}
          onChange={(now) => onPick(row.id, now)}
        >
          {t('sessions.compareRow', { client })}
        </Tick>
      </td>
    </tr>
  );
};

/** Scrolls the frame alone, and only when the row is out of sight: the page stays where it is. */
function bringIntoFrame(frame: HTMLElement, row: HTMLElement): void {
  const [top, bottom] = [row.offsetTop, row.offsetTop + row.offsetHeight];
  const heading = frame.querySelector('thead')?.offsetHeight ?? 0;
  if (top - heading >= frame.scrollTop && bottom <= frame.scrollTop + frame.clientHeight) return;
  frame.scrollTop = top - heading - frame.clientHeight / 3;
}

/** Milliseconds to a tenth: enough to compare by eye; the session's own panel has all digits. */
const tenths = (ms: number | null): string => (ms === null ? '?' : ms.toFixed(1));

import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisReset, AnalysisSession } from '../../../contract/analysis.ts';
import { endpointText, judgedReset } from '../../../core/report/judged-reset.ts';
import { layoutLadder } from '../../../core/report/ladder-layout.ts';
import { bridge } from '../../bridge.ts';
import { LadderDiagram } from '../../charts/ladder-diagram.tsx';
import { LadderReadings } from '../../charts/ladder-readings.tsx';
import { LadderTable, ladderAsText } from '../../charts/ladder-table.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { instantOf } from '../../components/format.ts';
import { useLayout } from '../../components/use-layout.ts';
import { useApp } from '../../store/app-store.ts';

interface SessionPanelProps {
  readonly id: string;
  /** Counts up when the user asks for a session, who is then taken to it. */
  readonly asked: number;
}

/** One session packet by packet, with what its reset tells. */
export const SessionPanel = ({ id, asked }: SessionPanelProps) => {
  const { t } = useTranslation();
  const masks = useApp((state) => state.liftedUntil === 0);
  const layoutMode = useLayout(useApp((state) => state.settings));
  const [session, setSession] = useState<AnalysisSession | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const answered = useRef(0);
  useEffect(() => {
    let stale = false;
    void bridge.capture.session({ masks, id }).then((answer) => {
      if (answer.ok && !stale) setSession(answer.value);
    });
    return () => {
      stale = true;
    };
  }, [masks, id]);
  useEffect(() => {
    if (asked === answered.current || session?.id !== id) return;
    answered.current = asked;
    heading.current?.scrollIntoView({ block: 'start' });
    heading.current?.focus({ preventScroll: true });
  }, [asked, session, id]);
  if (session === null) return null;
  const layout = layoutLadder(session);
  const judged = judgedReset(session);
  if (layout === null || judged === undefined) return <p className="quiet">{t('capture.noLadder')}</p>;
  const compact = layoutMode === 'stacked';
  return (
    <section className="card" aria-labelledby="ladder-heading" data-session={session.id}>
      <h2 id="ladder-heading" ref={heading} tabIndex={-1}>
        {layout.title}
      </h2>
      <p className="quiet wide">
        {t('capture.ladderTitle')}: <code className="unbroken">{endpointText(session.client)}</code>{' '}
        <span aria-hidden>→</span> <code className="unbroken">{endpointText(session.server)}</code>,{' '}
        <span className="unbroken">{t('capture.ladderBegan', { at: instantOf(session.firstPacketAt) })}</span>
      </p>
      <Jump session={session} reset={judged} />
      <LadderDiagram layout={layout} compact={compact} />
      {compact && <LadderReadings layout={layout} />}
      <Folded title={t('capture.ladderTable')}>
        <LadderTable session={session} layout={layout} />
      </Folded>
      <Folded title={t('capture.evidence')} open>
        <ul>
          {judged.evidence.map(({ kind, text }) => (
            <li key={kind}>{text}</li>
          ))}
        </ul>
      </Folded>
      <div className="row">
        <CopyButton text={tupleText(session)}>{t('capture.copyTuple')}</CopyButton>
        <CopyButton text={ladderAsText(session)}>{t('capture.copyTable')}</CopyButton>
        <CopyButton text={wiresharkFilter(session)}>{t('capture.filterWireshark')}</CopyButton>
      </div>
    </section>
  );
};

interface JumpProps {
  readonly session: AnalysisSession;
  readonly reset: AnalysisReset;
}

/** The two answers side by side: distance and delay of the one that accepted, and of the one that reset. */
const Jump = ({ session, reset }: JumpProps) => {
  const { t } = useTranslation();
  if (session.synAckTtl === null || reset.from !== 'server') return null;
  const facts = (ttl: number, ms: number | null) => (
    <dd>
      {t('capture.ttlWord', { ttl })}
      {ms !== null && <span className="jump-delay"> {t('capture.after', { ms })}</span>}
    </dd>
  );
  return (
    <dl className="jump">
      <div>
        <dt>{t('capture.firstAnswer')}</dt>
        {facts(session.synAckTtl, session.handshakeMs)}
      </div>
      <div className={reset.ttlDifference ? 'jump-away' : ''}>
        <dt>{t('capture.theReset')}</dt>
        {facts(reset.ttl, reset.delayMs)}
      </div>
    </dl>
  );
};

const tupleText = (session: AnalysisSession): string =>
  `TCP ${endpointText(session.client)} > ${endpointText(session.server)} ${session.firstPacketAt} to ${session.lastPacketAt}`;

/** Display filter for this one session: `tcp.stream` numbers are counted as Wireshark counts them. */
const wiresharkFilter = (session: AnalysisSession): string =>
  `tcp.stream == ${session.id.replace('tcp-', '')}`;

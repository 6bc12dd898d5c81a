import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisSession } from '../../../contract/analysis.ts';
import { endpointText, judgedReset } from '../../../core/report/judged-reset.ts';
import { layoutLadder } from '../../../core/report/ladder-layout.ts';
import { bridge } from '../../bridge.ts';
import { LadderDiagram } from '../../charts/ladder-diagram.tsx';
import { LadderTable } from '../../charts/ladder-table.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Folded } from '../../components/folded.tsx';
import { useApp } from '../../store/app-store.ts';

/** One session packet by packet, with what its reset tells. */
export const SessionPanel = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const masks = useApp((state) => state.liftedUntil === 0);
  const [session, setSession] = useState<AnalysisSession | null>(null);
  useEffect(() => {
    let stale = false;
    void bridge.capture.session({ masks, id }).then((answer) => {
      if (answer.ok && !stale) setSession(answer.value);
    });
    return () => {
      stale = true;
    };
  }, [masks, id]);
  if (session === null) return null;
  const layout = layoutLadder(session);
  const judged = judgedReset(session);
  if (layout === null || judged === undefined) return <p className="quiet">{t('capture.noLadder')}</p>;
  return (
    <section className="card" aria-labelledby="ladder-heading" data-session={session.id}>
      <h2 id="ladder-heading">{layout.title}</h2>
      <p className="quiet">
        {t('capture.ladderTitle')}: <code className="unbroken">{endpointText(session.client)}</code>{' '}
        <code className="unbroken">{endpointText(session.server)}</code>
      </p>
      <LadderDiagram layout={layout} />
      <Folded title={t('capture.evidence')} open>
        <ul>
          {judged.evidence.map(({ kind, text }) => (
            <li key={kind}>{text}</li>
          ))}
        </ul>
      </Folded>
      <Folded title={t('capture.ladderTable')}>
        <LadderTable session={session} layout={layout} />
      </Folded>
      <div className="row">
        <CopyButton text={wiresharkFilter(session)}>{t('capture.filterWireshark')}</CopyButton>
      </div>
    </section>
  );
};

/** Display filter for this one session: `tcp.stream` numbers are counted as Wireshark counts them. */
const wiresharkFilter = (session: AnalysisSession): string =>
  `tcp.stream == ${session.id.replace('tcp-', '')}`;

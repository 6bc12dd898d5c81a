import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnalysisSession } from '../../../contract/analysis.ts';
import { endpointText } from '../../../core/report/judged-reset.ts';
import { layoutLadder } from '../../../core/report/ladder-layout.ts';
import { LadderDiagram } from '../../charts/ladder-diagram.tsx';
import { LadderReadings } from '../../charts/ladder-readings.tsx';

/** One of two sessions that stand side by side: its picture, and what each packet means below it. */
export const SessionLadder = ({ session }: { readonly session: AnalysisSession }) => {
  const { t } = useTranslation();
  const id = useId();
  const layout = layoutLadder(session);
  return (
    <section aria-labelledby={id} className="evidence" data-ladder={session.id}>
      <h3 id={id}>
        <code>{endpointText(session.client)}</code>
      </h3>
      {layout === null ? (
        <p className="quiet">{t('capture.noLadder')}</p>
      ) : (
        <>
          <p>{layout.title}</p>
          <LadderDiagram layout={layout} compact />
          <LadderReadings layout={layout} />
        </>
      )}
    </section>
  );
};

import { useTranslation } from 'react-i18next';
import type { AnalysisSession } from '../../contract/analysis.ts';
import type { LadderLayout } from '../../core/report/ladder-layout.ts';
import { clockOf } from '../components/format.ts';

/** The ladder for those who read better than they see. */
export const LadderTable = ({
  session,
  layout,
}: {
  readonly session: AnalysisSession;
  readonly layout: LadderLayout;
}) => {
  const { t } = useTranslation();
  const packets = new Map(session.ladder.map((packet) => [packet.packet, packet]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t('capture.ladderTable')}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              {t('capture.packet')}
            </th>
            <th scope="col">{t('capture.time')}</th>
            <th scope="col">{t('capture.direction')}</th>
            <th scope="col">{t('capture.content')}</th>
            <th scope="col" className="number">
              {t('capture.ttl')}
            </th>
            <th scope="col">{t('capture.reading_column')}</th>
          </tr>
        </thead>
        <tbody>
          {layout.arrows.map((arrow) => {
            const packet = packets.get(arrow.packet);
            return (
              <tr key={arrow.packet}>
                <td className="number">{arrow.packet}</td>
                <td className="mono unbroken">{packet ? clockOf(packet.at) : ''}</td>
                <td>{packet?.from === 'client' ? t('capture.fromYou') : t('capture.toYou')}</td>
                <td className="unbroken">{arrow.label}</td>
                <td className="number">{packet?.ttl}</td>
                <td>{arrow.reading}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
};

import { useTranslation } from 'react-i18next';
import type { AnalysisSession } from '../../contract/analysis.ts';
import { flagsInWords, type LadderLayout } from '../../core/report/ladder-layout.ts';
import { clockOf } from '../components/format.ts';

interface LadderTableProps {
  readonly session: AnalysisSession;
  readonly layout: LadderLayout;
}

/** The ladder for those who read better than they see, with the numbers a trace can be searched for. */
export const LadderTable = ({ session, layout }: LadderTableProps) => {
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
            <th scope="col" className="number">
              {t('capture.sequence')}
            </th>
            <th scope="col" className="number">
              {t('capture.acknowledges')}
            </th>
          </tr>
        </thead>
        <tbody>
          {layout.arrows.map((arrow) => {
            const packet = packets.get(arrow.packet);
            if (packet === undefined) return null;
            return (
              <tr key={arrow.packet} data-kind={arrow.kind}>
                <td className="number">{arrow.packet}</td>
                <td className="mono unbroken">{clockOf(packet.at)}</td>
                <td className="unbroken">
                  {packet.from === 'client' ? t('capture.fromYou') : t('capture.toYou')}
                </td>
                <td className="unbroken">
                  {flagsInWords(packet.flags)}
                  {packet.payloadBytes > 0 && ` ${packet.payloadBytes} B`}
                </td>
                <td className="number">{packet.ttl}</td>
                <td className="reading">{arrow.reading}</td>
                <td className="number">{packet.sequence}</td>
                <td className="number">{packet.acknowledgement}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
};

/** The same table for a mail or a ticket, columns parted by tabs. */
export function ladderAsText(session: AnalysisSession): string {
  const rows = session.ladder.map((packet) => [
    packet.packet,
    packet.at,
    packet.from === 'client' ? 'to server' : 'from server',
    flagsInWords(packet.flags),
    packet.payloadBytes,
    packet.sequence,
    packet.acknowledgement,
    packet.ttl,
  ]);
  return [['packet', 'time (UTC)', 'way', 'flags', 'bytes', 'sequence', 'acknowledges', 'TTL'], ...rows]
    .map((row) => row.join('\t'))
    .join('\n');
}

import { useTranslation } from 'react-i18next';
import type { AnalysisEdge } from '../../../contract/analysis.ts';

/** Which edges were seen, by their fingerprints. */
export const EdgesTable = ({ edges }: { readonly edges: readonly AnalysisEdge[] }) => {
  const { t } = useTranslation();
  return (
    <section className="evidence">
      <h2 id="edges-title">{t('capture.edges')}</h2>
      <p className="quiet">{t('capture.edgesText')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll" aria-labelledby="edges-title" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('capture.edge')}</th>
              <th scope="col">{t('capture.address')}</th>
              <th scope="col" className="number">
                {t('capture.ttl')}
              </th>
              <th scope="col" className="number">
                {t('capture.roundTrip')}
              </th>
              <th scope="col" className="number">
                {t('capture.edgeSessions')}
              </th>
            </tr>
          </thead>
          <tbody>
            {edges.map((edge) => (
              <tr key={edge.name}>
                <th scope="row">{edge.name}</th>
                <td>
                  <code className="unbroken">{edge.server}</code>
                </td>
                <td className="number">{edge.ttl}</td>
                <td className="number unbroken">
                  {edge.roundTripMs === null ? t('capture.unknown') : `${edge.roundTripMs.median} ms`}
                </td>
                <td className="number">{edge.sessions}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
};

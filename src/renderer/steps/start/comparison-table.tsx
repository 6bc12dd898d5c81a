import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CaseComparison, ComparedCase } from '../../../contract/case-comparison.ts';
import { rangeText } from '../../../core/pictures/drawing.ts';
import { CONFIDENCE_NAMES, VERDICT_NAMES } from '../../../core/words/verdict-words.ts';
import { instantOf } from '../../components/format.ts';

/** Both cases, a column each; what neither has is left out. */
export const ComparisonTable = ({ made }: { readonly made: CaseComparison }) => {
  const { t } = useTranslation();
  const rows = ROWS.map(([name, tell]) => ({
    name,
    cells: [tell(made.one, t), tell(made.other, t)] as const,
  })).filter(({ cells }) => cells[0].length + cells[1].length > 0);
  return (
    <section className="evidence">
      <h2 id="comparison">{t('cases.table')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="table-scroll comparison" aria-labelledby="comparison" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('cases.row')}</th>
              <th scope="col">{made.one.id}</th>
              <th scope="col">{made.other.id}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, cells }) => (
              <tr key={name}>
                <th scope="row">{t(`cases.${name}`)}</th>
                <Lines of={cells[0]} />
                <Lines of={cells[1]} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
};

const Lines = ({ of: lines }: { readonly of: readonly string[] }) => {
  const { t } = useTranslation();
  return (
    <td>
      {lines.length === 0 && <span className="quiet">{t('cases.nothing')}</span>}
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </td>
  );
};

type Tell = (side: ComparedCase, t: TFunction) => readonly string[];
type Share = NonNullable<ComparedCase['live']>['anycast'];

const shareLine = (share: Share | undefined, t: TFunction): string[] =>
  share === undefined || share.attempts === 0
    ? []
    : [
        t('cases.share', {
          failures: share.failures,
          attempts: share.attempts,
          interval: rangeText(share.interval),
        }),
      ];

const verdictLine = (verdict: ComparedCase['captureVerdict'], t: TFunction): string[] =>
  verdict === null
    ? []
    : [
        t('cases.confidence', {
          name: VERDICT_NAMES[verdict.kind],
          level: CONFIDENCE_NAMES[verdict.confidence],
        }),
      ];

const ROWS: readonly (readonly [
  (
    | 'when'
    | 'measuredVerdict'
    | 'captureVerdict'
    | 'liveAnycast'
    | 'liveLegacy'
    | 'captureAnycast'
    | 'captureLegacy'
    | 'resetsPerHour'
    | 'edges'
    | 'path'
    | 'hops'
  ),
  Tell,
])[] = [
  ['when', ({ span }) => (span === null ? [] : [instantOf(span.from), instantOf(span.to)])],
  ['measuredVerdict', ({ measuredVerdict }, t) => verdictLine(measuredVerdict, t)],
  ['captureVerdict', ({ captureVerdict }, t) => verdictLine(captureVerdict, t)],
  ['liveAnycast', ({ live }, t) => shareLine(live?.anycast, t)],
  ['liveLegacy', ({ live }, t) => shareLine(live?.legacy, t)],
  ['captureAnycast', ({ capture }, t) => shareLine(capture?.anycast, t)],
  ['captureLegacy', ({ capture }, t) => shareLine(capture?.legacy, t)],
  [
    'resetsPerHour',
    ({ resetsPerHour: rate }, t) =>
      rate === null
        ? []
        : [
            t('cases.rate', {
              perHour: rate.perHour.toFixed(1),
              resets: rate.resets,
              minutes: Math.round(rate.hours * 60),
            }),
          ],
  ],
  [
    'edges',
    ({ edges }, t) => edges?.map(({ name, ttl, sessions }) => t('cases.edge', { name, ttl, sessions })) ?? [],
  ],
  ['path', ({ path }) => (path === null ? [] : [path.summary])],
  [
    'hops',
    ({ hops }, t) =>
      hops?.map(({ ttl, responders }) =>
        t('cases.hop', { ttl, responders: responders.join(', ') || t('cases.silent') }),
      ) ?? [],
  ],
];

import { Flag } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LiveReset, Mark } from '../../../../contract/live-capture.ts';
import { endpointText } from '../../../../core/report/judged-reset.ts';
import { firstReading } from '../../../../core/words/live-words.ts';
import { CAUSE_NAMES, CONFIDENCE_NAMES, type Tone } from '../../../../core/words/verdict-words.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { clockOf } from '../../../components/format.ts';
import { ToneMark } from '../../../components/tone-mark.tsx';
import { useLive } from '../../../store/live-store.ts';
import { i18next } from '../../../words/i18n.ts';

type Entry =
  | { readonly kind: 'reset'; readonly at: string; readonly key: string; readonly reset: LiveReset }
  | { readonly kind: 'mark'; readonly at: string; readonly key: string; readonly mark: Mark };

const MOST_SHOWN = 50;

/** Resets and marks as they come, newest first. */
export const LiveTimeline = () => {
  const { t } = useTranslation();
  const resets = useLive((state) => state.resets);
  const marks = useLive((state) => state.marks);
  const entries: Entry[] = [
    ...resets.map((reset, index) => ({ kind: 'reset' as const, at: reset.at, key: `r${index}`, reset })),
    ...marks.map((mark, index) => ({ kind: 'mark' as const, at: mark.at, key: `m${index}`, mark })),
  ].sort((one, other) => other.at.localeCompare(one.at));
  const shown = entries.slice(0, MOST_SHOWN);
  return (
    <section className="evidence" aria-labelledby="timeline">
      <div className="row spread">
        <h2 id="timeline">{t('live.timeline')}</h2>
        {entries.length > 0 && (
          <CopyButton plain text={entries.map(lineOf).join('\n')}>
            {t('live.copyTimeline')}
          </CopyButton>
        )}
      </div>
      {entries.length === 0 ? (
        <p className="quiet">{t('live.timelineEmpty')}</p>
      ) : (
        <ol className="timeline" aria-labelledby="timeline">
          {shown.map((entry) => (
            <li key={entry.key} data-kind={entry.kind}>
              <span className="mono unbroken timeline-at">{clockOf(entry.at)}</span>
              {entry.kind === 'reset' ? <Reset reset={entry.reset} /> : <MarkLine mark={entry.mark} />}
            </li>
          ))}
        </ol>
      )}
      {entries.length > shown.length && (
        <p className="quiet">{t('live.timelineMore', { count: entries.length - shown.length })}</p>
      )}
    </section>
  );
};

const Reset = ({ reset }: { readonly reset: LiveReset }) => {
  return (
    <div className="timeline-words">
      <ToneMark tone={toneOfReset(reset)} word={resetWord(reset)} />
      <span>
        {firstReading(reset)} {confidenceOf(reset)}
      </span>
      <span className="quiet small">
        <code>{sessionOf(reset)}</code>
        {differencesOf(reset).map((text) => `, ${text}`)}
      </span>
    </div>
  );
};

const MarkLine = ({ mark }: { readonly mark: Mark }) => {
  const { t } = useTranslation();
  return (
    <div className="timeline-words">
      <span className="tone">
        <Flag aria-hidden />
        {t('live.markWord')}
      </span>
      <span>{markText(mark)}</span>
    </div>
  );
};

/** Shape and colour follow what the reading accuses: the network, somebody else, nobody, or nobody yet. */
function toneOfReset({ cause }: LiveReset): Tone {
  if (cause === 'other-edge') return 'fault';
  if (cause === 'late-after-close') return 'clear';
  return cause === 'unexplained' ? 'unknown' : 'caution';
}

const markText = ({ kind }: Mark): string =>
  i18next.t(kind === 'before' ? 'live.markedBefore' : 'live.markedHappened');

const sessionOf = ({ clientPort, server }: LiveReset): string =>
  i18next.t('live.session', { port: clientPort, server: endpointText(server) });

const confidenceOf = ({ confidence }: LiveReset): string =>
  confidence === 'none' ? '' : i18next.t('live.confidence', { level: CONFIDENCE_NAMES[confidence] });

const resetWord = ({ cause }: LiveReset): string =>
  i18next.t('live.resetLine', { cause: CAUSE_NAMES[cause] ?? cause });

function differencesOf({ ttlDifference, delayMs }: LiveReset): readonly string[] {
  const delay = delayMs === null ? [] : [i18next.t('capture.after', { ms: delayMs })];
  if (ttlDifference === null) return delay;
  const count = Math.abs(ttlDifference);
  const ttl = ttlDifference === 0 ? 'live.ttlSame' : ttlDifference > 0 ? 'live.ttlHigher' : 'live.ttlLower';
  return [i18next.t(ttl, { count }), ...delay];
}

function lineOf(entry: Entry): string {
  if (entry.kind === 'mark') return `${entry.at} ${i18next.t('live.markWord')}: ${markText(entry.mark)}`;
  const { reset } = entry;
  const facts = [sessionOf(reset), ...differencesOf(reset)].join(', ');
  return `${reset.at} ${resetWord(reset)}. ${firstReading(reset)} ${confidenceOf(reset)} (${facts})`.replace(
    '  ',
    ' ',
  );
}

import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../contract/verdict.ts';
import { CONFIDENCE_NAMES, nextStepFor, toneOf, VERDICT_NAMES } from '../../core/words/verdict-words.ts';
import { CopyButton } from './copy-button.tsx';
import { ToneMark } from './tone-mark.tsx';

interface VerdictCardProps {
  readonly verdict: Verdict;
  /** What to do next; what follows from a capture unless said otherwise. */
  readonly next?: string;
}

/** The answer in one sentence, how sure, and what to do next. */
export const VerdictCard = ({ verdict, next = nextStepFor(verdict.kind) }: VerdictCardProps) => {
  const { t } = useTranslation();
  const tone = toneOf(verdict.kind);
  const confidence =
    verdict.confidence === 'none'
      ? ''
      : t('capture.confidence', { level: CONFIDENCE_NAMES[verdict.confidence] });
  return (
    <section className={`card verdict ${tone}`} aria-labelledby="verdict-title" data-verdict={verdict.kind}>
      <div className="row spread">
        <ToneMark tone={tone} />
        <CopyButton
          plain
          text={`${verdict.summary}\n${VERDICT_NAMES[verdict.kind]} (${verdict.kind}). ${confidence}\n${next}`}
        >
          {t('capture.copyAnswer')}
        </CopyButton>
      </div>
      <h1 id="verdict-title">{verdict.summary}</h1>
      <p>
        <strong>{VERDICT_NAMES[verdict.kind]}.</strong> {confidence}
      </p>
      <p>
        <strong>{t('capture.next')}:</strong> {next}
      </p>
    </section>
  );
};

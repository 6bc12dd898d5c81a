import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../contract/verdict.ts';
import { VERDICT_NAMES } from '../../core/words/verdict-words.ts';
import { CopyButton } from './copy-button.tsx';
import { Folded } from './folded.tsx';

/** For, against, ruled out, the score and the runner-up: what a verdict rests on. */
export const VerdictEvidence = ({ verdict }: { readonly verdict: Verdict }) => {
  const { t } = useTranslation();
  const points = verdict.score.reduce((sum, line) => sum + line.points, 0);
  return (
    <section className="card evidence">
      <EvidenceList
        title={t('capture.for', { count: verdict.for.length })}
        texts={verdict.for.map(({ text }) => text)}
        open
      />
      <EvidenceList
        title={t('capture.against', { count: verdict.against.length })}
        texts={verdict.against.map(({ text }) => text)}
      />
      <EvidenceList
        title={t('capture.ruledOut', { count: verdict.ruledOut.length })}
        texts={verdict.ruledOut.map(({ kind, text }) => `${VERDICT_NAMES[kind]}: ${text}`)}
      />
      {verdict.score.length > 0 && (
        <EvidenceList
          title={t('capture.score', { points })}
          texts={verdict.score.map((line) => `${line.points > 0 ? '+' : ''}${line.points}  ${line.because}`)}
        />
      )}
      {verdict.runnerUp && (
        <Folded title={t('capture.runnerUp')}>
          <p>
            {t('capture.runnerUpText', { name: VERDICT_NAMES[verdict.runnerUp.kind] })}{' '}
            {verdict.runnerUp.separatingCheck}
          </p>
        </Folded>
      )}
      <div className="row">
        <CopyButton text={evidenceText(verdict)}>{t('capture.copyEvidence')}</CopyButton>
      </div>
    </section>
  );
};

const EvidenceList = ({
  title,
  texts,
  open = false,
}: {
  readonly title: string;
  readonly texts: readonly string[];
  readonly open?: boolean;
}) =>
  texts.length === 0 ? null : (
    <Folded title={title} open={open}>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Folded>
  );

/** For and against in plain text, for a mail or a ticket. */
function evidenceText(verdict: Verdict): string {
  const block = (title: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : [title, ...texts.map((text) => `- ${text}`)];
  return [
    verdict.summary,
    ...block(
      'What speaks for it',
      verdict.for.map(({ text }) => text),
    ),
    ...block(
      'What speaks against it',
      verdict.against.map(({ text }) => text),
    ),
    ...block(
      'Ruled out',
      verdict.ruledOut.map(({ kind, text }) => `${VERDICT_NAMES[kind]}: ${text}`),
    ),
  ].join('\n');
}

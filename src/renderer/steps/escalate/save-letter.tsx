import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../contract/problem.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatBytes } from '../../components/format.ts';
import { ToneMark } from '../../components/tone-mark.tsx';

interface SaveLetterProps {
  readonly text: string;
  /** What was typed a moment ago belongs to what is saved. */
  readonly writeNow: () => Promise<void>;
  readonly onProblem: (problem: Problem) => void;
}

/** Ways out for the letter: the clipboard, a text file, or a mail that is opened with the user's own program. */
export const SaveLetter = ({ text, writeNow, onProblem }: SaveLetterProps) => {
  const { t } = useTranslation();
  const [saved, setSaved] = useState<{ readonly of: string; readonly words: string } | null>(null);
  const latest = useRef(text);
  latest.current = text;
  const save = async (as: 'text' | 'mail'): Promise<void> => {
    await writeNow();
    const answer = await bridge.letter.save({ as });
    if (!answer.ok) onProblem(answer.problem);
    else if (answer.value !== null) {
      const { fileName, sizeBytes } = answer.value;
      setSaved({
        of: latest.current,
        words: t('escalate.saved', { name: fileName, size: formatBytes(sizeBytes) }),
      });
    }
  };
  const openMail = async (): Promise<void> => {
    await writeNow();
    const answer = await bridge.letter.openMail();
    if (!answer.ok) onProblem(answer.problem);
  };
  return (
    <>
      <p>{t('escalate.mailText')}</p>
      <div className="row">
        <CopyButton text={text}>{t('escalate.copy')}</CopyButton>
        <ActionButton onPress={() => void save('text')}>{t('escalate.saveText')}</ActionButton>
        <ActionButton onPress={() => void save('mail')}>{t('escalate.saveMail')}</ActionButton>
        <ActionButton onPress={() => void openMail()}>{t('escalate.openMail')}</ActionButton>
      </div>
      <div role="status">
        {saved?.of === text && (
          <section className="card verdict clear" aria-label={t('escalate.savedWord')}>
            <ToneMark tone="clear" word={t('escalate.savedWord')} />
            <p className="anywhere">{saved.words}</p>
          </section>
        )}
      </div>
    </>
  );
};

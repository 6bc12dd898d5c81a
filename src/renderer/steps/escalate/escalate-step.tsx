import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Letter,
  type LetterChoice,
  letterLanguageSchema,
  letterRecipientSchema,
} from '../../../contract/letter.ts';
import type { Problem } from '../../../contract/problem.ts';
import { isMeasured } from '../../../core/session/is-measured.ts';
import { bridge } from '../../bridge.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Choice } from '../../components/choice.tsx';
import { FootAction } from '../../components/foot-action.tsx';
import { ProblemCard } from '../../components/problem-card.tsx';
import { Tick } from '../../components/tick.tsx';
import { useDelayedWrite } from '../../components/use-delayed-write.ts';
import { useApp } from '../../store/app-store.ts';
import { DetailFields } from './detail-fields.tsx';
import { LetterView } from './letter-view.tsx';
import { SaveLetter } from './save-letter.tsx';

const SETTLE_MS = 300;

/** One letter for one reader, filled from the evidence, and the few things that only the user knows. */
export const EscalateStep = () => {
  const { t } = useTranslation();
  const current = useApp((state) => state.current);
  const goTo = useApp((state) => state.goTo);
  if (current === null || (current.capture.kind === 'none' && !isMeasured(current)))
    return (
      <div className="column">
        <h1>{t('escalate.title')}</h1>
        <p>{t('escalate.empty')}</p>
        <FootAction>
          <ActionButton kind="primary" onPress={() => void goTo('capture')}>
            {t('escalate.toCapture')}
          </ActionButton>
        </FootAction>
      </div>
    );
  return <FilledLetter kept={current.letter} />;
};

const FilledLetter = ({ kept }: { readonly kept: LetterChoice }) => {
  const { t } = useTranslation();
  const [choice, setChoice] = useState(kept);
  const [letter, setLetter] = useState<Letter | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const written = useRef('');
  const write = async (text: string): Promise<void> => {
    written.current = text;
    const answer = await bridge.letter.write(JSON.parse(text) as LetterChoice);
    if (!answer.ok) {
      setProblem(answer.problem);
      return;
    }
    useApp.getState().setCase(answer.value.case);
    // Something was settled meanwhile: its own letter follows.
    if (written.current === text) setLetter(answer.value.letter);
  };
  const writeNow = useDelayedWrite(
    JSON.stringify(choice),
    (text) => text === written.current,
    write,
    letter === null ? 0 : SETTLE_MS,
  );
  const settle = (change: Partial<LetterChoice>): void => setChoice({ ...choice, ...change });
  return (
    <div className="column">
      <h1>{t('escalate.title')}</h1>
      {problem && <ProblemCard problem={problem} onClose={() => setProblem(null)} />}
      <p>{t('escalate.lead')}</p>
      <section className="card" aria-label={t('escalate.reader')}>
        <Choice
          label={t('escalate.reader')}
          value={choice.to}
          options={letterRecipientSchema.options.map((to) => ({
            value: to,
            text: t(`escalate.readers.${to}`),
          }))}
          onChange={(to) => settle({ to })}
        />
        <Choice
          label={t('escalate.language')}
          value={choice.language}
          options={letterLanguageSchema.options.map((one) => ({
            value: one,
            text: t(`escalate.languages.${one}`),
          }))}
          onChange={(language) => settle({ language })}
        />
        {choice.to === 'network' ? (
          <p>{t('escalate.ownTeam')}</p>
        ) : (
          <Tick isSelected={choice.masks} onChange={(masks) => settle({ masks })}>
            {t('escalate.masks')}
          </Tick>
        )}
      </section>
      {letter === null ? (
        <p role="status">{t('escalate.writing')}</p>
      ) : (
        <>
          {/* Below the choice, so that what has the focus there does not move when the letter comes. */}
          <p>{t(`escalate.first.${letter.first.because}`)}</p>
          <DetailFields
            letter={letter}
            details={choice.details}
            onChange={(details) => settle({ details })}
          />
          <LetterView letter={letter} edits={choice.edits} onEdits={(edits) => settle({ edits })} />
          <SaveLetter text={letter.text} writeNow={writeNow} onProblem={setProblem} />
        </>
      )}
    </div>
  );
};

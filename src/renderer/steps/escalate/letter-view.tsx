import { Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Letter, LetterChoice, LetterLine, LetterSection } from '../../../contract/letter.ts';
import { ActionButton } from '../../components/action-button.tsx';

interface LetterViewProps {
  readonly letter: Letter;
  readonly edits: LetterChoice['edits'];
  readonly onEdits: (edits: LetterChoice['edits']) => void;
}

/** The letter as it will be sent. A section can be written anew; the others stay filled from the evidence. */
export const LetterView = ({ letter, edits, onEdits }: LetterViewProps) => {
  const { t } = useTranslation();
  const restore = (id: LetterSection['id']): void => {
    const { [id]: _, ...others } = edits;
    onEdits(others);
  };
  return (
    <section aria-labelledby="letter-title">
      <h2 id="letter-title">{t('escalate.letter')}</h2>
      <article className="card letter" lang={letter.language}>
        <p>
          <span lang="en" className="small quiet">
            {t('escalate.subject')}:
          </span>{' '}
          <strong className="anywhere">{letter.subject}</strong>
        </p>
        {letter.sections.map((section) => {
          const { id, heading } = section;
          const own = edits[id];
          return (
            <section key={id} data-section={id} className="letter-section">
              <h3>{heading}</h3>
              {own === undefined ? (
                <Lines lines={section.lines} />
              ) : (
                <TextField
                  className="field"
                  value={own}
                  onChange={(text) => onEdits({ ...edits, [id]: text })}
                  maxLength={8000}
                >
                  <Label className="visually-hidden">{t('escalate.own', { heading })}</Label>
                  <TextArea className="text" rows={Math.min(16, own.split('\n').length + 2)} />
                </TextField>
              )}
              <div className="row" lang="en">
                {own === undefined ? (
                  <ActionButton
                    kind="plain"
                    label={t('escalate.editLabel', { heading })}
                    onPress={() => onEdits({ ...edits, [id]: plainText(section) })}
                  >
                    {t('escalate.edit')}
                  </ActionButton>
                ) : (
                  <ActionButton kind="plain" onPress={() => restore(id)}>
                    {t('escalate.restore')}
                  </ActionButton>
                )}
              </div>
            </section>
          );
        })}
      </article>
    </section>
  );
};

const plainText = ({ lines }: LetterSection): string =>
  lines.map(({ kind, text }) => (kind === 'item' ? `- ${text}` : text)).join('\n');

/** Paragraphs, lists and tables: neighbours of one kind belong together. */
const Lines = ({ lines }: { readonly lines: readonly LetterLine[] }) => {
  const groups: { kind: LetterLine['kind']; texts: string[] }[] = [];
  for (const { kind, text } of lines) {
    const last = groups.at(-1);
    if (last?.kind === kind && kind !== 'text') last.texts.push(text);
    else groups.push({ kind, texts: [text] });
  }
  return groups.map(({ kind, texts }, index) => {
    const key = `${index}`;
    if (kind === 'item')
      return (
        <ul key={key}>
          {texts.map((text) => (
            <li key={text} className="anywhere">
              {text}
            </li>
          ))}
        </ul>
      );
    if (kind === 'fixed')
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <pre key={key} className="command" tabIndex={0}>
          {texts.join('\n')}
        </pre>
      );
    return (
      <p key={key} className="anywhere">
        {texts[0]}
      </p>
    );
  });
};

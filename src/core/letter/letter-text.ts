import type { Letter } from '../../contract/letter.ts';
import type { LetterWords } from './letter-words.ts';

/** The letter as plain text: for a mail, a ticket field, or the telephone. Lines are not broken; mail programs do that. */
export function letterText(
  { to, subject, sections }: Pick<Letter, 'to' | 'subject' | 'sections'>,
  words: LetterWords,
): string {
  const bodies = sections
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) =>
      [
        heading,
        ...lines.map(({ kind, text }) => {
          if (kind === 'item') return `- ${text}`;
          return kind === 'fixed' ? `    ${text}` : text;
        }),
      ].join('\n'),
    );
  return `${[subject, words.greeting[to], ...bodies].join('\n\n')}\n`;
}

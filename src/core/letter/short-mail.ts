import type { Letter, LetterSectionId } from '../../contract/letter.ts';

/** What a reader needs to answer at all; the evidence is in the report, which a `mailto:` cannot carry. */
const SHORT: readonly LetterSectionId[] = ['statement', 'ask', 'contact'];

/** Characters of the whole address: Windows hands a program no more than 2,083 of it (INTERNET_MAX_URL_LENGTH). */
const LONGEST = 2_000;

const encode = (text: string): string => encodeURIComponent(text.replaceAll('\n', '\r\n'));

/** By code points, so that nothing is cut within a character; and by words, where the language has blanks. */
function shortened(subject: string, body: string): string {
  const make = (text: string): string => `mailto:?subject=${encode(subject)}&body=${encode(text)}`;
  if (make(body).length <= LONGEST) return make(body);
  const points = [...body];
  let fits = 0;
  for (let low = 0, high = points.length; low <= high; ) {
    const middle = (low + high) >> 1;
    if (make(`${points.slice(0, middle).join('')} […]`).length <= LONGEST) {
      fits = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return make(
    `${points
      .slice(0, fits)
      .join('')
      .replace(/\s+\S{0,30}$/u, '')} […]`,
  );
}

/** The short form of a letter as an address a mail program opens (RFC 6068): no reader, no attachment. */
export function shortMail({ subject, sections }: Pick<Letter, 'subject' | 'sections'>): string {
  const body = SHORT.flatMap((id) => sections.filter((section) => section.id === id))
    .filter(({ lines }) => lines.length > 0)
    .map(({ heading, lines }) =>
      [heading, ...lines.map(({ kind, text }) => (kind === 'item' ? `- ${text}` : text))].join('\n'),
    )
    .join('\n\n');
  return shortened([...subject].slice(0, 200).join(''), body);
}

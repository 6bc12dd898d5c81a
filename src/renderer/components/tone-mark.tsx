import { TONE_NAMES, type Tone } from '../../core/words/verdict-words.ts';

interface ToneMarkProps {
  readonly tone: Tone;
  /** What the shape says here; the name of the result unless told otherwise. */
  readonly word?: string;
}

/** A result is told by shape and word; the colour only repeats it. */
export const ToneMark = ({ tone, word = TONE_NAMES[tone] }: ToneMarkProps) => (
  <span className={`tone tone-${tone}`}>
    <svg viewBox="0 0 20 20" aria-hidden="true" fill="currentColor">
      {SHAPES[tone]}
    </svg>
    {word}
  </span>
);

const SHAPES = {
  fault: <path d="M6 1h8l5 5v8l-5 5H6l-5-5V6z" />,
  caution: <path d="M10 1.5l9.2 17H.8z" />,
  clear: (
    <>
      <circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M6 10l3 3 5-6" fill="none" stroke="currentColor" strokeWidth="2" />
    </>
  ),
  unknown: (
    <>
      <circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M6 10h8" stroke="currentColor" strokeWidth="2" />
    </>
  ),
} as const;

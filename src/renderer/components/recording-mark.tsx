/** A filled dot in a ring and a word: something is being recorded. */
export const RecordingMark = ({ word }: { readonly word: string }) => (
  <span className="tone tone-recording">
    <svg viewBox="0 0 20 20" aria-hidden="true" fill="currentColor">
      <circle cx="10" cy="10" r="8.5" fill="none" stroke="currentColor" strokeWidth="2" />
      <circle cx="10" cy="10" r="4.5" />
    </svg>
    {word}
  </span>
);

/** Control characters (but tab and line ends), direction overrides and non-characters have no place in a report. */
const UNPRINTABLE = /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** Text made safe inside HTML and SVG, element content and double-quoted attributes alike. */
export function escapeMarkup(text: string): string {
  return text
    .replace(UNPRINTABLE, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

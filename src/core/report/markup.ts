/** Text made safe inside HTML and SVG, element content and double-quoted attributes alike. */
export function escapeMarkup(text: string): string {
  return (
    text
      // Control characters and direction overrides have no place in a report.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed
      .replace(
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g,
        '\ufffd',
      )
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/'/g, '&#39;')
  );
}

/** The second that was told last, and its text up to the point: a document tells thousands of times, many of one second. */
let lastWhole = Number.NaN;
let lastDate = '';

/**
 * RFC 3339 text in UTC from seconds since 1970 and nanoseconds, with `digits` decimals (6 for microsecond sources, 9 for nanoseconds).
 * Stamps outside years 1..9999 (damaged files have them) are clamped.
 */
export function formatInstant(seconds: number, nanoseconds: number, digits: 6 | 9): string {
  let whole = seconds + Math.floor(nanoseconds / 1e9);
  const rest = ((nanoseconds % 1e9) + 1e9) % 1e9;
  whole = Math.min(Math.max(whole, -62_135_596_800), 253_402_300_799);
  if (whole !== lastWhole) {
    lastWhole = whole;
    lastDate = new Date(whole * 1000).toISOString().slice(0, 20);
  }
  // With a one in front the zeros stay: one short text is made, not four.
  const decimals = digits === 9 ? 1e9 + Math.floor(rest) : 1e6 + Math.floor(rest / 1e3);
  return `${lastDate}${`${decimals}Z`.slice(1)}`;
}

/** Milliseconds with their fraction from an RFC 3339 instant in UTC; only differences of two of them mean anything. */
export function millisecondsOf(instant: string): number {
  const fraction = /\.(\d+)Z$/.exec(instant)?.[1] ?? '0';
  return Date.parse(`${instant.slice(0, 19)}Z`) + Number(`0.${fraction}`) * 1000;
}

/** How wide a text stands in a fixed-width font: East Asian wide characters take two places (UAX 11, the common ranges). */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, one) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        one,
      )
        ? 2
        : 1),
    0,
  );

/** Lines of a table, its columns one below the other; nothing behind the last. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  );
}

/** A share as a percentage with one digit behind the point, a dot in every language. */
export const percent = (share: number): string => (share * 100).toFixed(1);

/** A probability that is never said to be nothing. */
export const probabilityText = (probability: number): string =>
  probability < 0.0001 ? 'p < 0.0001' : `p = ${probability.toFixed(4)}`;

/** One line of the change that is shown before anything is written; numbers are 1-based, in the old or the new file. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly line: number;
  readonly text: string;
}

const CONTEXT = 3;

/**
 * The change between two versions of a file whose lines are already paired: `null` on the left was added, on the
 * right removed. Unchanged stretches are shortened to three lines on either side.
 */
export function diffOf(
  pairs: readonly (readonly [before: string | null, after: string | null])[],
): DiffLine[] {
  const lines: (DiffLine & { readonly changed: boolean })[] = [];
  let oldNumber = 0;
  let newNumber = 0;
  for (const [before, after] of pairs) {
    if (before !== null) oldNumber += 1;
    if (after !== null) newNumber += 1;
    if (before === after && after !== null)
      lines.push({ kind: 'same', line: newNumber, text: after, changed: false });
    else {
      if (before !== null) lines.push({ kind: 'removed', line: oldNumber, text: before, changed: true });
      if (after !== null) lines.push({ kind: 'added', line: newNumber, text: after, changed: true });
    }
  }
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ changed }) => changed);
  return lines.flatMap(({ changed: _changed, ...line }, index) => (isNear(index) ? [line] : []));
}

/** Pairs the lines of two texts that begin and end alike: what lies between was removed and added. */
export function pairLines(
  before: readonly string[],
  after: readonly string[],
): (readonly [string | null, string | null])[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const same = (line: string): readonly [string, string] => [line, line];
  return [
    ...before.slice(0, head).map(same),
    ...before.slice(head, before.length - tail).map((line) => [line, null] as const),
    ...after.slice(head, after.length - tail).map((line) => [null, line] as const),
    ...before.slice(before.length - tail).map(same),
  ];
}

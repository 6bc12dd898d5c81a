import type { Mark } from './drawing.ts';

/**
 * The mark an arrow key leads to: along its row, or to the nearest of the row above or below; Home and End lead to the
 * first and the last. Null for other keys and a picture without marks.
 *
 * @param at index of the mark that is pointed at; -1 for none yet
 */
export function nextMark(marks: readonly Mark[], at: number, key: string): number | null {
  if (marks.length === 0) return null;
  const mark = marks[at];
  switch (key) {
    case 'Home':
      return 0;
    case 'End':
      return marks.length - 1;
    case 'ArrowRight':
      return mark === undefined ? 0 : beside(marks, at, mark, 1);
    case 'ArrowLeft':
      return mark === undefined ? 0 : beside(marks, at, mark, -1);
    case 'ArrowDown':
      return mark === undefined ? 0 : across(marks, at, mark, 1);
    case 'ArrowUp':
      return mark === undefined ? 0 : across(marks, at, mark, -1);
    default:
      return null;
  }
}

/** The same for marks that stand in one order, whatever lies above or below another: every arrow goes along it. */
export function nextInOrder(marks: readonly Mark[], at: number, key: string): number | null {
  if (marks.length === 0) return null;
  const step =
    key === 'ArrowRight' || key === 'ArrowDown' ? 1 : key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return nextMark(marks, at, key);
  return at < 0 ? 0 : Math.min(marks.length - 1, Math.max(0, at + step));
}

function beside(marks: readonly Mark[], at: number, mark: Mark, step: 1 | -1): number {
  const row = marks.flatMap(({ y }, index) => (y === mark.y ? [index] : []));
  return row[row.indexOf(at) + step] ?? at;
}

function across(marks: readonly Mark[], at: number, mark: Mark, step: 1 | -1): number {
  const rows = [...new Set(marks.map(({ y }) => y))].sort((one, other) => one - other);
  const y = rows[rows.indexOf(mark.y) + step];
  const [near] = marks
    .map((one, index) => ({ index, one, far: Math.abs(one.x - mark.x) }))
    .filter(({ one }) => one.y === y)
    .sort((one, other) => one.far - other.far);
  return near?.index ?? at;
}

import { type DiffLine, diffOf } from './hosts-diff.ts';
import { linesNaming } from './hosts-entry.ts';
import { splitHosts } from './hosts-lines.ts';
import { findBlocks } from './managed-block.ts';

/** Lines of the user's that name one of our hosts, 1-based with their text. */
export interface CompetingLine {
  readonly line: number;
  readonly text: string;
}

/** How a plan is shown to people. Apart from the plans themselves, which run with rights and have nobody to show it to. */
export const competingLines = (file: Uint8Array, names: readonly string[]): CompetingLine[] => {
  const lines = splitHosts(file);
  return linesNaming(lines, names).map((index) => ({ line: index + 1, text: lines[index]?.text ?? '' }));
};

/** What `planOverride` changes: lines in their places, and those it adds at the end. */
export function overrideDiff(before: Uint8Array, after: Uint8Array): DiffLine[] {
  const lines = splitHosts(before);
  return diffOf(splitHosts(after).map(({ text }, index) => [lines[index]?.text ?? null, text]));
}

/** What `planRevert` changes: our blocks are gone, every other line is in its place. */
export function revertDiff(before: Uint8Array, after: Uint8Array): DiffLine[] {
  const lines = splitHosts(before);
  const kept = splitHosts(after);
  const { blocks } = findBlocks(lines);
  let next = 0;
  return diffOf(
    lines.map(({ text }, index) => {
      if (blocks.some(({ first, last }) => index >= first && index <= last)) return [text, null];
      next += 1;
      return [text, kept[next - 1]?.text ?? null];
    }),
  );
}

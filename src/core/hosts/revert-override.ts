import {
  type HostsFileTrouble,
  type HostsLine,
  joinHosts,
  splitHosts,
  whyUntouchable,
} from './hosts-lines.ts';
import { findBlocks, restoreLine } from './managed-block.ts';

export type RevertPlan =
  | { readonly kind: 'change'; readonly bytes: Uint8Array }
  | { readonly kind: 'nothing-there' }
  | { readonly kind: 'untouchable'; readonly why: HostsFileTrouble }
  /** Somebody changed lines inside the block: shown, and removed only when the user says so. */
  | { readonly kind: 'edited-block'; readonly bytes: Uint8Array }
  /** A marker without its partner: 1-based line numbers for a person to look at. */
  | { readonly kind: 'damaged-block'; readonly lines: readonly number[] };

/**
 * Removes exactly our blocks and gives set-aside lines back. What others changed meanwhile stays; when nobody did,
 * the result is the file of before, byte for byte.
 */
export function planRevert(bytes: Uint8Array): RevertPlan {
  const why = whyUntouchable(bytes);
  if (why !== null) return { kind: 'untouchable', why };
  const lines = splitHosts(bytes);
  const { blocks, strayMarkers } = findBlocks(lines);
  if (strayMarkers.length > 0)
    return { kind: 'damaged-block', lines: strayMarkers.map((index) => index + 1) };
  if (blocks.length === 0) return { kind: 'nothing-there' };
  const ids = blocks.map(({ facts }) => facts.id);
  const isOurs = (index: number): boolean =>
    blocks.some(({ first, last }) => index >= first && index <= last);
  const restored = lines.map(
    (line): HostsLine => ({
      ...line,
      text: ids.reduce((text, id) => restoreLine(text, id) ?? text, line.text),
    }),
  );
  const kept = restored.filter((_, index) => !isOurs(index));
  const final = blocks.find(({ last }) => last === lines.length - 1);
  const lastKept = kept.at(-1);
  // The line ending we had to add goes too, unless somebody has written below our block since.
  const result =
    final?.facts.joined && lastKept ? [...kept.slice(0, -1), { ...lastKept, ending: '' as const }] : kept;
  const kind = blocks.some(({ edited }) => edited) ? 'edited-block' : 'change';
  return { kind, bytes: joinHosts(result) };
}

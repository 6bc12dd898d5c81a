import { linesNaming } from './hosts-entry.ts';
import {
  commonEnding,
  type HostsFileTrouble,
  type HostsLine,
  joinHosts,
  splitHosts,
  whyUntouchable,
} from './hosts-lines.ts';
import { type BlockFacts, blockTexts, findBlocks, setAsideText } from './managed-block.ts';

/** One line of the block. */
export interface OverrideEntry {
  readonly address: string;
  readonly name: string;
}

export interface OverrideRequest {
  readonly entries: readonly OverrideEntry[];
  readonly facts: Omit<BlockFacts, 'joined'>;
  /** Earlier lines of the user's for the same names win over ours on most systems; true comments them out, restorably. */
  readonly setAsideOthers: boolean;
  readonly systemEnding: '\n' | '\r\n';
}

export type OverridePlan =
  | { readonly kind: 'change'; readonly bytes: Uint8Array }
  | { readonly kind: 'untouchable'; readonly why: HostsFileTrouble }
  /** Half a block, or more than one: taken off first, so that two of ours never argue. */
  | { readonly kind: 'already-there' | 'damaged-block' };

/** Works out the file with our block at its end. Nothing but added lines and set-aside lines differs from what it was. */
export function planOverride(bytes: Uint8Array, request: OverrideRequest): OverridePlan {
  const why = whyUntouchable(bytes);
  if (why !== null) return { kind: 'untouchable', why };
  const lines = splitHosts(bytes);
  const { blocks, strayMarkers } = findBlocks(lines);
  if (strayMarkers.length > 0) return { kind: 'damaged-block' };
  if (blocks.length > 0) return { kind: 'already-there' };
  const names = request.entries.map(({ name }) => name);
  const naming = new Set(linesNaming(lines, names));
  const { id } = request.facts;
  const kept = lines.map(
    (line, index): HostsLine =>
      request.setAsideOthers && naming.has(index) ? { ...line, text: setAsideText(id, line.text) } : line,
  );
  const last = kept.at(-1);
  const joined = last !== undefined && last.ending === '';
  const ending = commonEnding(lines, request.systemEnding);
  const before = joined && last ? [...kept.slice(0, -1), { ...last, ending }] : kept;
  const block = blockTexts(
    { ...request.facts, joined },
    request.entries.map(({ address, name }) => `${address} ${name}`),
  ).map((text): HostsLine => ({ text, ending }));
  return { kind: 'change', bytes: joinHosts([...before, ...block]) };
}

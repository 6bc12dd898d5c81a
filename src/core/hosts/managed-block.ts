import type { HostsLine } from './hosts-lines.ts';

const PRODUCT = 'bitbucket-reset-doctor';
const BEGIN = `# >>> ${PRODUCT} `;
const END = `# <<< ${PRODUCT} `;
const SET_ASIDE = `# [${PRODUCT} `;

/** What the begin line says. Times are RFC 3339 UTC. `joined`: the file had no final line ending, and we added one. */
export interface BlockFacts {
  readonly id: string;
  readonly madeAt: string;
  readonly expiresAt: string;
  readonly version: string;
  readonly joined: boolean;
}

/** One managed block found in a file. Line numbers are 0-based; `last` is the end line. */
export interface FoundBlock {
  readonly first: number;
  readonly last: number;
  readonly facts: BlockFacts;
  /** The lines between the markers. */
  readonly inner: readonly string[];
  /** Somebody changed a line between the markers. */
  readonly edited: boolean;
}

export interface BlocksInFile {
  readonly blocks: readonly FoundBlock[];
  /** Markers without their partner, 0-based: somebody cut a block in half. */
  readonly strayMarkers: readonly number[];
}

/** FNV-1a, 32 bit (draft-eastlake-fnv): notices a hand in the block; it is no protection against one. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Begin line, the lines given, end line. */
export function blockTexts(facts: BlockFacts, inner: readonly string[]): string[] {
  const { id, madeAt, expiresAt, version } = facts;
  const joined = facts.joined ? ' joined' : '';
  return [
    `${BEGIN}id=${id} made=${madeAt} expires=${expiresAt} version=${version} sum=${checksum(inner.join('\n'))}${joined}`,
    ...inner,
    `${END}id=${id}`,
  ];
}

const BEGIN_FACTS =
  /^id=([0-9a-f]{4,32}) made=(\S{1,40}) expires=(\S{1,40}) version=(\S{1,40}) sum=([0-9a-f]{8})( joined)?$/;

export function findBlocks(lines: readonly HostsLine[]): BlocksInFile {
  const blocks: FoundBlock[] = [];
  const strayMarkers: number[] = [];
  let open: { first: number; facts: BlockFacts; sum: string } | null = null;
  for (const [index, { text }] of lines.entries()) {
    if (text.startsWith(BEGIN)) {
      const [, id, madeAt, expiresAt, version, sum, joined] =
        BEGIN_FACTS.exec(text.slice(BEGIN.length).trimEnd()) ?? [];
      if (open) strayMarkers.push(open.first);
      open = null;
      if (id && madeAt && expiresAt && version && sum)
        open = {
          first: index,
          sum,
          facts: { id, madeAt, expiresAt, version, joined: joined !== undefined },
        };
      else strayMarkers.push(index);
    } else if (text.startsWith(END)) {
      if (!open || text.slice(END.length).trimEnd() !== `id=${open.facts.id}`) {
        strayMarkers.push(index);
        continue;
      }
      const inner = lines.slice(open.first + 1, index).map((line) => line.text);
      blocks.push({
        first: open.first,
        last: index,
        facts: open.facts,
        inner,
        edited: checksum(inner.join('\n')) !== open.sum,
      });
      open = null;
    }
  }
  if (open) strayMarkers.push(open.first);
  return { blocks, strayMarkers };
}

/** A user's line taken out of effect, and given back by {@link restoreLine} byte for byte. */
export const setAsideText = (id: string, text: string): string => `${SET_ASIDE}id=${id}] ${text}`;

/** @returns the line as it was, or null when it is none that was set aside */
export function restoreLine(text: string, id: string): string | null {
  const prefix = `${SET_ASIDE}id=${id}] `;
  return text.startsWith(prefix) ? text.slice(prefix.length) : null;
}

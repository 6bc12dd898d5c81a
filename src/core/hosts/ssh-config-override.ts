import type { OverrideEntry } from './apply-override.ts';
import { type DiffLine, diffOf } from './hosts-diff.ts';
import { commonEnding, type HostsLine, joinHosts, splitHosts } from './hosts-lines.ts';
import type { HostsStatus } from './hosts-status.ts';
import { type BlockFacts, blockTexts, findBlocks } from './managed-block.ts';

export type SshConfigPlan =
  | { readonly kind: 'change'; readonly bytes: Uint8Array; readonly diff: readonly DiffLine[] }
  | { readonly kind: 'already-there' | 'damaged-block' };

/**
 * The lines between our markers. `HostKeyAlias` keeps the host key check on the name; the closing `Host *` gives the
 * lines below back the reach they had, `Include` lines among them (ssh_config(5)).
 */
export const sshOverrideLines = (entries: readonly OverrideEntry[]): string[] => [
  ...entries.flatMap(({ address, name }) => [
    `Host ${name}`,
    `  HostName ${address}`,
    `  HostKeyAlias ${name}`,
  ]),
  'Host *',
];

/**
 * Our block at the very top of an ssh client configuration, because ssh takes the first value it meets
 * (ssh_config(5)). Taken off again by `planRevert`, byte for byte.
 */
export function planSshOverride(
  bytes: Uint8Array,
  entries: readonly OverrideEntry[],
  facts: Omit<BlockFacts, 'joined'>,
): SshConfigPlan {
  const lines = splitHosts(bytes);
  const { blocks, strayMarkers } = findBlocks(lines);
  if (strayMarkers.length > 0) return { kind: 'damaged-block' };
  if (blocks.length > 0) return { kind: 'already-there' };
  const ending = commonEnding(lines, '\n');
  const block = blockTexts({ ...facts, joined: false }, sshOverrideLines(entries)).map(
    (text): HostsLine => ({ text, ending }),
  );
  return {
    kind: 'change',
    bytes: joinHosts([...block, ...lines]),
    diff: diffOf([
      ...block.map(({ text }) => [null, text] as const),
      ...lines.map(({ text }) => [text, text] as const),
    ]),
  };
}

export interface SshConfigStatus {
  /** Our block, if there is exactly one whole one. */
  readonly block: HostsStatus['block'];
  readonly damaged: boolean;
}

export function readSshStatus(bytes: Uint8Array): SshConfigStatus {
  const { blocks, strayMarkers } = findBlocks(splitHosts(bytes));
  const [only, ...more] = blocks;
  const damaged = strayMarkers.length > 0 || more.length > 0;
  if (only === undefined || more.length > 0) return { block: null, damaged };
  const { id, madeAt, expiresAt, version } = only.facts;
  return {
    block: { id, madeAt, expiresAt, version, entries: entriesIn(only.inner), edited: only.edited },
    damaged,
  };
}

function entriesIn(inner: readonly string[]): OverrideEntry[] {
  let name: string | null = null;
  return inner.flatMap((text) => {
    const [, keyword = '', value = ''] = /^\s*(Host|HostName)\s+(\S+)\s*$/i.exec(text) ?? [];
    if (keyword.toLowerCase() === 'host') name = value;
    return keyword.toLowerCase() === 'hostname' && name !== null ? [{ address: value, name }] : [];
  });
}

import { type DiffLine, diffOf } from './hosts-diff.ts';
import { commonEnding, type HostsLine, joinHosts, splitHosts } from './hosts-lines.ts';
import { type BlockFacts, blockTexts, findBlocks } from './managed-block.ts';

export type SshConfigPlan =
  | { readonly kind: 'change'; readonly bytes: Uint8Array; readonly diff: readonly DiffLine[] }
  | { readonly kind: 'already-there' | 'damaged-block' };

/**
 * Our block at the very top of an ssh client configuration, because ssh takes the first value it meets
 * (ssh_config(5)). `HostKeyAlias` keeps the host key check on the name. The closing `Host *` gives the lines below
 * back the reach they had, `Include` lines among them. Taken off again by `planRevert`, byte for byte.
 */
export function planSshOverride(
  bytes: Uint8Array,
  entries: readonly { readonly address: string; readonly name: string }[],
  facts: Omit<BlockFacts, 'joined'>,
): SshConfigPlan {
  const lines = splitHosts(bytes);
  const { blocks, strayMarkers } = findBlocks(lines);
  if (strayMarkers.length > 0) return { kind: 'damaged-block' };
  if (blocks.length > 0) return { kind: 'already-there' };
  const inner = [
    ...entries.flatMap(({ address, name }) => [
      `Host ${name}`,
      `  HostName ${address}`,
      `  HostKeyAlias ${name}`,
    ]),
    'Host *',
  ];
  const ending = commonEnding(lines, '\n');
  const block = blockTexts({ ...facts, joined: false }, inner).map((text): HostsLine => ({ text, ending }));
  return {
    kind: 'change',
    bytes: joinHosts([...block, ...lines]),
    diff: diffOf([
      ...block.map(({ text }) => [null, text] as const),
      ...lines.map(({ text }) => [text, text] as const),
    ]),
  };
}

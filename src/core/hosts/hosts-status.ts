import { addressesOf } from './addresses-of.ts';
import { readEntry } from './hosts-entry.ts';
import { splitHosts } from './hosts-lines.ts';
import { findBlocks } from './managed-block.ts';

/** What a hosts file says of the service right now. */
export interface HostsStatus {
  /** Our block, if there is exactly one whole one. */
  readonly block: {
    readonly id: string;
    readonly madeAt: string;
    readonly expiresAt: string;
    readonly version: string;
    readonly entries: readonly { readonly address: string; readonly name: string }[];
    readonly edited: boolean;
  } | null;
  /** Half a block, or several: a person has to look. */
  readonly damaged: boolean;
  /** Address each name gets from the file, the first line first; ours included. */
  readonly overrides: readonly { readonly name: string; readonly addresses: readonly string[] }[];
}

/** @param names the names of the service that matter */
export function readHostsStatus(bytes: Uint8Array, names: readonly string[]): HostsStatus {
  const lines = splitHosts(bytes);
  const { blocks, strayMarkers } = findBlocks(lines);
  const [only, ...more] = blocks;
  return {
    block:
      only === undefined || more.length > 0
        ? null
        : {
            id: only.facts.id,
            madeAt: only.facts.madeAt,
            expiresAt: only.facts.expiresAt,
            version: only.facts.version,
            entries: only.inner.flatMap((text) => {
              const entry = readEntry({ text, ending: '' });
              return (entry?.names ?? []).map((name) => ({ address: entry?.address ?? '', name }));
            }),
            edited: only.edited,
          },
    damaged: strayMarkers.length > 0 || more.length > 0,
    overrides: names.flatMap((name) => {
      const addresses = addressesOf(lines, name);
      return addresses.length > 0 ? [{ name, addresses }] : [];
    }),
  };
}

import type { ProofLayer } from '../../contract/workaround.ts';
import { type SeenConnection, seeFreshConnection, seeGit, seeSsh } from '../node/fresh-connection.ts';
import { checkEffect } from './override-effect.ts';

type Entry = { readonly address: string; readonly name: string };

/** The programs that are asked; the tests put their own in. */
export interface ProofSources {
  readonly lookup: typeof checkEffect;
  readonly connection: (name: string) => Promise<SeenConnection>;
  readonly git: (name: string) => Promise<SeenConnection>;
  readonly ssh: (name: string) => Promise<SeenConnection>;
}

export const systemProofSources: ProofSources = {
  lookup: checkEffect,
  connection: seeFreshConnection,
  git: seeGit,
  ssh: seeSsh,
};

/**
 * Three layers: what the resolver answers, where a fresh session goes, where the user's own git and ssh go. git speaks
 * with the first name only, which is the one repositories are cloned from.
 */
export async function proveOverride(
  entries: readonly Entry[],
  sources: ProofSources = systemProofSources,
): Promise<ProofLayer[]> {
  const [first] = entries;
  if (first === undefined) return [];
  const looked = await sources.lookup(entries);
  const proof: ProofLayer[] = looked.map(({ name, addresses, effective }) => ({
    ...{ layer: 'lookup' as const, name, addresses, effective },
    detail: addresses.length === 0 ? 'the name does not resolve' : '',
  }));
  const asked: readonly ['connection' | 'git' | 'ssh', Entry][] = [
    ['connection', first],
    ['git', first],
    ...entries.map((entry) => ['ssh', entry] as ['ssh', Entry]),
  ];
  for (const [layer, { name, address }] of asked) {
    const seen = await sources[layer](name);
    proof.push({
      layer,
      name,
      addresses: seen.address === null ? [] : [seen.address],
      effective: seen.address === null ? null : seen.address === address,
      detail: seen.detail,
    });
  }
  return proof;
}

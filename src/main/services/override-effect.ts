import { lookup } from 'node:dns/promises';
import type { Workaround } from '../../contract/workaround.ts';

/** First layer of the proof: what the system's own resolver answers programs now (getaddrinfo, hosts file included). */
export async function checkEffect(
  entries: readonly { readonly address: string; readonly name: string }[],
): Promise<Workaround['effect']> {
  const effect: Workaround['effect'] = [];
  for (const { name, address } of entries) {
    const found = await lookup(name, { all: true, verbatim: true }).catch(() => []);
    const addresses = found.map((each) => each.address);
    effect.push({
      name,
      addresses,
      effective: addresses.length > 0 && addresses.every((each) => each === address),
    });
  }
  return effect;
}

import { lookup, Resolver } from 'node:dns/promises';

const LIMIT_MS = 3000;

export interface ResolvedService {
  /** As every program here gets them, hosts file included. */
  readonly system: readonly string[];
  /** As the system's DNS servers give them; empty when they do not answer. */
  readonly dns: readonly string[];
}

/** Addresses of a name, twice: over the system's resolver, and from DNS alone, which no hosts file changes (c-ares). */
export async function resolveService(name: string): Promise<ResolvedService> {
  const resolver = new Resolver({ timeout: LIMIT_MS, tries: 1 });
  const [system, four, six] = await Promise.all([
    lookup(name, { all: true }).catch(() => []),
    resolver.resolve4(name).catch(() => []),
    resolver.resolve6(name).catch(() => []),
  ]);
  return { system: [...new Set(system.map(({ address }) => address))], dns: [...new Set([...four, ...six])] };
}

import { Resolver } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Playbook } from '../../contract/playbook.ts';
import type { AddressAttempt } from '../../core/workaround/judge-addresses.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import { judgeStillNeeded, type StillNeeded } from '../../core/workaround/still-needed.ts';
import { type IdentityProof, proveTlsIdentity } from '../node/prove-tls-identity.ts';

/** Twenty tries an arm at most, half a minute when all is well. */
const ROUNDS = 10;
const MOST_ADDRESSES = 2;
const PAUSE_MS = 250;
const TIMEOUT_MS = 6000;
const DNS_LIMIT_MS = 3000;
/** systemd-resolved's own servers; its stub on 127.0.0.53 answers from the hosts file. */
const UPSTREAM = '/run/systemd/resolve/resolv.conf';

export interface PastOverridePorts {
  /** IPv4 addresses of a name from DNS alone, without the hosts file; empty when DNS does not answer. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  readonly prove: (address: string, name: string) => Promise<IdentityProof>;
  readonly pause: () => Promise<void>;
}

function upstreamServers(): string[] {
  try {
    const text = readFileSync(UPSTREAM, 'utf8');
    return [...text.matchAll(/^nameserver\s+(\S+)/gm)].map(([, address = '']) => address.replace(/%.*$/, ''));
  } catch {
    return [];
  }
}

/** Asks the servers of DNS themselves; `lookup` would answer from the hosts file. */
async function askDns(name: string, overridden: readonly string[]): Promise<readonly string[]> {
  for (const servers of [null, upstreamServers()]) {
    if (servers?.length === 0) continue;
    const resolver = new Resolver({ timeout: DNS_LIMIT_MS, tries: 2 });
    if (servers !== null) resolver.setServers(servers);
    const found = await resolver.resolve4(name).catch(() => []);
    if (found.some((address) => !overridden.includes(address))) return found;
  }
  return [];
}

export const ownPastOverride = (playbook: Playbook): PastOverridePorts => ({
  resolve: (name) => askDns(name, legacyAddresses(playbook)),
  prove: (address, name) => proveTlsIdentity(address, name, TIMEOUT_MS),
  pause: () => sleep(PAUSE_MS),
});

/** Tries the usual addresses past the override and the legacy ones, in turn, so that a bad moment hits both alike. */
export async function testPastOverride(
  playbook: Playbook,
  ports: PastOverridePorts = ownPastOverride(playbook),
  signal: AbortSignal | null = null,
  onAttempt: (attempt: AddressAttempt, total: number) => void = () => {},
): Promise<StillNeeded> {
  const [name = ''] = playbook.names.hosts;
  const all = legacyAddresses(playbook);
  const usual = (await ports.resolve(name))
    .filter((address) => !all.includes(address))
    .slice(0, MOST_ADDRESSES);
  const legacy = all.slice(0, Math.max(1, usual.length));
  const attempts: AddressAttempt[] = [];
  const rounds = usual.length === 0 ? 0 : ROUNDS;
  for (let round = 0; round < rounds && !signal?.aborted; round += 1)
    for (let index = 0; index < legacy.length; index += 1)
      for (const address of [usual[index], legacy[index]]) {
        if (address === undefined || signal?.aborted) continue;
        const attempt = { address, service: 'https' as const, ...(await ports.prove(address, name)) };
        attempts.push(attempt);
        onAttempt(attempt, rounds * (usual.length + legacy.length));
        await ports.pause();
      }
  return judgeStillNeeded(usual, legacy, attempts);
}

import { Resolver } from 'node:dns/promises';
import { networkQuestion, readNetwork } from '../../core/trace/network-names.ts';

const LIMIT_MS = 3000;
const AT_ONCE = 8;

/**
 * AS numbers of addresses, over this system's DNS servers. What is asked for reaches Team Cymru, a third party, by way of
 * them: only when the user agreed. What is not answered is left out.
 */
export async function lookUpNetworks(
  addresses: readonly string[],
  stop: AbortSignal,
  ask: (name: string) => Promise<readonly (readonly string[])[]> = systemTxt(),
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (let start = 0; start < addresses.length && !stop.aborted; start += AT_ONCE)
    await Promise.all(
      addresses.slice(start, start + AT_ONCE).map(async (address) => {
        const answers = await ask(networkQuestion(address)).catch(() => []);
        const network = readNetwork(answers[0]?.join('') ?? '');
        if (network !== null) found[address] = network;
      }),
    );
  return found;
}

function systemTxt(): (name: string) => Promise<readonly (readonly string[])[]> {
  const resolver = new Resolver({ timeout: LIMIT_MS, tries: 1 });
  return (name) => resolver.resolveTxt(name);
}

import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { IdentityProof } from '../node/prove-tls-identity.ts';

export type Identity = Diagnosis['identities'][number];

/** All addresses at once: a handful of connections. */
export const proveAll = (
  addresses: readonly string[],
  service: Identity['service'],
  prove: (address: string) => Promise<IdentityProof>,
): Promise<Identity[]> =>
  Promise.all(
    addresses.map(async (address) => {
      const { outcome, detail } = await prove(address);
      return { address, service, outcome, detail };
    }),
  );

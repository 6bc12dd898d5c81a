import { setTimeout as sleep } from 'node:timers/promises';
import { OVERRIDE_ADDRESSES } from '../../contract/broker.ts';
import type { Playbook } from '../../contract/playbook.ts';
import {
  type AddressAttempt,
  type AddressChoice,
  judgeAddresses,
} from '../../core/workaround/judge-addresses.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import { proveSshIdentity } from '../node/prove-ssh-identity.ts';
import { proveTlsIdentity } from '../node/prove-tls-identity.ts';

/** Three tries an address and service: enough to see a broken path, few enough to be polite. */
const ROUNDS = 3;
const PAUSE_MS = 250;
const TIMEOUT_MS = 6000;
/** Three addresses, two services. */
export const ATTEMPTS_IN_ALL = ROUNDS * OVERRIDE_ADDRESSES.length * 2;

/**
 * Tries every legacy address from this machine, in turn and not one after the other, so that a moment of trouble hits
 * all alike: HTTPS with the service's certificate, and SSH with its published host keys.
 */
export async function testAddresses(
  playbook: Playbook,
  signal: AbortSignal | null = null,
  onAttempt: (attempt: AddressAttempt) => void = () => {},
): Promise<AddressChoice> {
  const addresses = legacyAddresses(playbook);
  const [name = ''] = playbook.names.hosts;
  const attempts: AddressAttempt[] = [];
  const note = (attempt: AddressAttempt): void => {
    attempts.push(attempt);
    onAttempt(attempt);
  };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const address of addresses) {
      if (signal?.aborted) return judgeAddresses(addresses, attempts);
      note({ address, service: 'https', ...(await proveTlsIdentity(address, name, TIMEOUT_MS)) });
      note({
        address,
        service: 'ssh',
        ...(await proveSshIdentity(address, playbook.hostKeys.fingerprints, TIMEOUT_MS)),
      });
      await sleep(PAUSE_MS);
    }
  return judgeAddresses(addresses, attempts);
}

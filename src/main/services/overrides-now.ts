import type { Playbook } from '../../contract/playbook.ts';
import { type InForce, overridesInForce } from '../../core/workaround/in-force.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import { readHosts, viewHosts } from './hosts-override.ts';
import { readUserOverrides, type UserOverridePlace } from './user-override.ts';

/** The overrides there are on this machine, whoever made them. Reads files, git's and ssh's settings; asks no name. */
export async function overridesNow(
  { hostsFile, place }: { readonly hostsFile: string; readonly place: UserOverridePlace },
  playbook: Playbook,
  now: Date,
): Promise<InForce[]> {
  const names = playbook.override.hosts;
  const read = readHosts(hostsFile);
  const hosts = read.ok ? { ...viewHosts(read.value, hostsFile, names, now), isSystem: true } : null;
  const userLevel = await readUserOverrides(place, names, legacyAddresses(playbook), now);
  return overridesInForce({ hosts, userLevel });
}

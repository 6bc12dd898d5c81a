import type { OverrideState } from '../../contract/workaround.ts';
import { hasTimedRevert, type SchedulerPlace } from '../../scheduler/timed-revert.ts';
import { readHosts, viewHosts } from './hosts-override.ts';
import { findVanished } from './hosts-override-record.ts';
import type { ProofSources } from './prove-override.ts';
import { readUserOverrides, type UserOverridePlace } from './user-override.ts';

export interface OverrideStateSources {
  readonly hostsFile: string;
  readonly place: UserOverridePlace;
  readonly lookup: ProofSources['lookup'];
  readonly scheduler: (scope: SchedulerPlace['scope']) => SchedulerPlace;
  /** Names and addresses of the service. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}

/** What there is of overrides on this machine, all three ways. Reads only. */
export async function readOverrideState(
  { hostsFile, place, lookup, scheduler, names, addresses }: OverrideStateSources,
  now: Date,
): Promise<OverrideState> {
  const read = readHosts(hostsFile);
  const userLevel = await readUserOverrides(place, names, addresses, now);
  const timedReverts: OverrideState['timedReverts'] = [];
  for (const scope of ['user', 'system'] as const)
    if (await hasTimedRevert(scheduler(scope))) timedReverts.push(scope);
  if (!read.ok)
    return { hosts: null, hostsProblem: read.problem, effect: [], userLevel, timedReverts, vanished: null };
  const hosts = { ...viewHosts(read.value, hostsFile, names, now), isSystem: true };
  const effect = hosts.block === null ? [] : await lookup(hosts.block.entries);
  const hasBlock = hosts.block !== null || hosts.damaged;
  const vanished = await findVanished(place.dataFolder, read.value.bytes, hasBlock, now);
  return { hosts, hostsProblem: null, effect, userLevel, timedReverts, vanished };
}

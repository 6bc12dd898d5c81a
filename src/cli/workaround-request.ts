import type { FlushedCache, Workaround } from '../contract/workaround.ts';
import type { StillNeeded } from '../core/workaround/still-needed.ts';
import { OVERRIDE_WAYS, type OverrideWay } from '../core/workaround/ways.ts';
import { systemHostsFile } from '../hosts-file/hosts-file-path.ts';
import type { readObstacleFacts } from '../main/node/read-obstacle-facts.ts';
import type { ProductFacts } from '../main/services/product-facts.ts';
import type { ScheduleParts } from '../main/services/schedule-revert.ts';
import type { testAddresses } from '../main/services/test-addresses.ts';
import type { UserOverridePlace } from '../main/services/user-override.ts';

export interface WorkaroundRequest {
  readonly action: Workaround['action'];
  /** Null: the usual ones of the action. */
  readonly ways: readonly OverrideWay[] | null;
  readonly path: string;
  readonly names: readonly string[];
  readonly address: string | null;
  readonly expiresSeconds: number;
  readonly dryRun: boolean;
  readonly keepOthers: boolean;
  readonly edited: boolean;
  /** Makes the override also when it is known to be useless here. */
  readonly anyway: boolean;
  /** Has the system's scheduler take the override off when it expires. */
  readonly timedRevert: boolean;
  /** Compares the usual addresses with the legacy ones instead of testing the latter. */
  readonly pastOverride: boolean;
  /** Takes off only what has expired. */
  readonly expired: boolean;
}

/** What the command needs from the machine; tests give their own. */
export interface WorkaroundPorts {
  readonly facts: ProductFacts;
  readonly version: string;
  readonly now: () => Date;
  readonly place: UserOverridePlace;
  readonly testAddresses: typeof testAddresses;
  readonly readObstacleFacts: typeof readObstacleFacts;
  readonly testPastOverride: (playbook: ProductFacts['playbook']) => Promise<StillNeeded>;
  readonly schedule: ScheduleParts;
  readonly flushNames: () => Promise<FlushedCache[]>;
}

/** What `revert` takes off unless told: everything of ours that is there. Another hosts file is somebody else's machine. */
export function waysOf(
  request: WorkaroundRequest,
  { hostsFile, userLevel }: Workaround,
): readonly OverrideWay[] {
  if (request.action === 'revert' && request.expired) {
    const expired: OverrideWay[] = [];
    if (hostsFile?.block?.expired) expired.push('hosts');
    if (userLevel.git.made?.expired) expired.push('git');
    if (userLevel.ssh.block?.expired) expired.push('ssh');
    return expired.filter((way) => request.ways?.includes(way) ?? true);
  }
  if (request.ways !== null) return request.ways;
  if (request.action === 'test' && request.path === systemHostsFile()) return OVERRIDE_WAYS;
  if (request.action !== 'revert' || request.path !== systemHostsFile()) return ['hosts'];
  const found = waysThere({ hostsFile, userLevel });
  return found.length > 0 ? found : ['hosts'];
}

export function waysThere({
  hostsFile,
  userLevel,
}: Pick<Workaround, 'hostsFile' | 'userLevel'>): OverrideWay[] {
  const found: OverrideWay[] = [];
  if (hostsFile?.block || hostsFile?.damaged) found.push('hosts');
  if (userLevel.git.overrides.length > 0) found.push('git');
  if (userLevel.ssh.block || userLevel.ssh.damaged) found.push('ssh');
  return found;
}

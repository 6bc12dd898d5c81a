import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fail, type Problem, type Result, succeed } from '../contract/problem.ts';
import type { UserChange, Workaround } from '../contract/workaround.ts';
import { blockFactsOf } from '../core/hosts/override-order.ts';
import { legacyAddresses } from '../core/workaround/legacy-addresses.ts';
import type { OverrideWay } from '../core/workaround/ways.ts';
import { SYSTEM_ENDING } from '../hosts-file/change-hosts.ts';
import type { HostsFileContent } from '../hosts-file/read-hosts-file.ts';
import { writeHostsFile } from '../hosts-file/write-hosts-file.ts';
import {
  backUpHosts,
  describeChange,
  type PlannedHosts,
  planHostsOverride,
  planHostsRevert,
  problemOfHosts,
  readHosts,
  viewHosts,
} from '../main/services/hosts-override.ts';
import { noteHostsOverride } from '../main/services/hosts-override-record.ts';
import { checkEffect } from '../main/services/override-effect.ts';
import {
  planRevertTimer,
  scheduleRevert,
  unscheduleRevert,
  userTimer,
} from '../main/services/schedule-revert.ts';
import {
  applyUserOverride,
  readUserOverrides,
  revertUserOverride,
  type UserWay,
} from '../main/services/user-override.ts';

import { type WorkaroundPorts, type WorkaroundRequest, waysThere } from './workaround-request.ts';

const expiryOf = ({ expiresSeconds }: WorkaroundRequest, at: Date): Date =>
  new Date(at.getTime() + expiresSeconds * 1000);

const isUserWay = (way: OverrideWay): way is UserWay => way !== 'hosts';

/** Makes the override in all the ways asked for. */
export async function makeOverride(
  request: WorkaroundRequest,
  ports: WorkaroundPorts,
  hosts: HostsFileContent | null,
  address: string,
  base: Workaround,
): Promise<Result<Workaround>> {
  const at = new Date(base.at);
  const terms = {
    id: randomBytes(4).toString('hex'),
    madeAt: Math.floor(at.getTime() / 1000),
    lastsSeconds: request.expiresSeconds,
  };
  const facts = blockFactsOf(terms, ports.version);
  // The hosts file is worked out first, so that what is wrong with it is known before anything is written.
  const planned =
    hosts === null
      ? null
      : planHostsOverride(hosts, {
          entries: request.names.map((name) => ({ address, name })),
          facts,
          setAsideOthers: !request.keepOthers,
          systemEnding: SYSTEM_ENDING,
        });
  if (planned !== null && !planned.ok) return planned;
  const userChanges: UserChange[] = [];
  for (const way of base.ways.filter(isUserWay)) {
    const { names, dryRun } = request;
    const done = await applyUserOverride(way, ports.place, { address, names, facts, dryRun });
    if (!done.ok) return withDone(done.problem, userChanges, 'made');
    userChanges.push(done.value);
  }
  return carryOut(request, ports, hosts, planned?.value ?? null, { ...base, userChanges });
}

/** Takes it off in all of them. */
export async function takeOverrideOff(
  request: WorkaroundRequest,
  ports: WorkaroundPorts,
  hosts: HostsFileContent | null,
  base: Workaround,
): Promise<Result<Workaround>> {
  const { playbook } = ports.facts;
  const planned = hosts === null ? null : planHostsRevert(hosts, request.edited || request.dryRun);
  if (planned !== null && !planned.ok) return planned;
  const userChanges: UserChange[] = [];
  for (const way of base.ways.filter(isUserWay)) {
    const done = await revertUserOverride(way, ports.place, {
      names: playbook.override.hosts,
      addresses: legacyAddresses(playbook),
      evenIfEdited: request.edited,
      dryRun: request.dryRun,
    });
    if (!done.ok) return withDone(done.problem, userChanges, 'taken off');
    userChanges.push(done.value);
  }
  return carryOut(request, ports, hosts, planned?.value ?? null, { ...base, userChanges });
}

/** A later part failed: what was already done is said, because it stays. */
function withDone(problem: Problem, changes: readonly UserChange[], done: string): Result<never> {
  const ways = changes.filter(({ written }) => written).map(({ way }) => way);
  const message =
    ways.length === 0
      ? problem.message
      : `${problem.message} The override of ${ways.join(' and ')} was ${done}.`;
  return fail(problem.kind, message, problem.hint);
}

/** With what the system's resolver answers now. */
export async function withEffect(document: Workaround): Promise<Workaround> {
  const { hostsFile } = document;
  if (!hostsFile?.isSystem || hostsFile.block === null) return document;
  return { ...document, effect: await checkEffect(hostsFile.block.entries) };
}

/** Writes the hosts file, when it is one of the ways, and looks at everything once more. */
async function carryOut(
  request: WorkaroundRequest,
  ports: WorkaroundPorts,
  content: HostsFileContent | null,
  planned: PlannedHosts | null,
  document: Workaround,
): Promise<Result<Workaround>> {
  const { playbook } = ports.facts;
  const { hosts: names } = playbook.override;
  const at = new Date(document.at);
  let change: Workaround['change'] = null;
  if (content !== null && planned !== null) {
    change = describeChange(planned, content, null, null);
    if (!request.dryRun && planned.change !== null) {
      const backup = await backUpHosts(content, join(ports.place.dataFolder, 'backups'));
      const written = writeHostsFile(planned.change);
      if (!written.ok) {
        const done = request.action === 'apply' ? 'made' : 'taken off';
        return withDone(problemOfHosts(written.kind, written.detail).problem, document.userChanges, done);
      }
      change = describeChange(planned, content, written.value, backup);
    }
  }
  if (request.dryRun) {
    const timedRevertPlan = request.timedRevert
      ? await planRevertTimer(ports.schedule, document.ways, expiryOf(request, at))
      : null;
    return succeed({ ...document, change, timedRevertPlan });
  }
  const after = change?.written ? readHosts(request.path) : null;
  const hostsFile = after?.ok ? viewHosts(after.value, request.path, names, at) : document.hostsFile;
  const userLevel = document.userChanges.some(({ written }) => written)
    ? await readUserOverrides(ports.place, names, legacyAddresses(playbook), at)
    : document.userLevel;
  if (change?.written && hostsFile?.isSystem)
    await noteHostsOverride(ports.place.dataFolder, hostsFile.block, change.backup).catch(() => {});
  // Before the resolver is asked: a cache would give the answer of before.
  const flushed = change?.written && hostsFile?.isSystem ? await ports.flushNames() : [];
  const result = { ...document, change, hostsFile, userLevel, flushed };
  const isWritten = change?.written || document.userChanges.some(({ written }) => written);
  if (isWritten && request.action === 'revert' && (hostsFile?.isSystem ?? true))
    await unscheduleRevert(ports.schedule, waysThere(result));
  const timedRevert =
    isWritten && request.timedRevert
      ? await scheduleRevert(ports.schedule, ...whatToSchedule(result, expiryOf(request, at)))
      : null;
  return succeed({ ...(change?.written ? await withEffect(result) : result), timedRevert });
}

const whatToSchedule = ({ ways, userLevel }: Workaround, end: Date): [OverrideWay[], Date] =>
  ways.includes('hosts') ? [ways, end] : userTimer(userLevel, end);

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fail, type Problem, type Result, succeed } from '../contract/problem.ts';
import type { FlushedCache, UserChange, Workaround } from '../contract/workaround.ts';
import { blockFactsOf } from '../core/hosts/override-order.ts';
import { legacyAddresses } from '../core/workaround/legacy-addresses.ts';
import { findObstacles, uselessWays } from '../core/workaround/obstacles.ts';
import type { StillNeeded } from '../core/workaround/still-needed.ts';
import { OVERRIDE_WAYS, type OverrideWay } from '../core/workaround/ways.ts';
import { SYSTEM_ENDING } from '../hosts-file/change-hosts.ts';
import { checkWritable } from '../hosts-file/check-writable.ts';
import { systemHostsFile } from '../hosts-file/hosts-file-path.ts';
import type { HostsFileContent } from '../hosts-file/read-hosts-file.ts';
import { writeHostsFile } from '../hosts-file/write-hosts-file.ts';
import type { readObstacleFacts } from '../main/node/read-obstacle-facts.ts';
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
import { checkEffect } from '../main/services/override-effect.ts';
import type { ProductFacts } from '../main/services/product-facts.ts';
import { type ScheduleParts, scheduleRevert, unscheduleRevert } from '../main/services/schedule-revert.ts';
import type { testAddresses } from '../main/services/test-addresses.ts';
import {
  applyUserOverride,
  readUserOverrides,
  revertUserOverride,
  type UserOverridePlace,
  type UserWay,
} from '../main/services/user-override.ts';

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

const WARNING =
  'Temporary: the public DNS answer is the authority. The legacy addresses can go stale, and are slower than the anycast edges.';

const expiryOf = ({ expiresSeconds }: WorkaroundRequest, at: Date): Date =>
  new Date(at.getTime() + expiresSeconds * 1000);

const isUserWay = (way: OverrideWay): way is UserWay => way !== 'hosts';

/** What `revert` takes off unless told: everything of ours that is there. Another hosts file is somebody else's machine. */
function waysOf(request: WorkaroundRequest, { hostsFile, userLevel }: Workaround): readonly OverrideWay[] {
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

function waysThere({ hostsFile, userLevel }: Pick<Workaround, 'hostsFile' | 'userLevel'>): OverrideWay[] {
  const found: OverrideWay[] = [];
  if (hostsFile?.block || hostsFile?.damaged) found.push('hosts');
  if (userLevel.git.overrides.length > 0) found.push('git');
  if (userLevel.ssh.block || userLevel.ssh.damaged) found.push('ssh');
  return found;
}

export async function performWorkaround(
  request: WorkaroundRequest,
  ports: WorkaroundPorts,
): Promise<Result<Workaround>> {
  const { playbook } = ports.facts;
  const at = ports.now();
  const read = readHosts(request.path);
  const isHostsWanted = request.ways === null ? request.action !== 'test' : request.ways.includes('hosts');
  if (!read.ok && isHostsWanted) return read;
  const found: Workaround = {
    schema: 'workaround/1',
    action: request.action,
    at: at.toISOString(),
    dryRun: request.dryRun,
    ways: [],
    hostsFile: read.ok ? viewHosts(read.value, request.path, playbook.override.hosts, at) : null,
    userLevel: await readUserOverrides(ports.place, playbook.override.hosts, legacyAddresses(playbook), at),
    obstacles: [],
    addresses: [],
    recommended: null,
    refusal: null,
    change: null,
    userChanges: [],
    pastOverride: null,
    timedRevert: null,
    flushed: [],
    effect: [],
    warnings: [],
  };
  const ways = request.action === 'status' ? OVERRIDE_WAYS : waysOf(request, found);
  const base = { ...found, ways: [...ways] };
  if (request.action === 'status') return succeed(await withEffect(base));
  const hosts = ways.includes('hosts') && read.ok ? read.value : null;
  if (hosts !== null && !request.dryRun && request.action !== 'test') {
    // Before any address is tried: without the right to write, nobody is troubled for nothing.
    const nothingToDo = request.action === 'revert' && !base.hostsFile?.block && !base.hostsFile?.damaged;
    const writable = checkWritable(request.path);
    if (!writable.ok && !(nothingToDo && request.ways === null))
      return problemOfHosts(writable.kind, writable.detail);
  }
  return request.action === 'revert'
    ? revert(request, ports, hosts, base)
    : testOrApply(request, ports, hosts, base);
}

async function testOrApply(
  request: WorkaroundRequest,
  ports: WorkaroundPorts,
  hosts: HostsFileContent | null,
  base: Workaround,
): Promise<Result<Workaround>> {
  const { playbook } = ports.facts;
  const isElsewhere = request.path !== systemHostsFile() && base.ways.every((way) => way === 'hosts');
  const mustTest = request.action === 'test' || !isElsewhere;
  const obstacles = mustTest
    ? findObstacles(await ports.readObstacleFacts(request.names, ports.place.askSsh), base.ways)
    : [];
  if (request.action === 'apply' && !request.anyway) {
    const useless = uselessWays(obstacles);
    const [worst] = obstacles;
    if (useless.length > 0)
      return succeed({
        ...base,
        obstacles,
        refusal: `The override would have no effect with ${useless.join(', ')}. ${worst?.text} To make it all the same: --anyway`,
      });
  }
  if (request.pastOverride) {
    const { anycast, legacy, ...found } = await ports.testPastOverride(playbook);
    const plain = (arm: typeof anycast) => ({ ...arm, addresses: [...arm.addresses] });
    const pastOverride = { ...found, anycast: plain(anycast), legacy: plain(legacy) };
    return succeed({ ...base, obstacles, pastOverride });
  }
  const tested = mustTest ? await ports.testAddresses(playbook) : null;
  const chosen = request.address ?? tested?.recommended ?? legacyAddresses(playbook)[1] ?? '';
  const verdict = tested?.addresses.find(({ address }) => address === chosen);
  const refusal =
    tested === null ? null : (tested.refusal ?? (verdict?.usable === false ? verdict.because : null));
  const judged = {
    ...base,
    obstacles,
    addresses: [...(tested?.addresses ?? [])],
    recommended: tested?.recommended ?? null,
    refusal,
  };
  if (request.action === 'test' || refusal !== null) return succeed(judged);
  return apply(request, ports, hosts, chosen, { ...judged, warnings: [WARNING] });
}

async function apply(
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

async function revert(
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

async function withEffect(document: Workaround): Promise<Workaround> {
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
  if (request.dryRun) return succeed({ ...document, change });
  const after = change?.written ? readHosts(request.path) : null;
  const hostsFile = after?.ok ? viewHosts(after.value, request.path, names, at) : document.hostsFile;
  const userLevel = document.userChanges.some(({ written }) => written)
    ? await readUserOverrides(ports.place, names, legacyAddresses(playbook), at)
    : document.userLevel;
  // Before the resolver is asked: a cache would give the answer of before.
  const flushed = change?.written && hostsFile?.isSystem ? await ports.flushNames() : [];
  const result = { ...document, change, hostsFile, userLevel, flushed };
  const isWritten = change?.written || document.userChanges.some(({ written }) => written);
  if (isWritten && request.action === 'revert' && (hostsFile?.isSystem ?? true))
    await unscheduleRevert(ports.schedule, waysThere(result));
  const timedRevert =
    isWritten && request.timedRevert
      ? await scheduleRevert(ports.schedule, document.ways, expiryOf(request, at))
      : null;
  return succeed({ ...(change?.written ? await withEffect(result) : result), timedRevert });
}

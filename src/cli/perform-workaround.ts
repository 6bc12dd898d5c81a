import { type Result, succeed } from '../contract/problem.ts';
import type { Workaround } from '../contract/workaround.ts';
import { legacyAddresses } from '../core/workaround/legacy-addresses.ts';
import { findObstacles, uselessWays } from '../core/workaround/obstacles.ts';
import { OVERRIDE_WAYS } from '../core/workaround/ways.ts';
import { checkWritable } from '../hosts-file/check-writable.ts';
import { systemHostsFile } from '../hosts-file/hosts-file-path.ts';
import type { HostsFileContent } from '../hosts-file/read-hosts-file.ts';
import { problemOfHosts, readHosts, viewHosts } from '../main/services/hosts-override.ts';
import { findVanished } from '../main/services/hosts-override-record.ts';
import { readUserOverrides } from '../main/services/user-override.ts';

import { makeOverride, takeOverrideOff, withEffect } from './change-override.ts';
import { type WorkaroundPorts, type WorkaroundRequest, waysOf } from './workaround-request.ts';

const WARNING =
  'Temporary: the public DNS answer is the authority. The legacy addresses can go stale, and are slower than the anycast edges.';

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
    timedRevertPlan: null,
    flushed: [],
    vanished: null,
    effect: [],
    warnings: [],
  };
  const ways = request.action === 'status' ? OVERRIDE_WAYS : waysOf(request, found);
  const base = { ...found, ways: [...ways] };
  if (request.action === 'status') {
    const hasBlock = base.hostsFile?.block != null || base.hostsFile?.damaged === true;
    const isOwn = base.hostsFile?.isSystem && read.ok;
    const vanished = isOwn
      ? await findVanished(ports.place.dataFolder, read.value.bytes, hasBlock, at)
      : null;
    return succeed({ ...(await withEffect(base)), vanished });
  }
  const hosts = ways.includes('hosts') && read.ok ? read.value : null;
  if (hosts !== null && !request.dryRun && request.action !== 'test') {
    // Before any address is tried: without the right to write, nobody is troubled for nothing.
    const nothingToDo = request.action === 'revert' && !base.hostsFile?.block && !base.hostsFile?.damaged;
    const writable = checkWritable(request.path);
    if (!writable.ok && !(nothingToDo && request.ways === null))
      return problemOfHosts(writable.kind, writable.detail);
  }
  return request.action === 'revert'
    ? takeOverrideOff(request, ports, hosts, base)
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
    ? findObstacles(
        await ports.readObstacleFacts(request.names, ports.place.askSsh, ports.place.sshConfig),
        base.ways,
      )
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
  return makeOverride(request, ports, hosts, chosen, { ...judged, warnings: [WARNING] });
}

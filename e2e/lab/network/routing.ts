import { configure, ipIn } from './build-namespaces.ts';
import { namespaceOf } from './lab-state.ts';
import { runTool } from './run-tool.ts';
import type { Scenario, Split } from './scenario.ts';
import {
  ANYCAST_PREFIX,
  type Branch,
  CLIENT_NETWORK,
  LEGACY_PREFIX,
  TABLE_BASE,
  type Topology,
} from './topology.ts';

const prefixOf = ({ service }: Branch): string => (service === 'legacy' ? LEGACY_PREFIX : ANYCAST_PREFIX);

const nextHop = ({ links }: Branch): string => `via ${links[0]?.far.address} dev ${links[0]?.near.device}`;

function routeBranch(prefix: string, branch: Branch): void {
  branch.nodes.forEach((node, index) => {
    const towardsHome = branch.links[index]?.near.address;
    const towardsEdge = branch.links[index + 1]?.far.address;
    ipIn(namespaceOf(prefix, node), [
      `route add default via ${towardsHome}`,
      ...(towardsEdge ? [`route add ${prefixOf(branch)} via ${towardsEdge}`] : []),
      ...(towardsEdge ? [] : branch.addresses.map((address) => `address add ${address}/32 dev lo`)),
    ]);
  });
}

/** Marks decide the branch of each packet, so the flow it belongs to plays no part. */
function splitRules(split: Split, edges: number): string | null {
  const towards = `ip daddr ${ANYCAST_PREFIX}`;
  const rules = {
    single: null,
    'per-flow': null,
    alternate: [`${towards} meta mark set numgen inc mod ${edges} offset 1`],
    random:
      split.kind === 'random'
        ? [
            `${towards} meta mark set 1`,
            `${towards} numgen random mod 10000 < ${Math.round(split.share * 10_000)} meta mark set 2`,
          ]
        : null,
  }[split.kind];
  if (rules === null) return null;
  return `table ip lab_split {\n chain choose {\n  type filter hook prerouting priority mangle;\n  ${rules.join('\n  ')}\n }\n}\n`;
}

/** The one place where this network is healthy or not: what R1 does with its several next hops. */
function routeAnycast(prefix: string, { split, seed }: Scenario, branches: readonly Branch[]): void {
  const r1 = namespaceOf(prefix, 'r1');
  const edges = branches.filter(({ service }) => service === 'anycast');
  if (split.kind === 'per-flow') {
    // Policy 3 hashes the real header; policy 1 would reuse the sender's skb->hash, which moves at every time-out.
    configure(r1, [
      'net.ipv4.fib_multipath_hash_policy=3',
      'net.ipv4.fib_multipath_hash_fields=55',
      `?net.ipv4.fib_multipath_hash_seed=${seed}`,
    ]);
    ipIn(r1, [`route add ${ANYCAST_PREFIX} ${edges.map((edge) => `nexthop ${nextHop(edge)}`).join(' ')}`]);
    return;
  }
  const only = split.kind === 'single' ? edges.find(({ name }) => name === split.edge) : edges[0];
  if (!only) throw new Error('The split names an edge that the scenario does not have.');
  ipIn(r1, [
    `route add ${ANYCAST_PREFIX} ${nextHop(only)}`,
    ...edges.flatMap((edge) => [
      `route add ${ANYCAST_PREFIX} ${nextHop(edge)} table ${TABLE_BASE + edge.number}`,
      `rule add fwmark ${edge.number} lookup ${TABLE_BASE + edge.number}`,
    ]),
  ]);
  const rules = splitRules(split, edges.length);
  if (rules !== null) runTool('ip', ['netns', 'exec', r1, 'nft', '-f', '-'], rules);
}

export function routeEverything(prefix: string, scenario: Scenario, topology: Topology): void {
  const { branches, uplink } = topology;
  ipIn(namespaceOf(prefix, 'client'), ['route add default via 192.168.77.1']);
  ipIn(namespaceOf(prefix, 'home'), [`route add default via ${uplink.r1}`]);
  ipIn(namespaceOf(prefix, 'r1'), [
    `route add ${CLIENT_NETWORK} via ${uplink.home}`,
    ...branches.map((branch) => `route add 198.51.100.${(branch.number - 1) * 32}/27 ${nextHop(branch)}`),
  ]);
  for (const branch of branches) routeBranch(prefix, branch);
  const legacy = branches.find(({ service }) => service === 'legacy');
  if (legacy) ipIn(namespaceOf(prefix, 'r1'), [`route add ${LEGACY_PREFIX} ${nextHop(legacy)}`]);
  routeAnycast(prefix, scenario, branches);
}

/** A route change: from now on everything goes to this edge. */
export function moveAnycastTo(prefix: string, topology: Topology, edgeName: string): void {
  const edge = topology.branches.find(({ name }) => name === edgeName);
  if (!edge) throw new Error(`A route event names edge ${edgeName}, which the scenario does not have.`);
  ipIn(namespaceOf(prefix, 'r1'), [`route replace ${ANYCAST_PREFIX} ${nextHop(edge)}`]);
}

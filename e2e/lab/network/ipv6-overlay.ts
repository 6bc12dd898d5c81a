import type { Lab } from './bring-up.ts';
import { configure } from './build-namespaces.ts';
import { runTool, tryTool } from './run-tool.ts';
import { type Link, TABLE_BASE } from './topology.ts';

/** Within the ranges that the service has published. */
export const ANYCAST_SIX = '2401:1d80:1010::150';
const PREFIX = '2401:1d80:1010::/48';
const CLIENT = '2001:db8:0::/64';
const CLIENT_ADDRESS = '2001:db8:0::1';

/** Every link has a network of documentation addresses of its own (RFC 3849): its near end is 1, its far end 2. */
const endOf = (number: number, end: 'near' | 'far'): string =>
  `2001:db8:${number.toString(16)}::${end === 'near' ? 1 : 2}`;

const ipIn = (namespace: string, lines: readonly string[]): void => {
  runTool('ip', ['-6', '-n', namespace, '-batch', '-'], `${lines.join('\n')}\n`);
};

/** How the flows over IPv6 are told apart: by addresses and ports, or by the flow label as well (RFC 6438). */
export type SixHash = 'ports' | 'flow-label';

/** The fields of Linux' fib_multipath_hash_fields: both addresses, protocol, ports; and the label (ip-sysctl). */
const FIELDS = { ports: 0x37, 'flow-label': 0x3f } as const;

/**
 * IPv6 over a laboratory that is up, along the very same links: R1 spreads by session when `hash` is given, otherwise
 * every other packet goes to the next edge.
 */
export function addIpv6(lab: Lab, hash: SixHash | null): void {
  addRoutes(lab, hash);
  // Who has met all neighbours answers at once: the first answer of a router that had not came a second late, and was
  // taken for that to the next probe, one hop further.
  // R1 knows no way back to the links behind it, so the echoes themselves go astray.
  for (const { nodes, service } of lab.topology.branches)
    if (service === 'anycast')
      for (const node of nodes)
        tryTool('ip', [
          'netns',
          'exec',
          lab.namespace(node),
          'ping',
          '-6',
          '-c',
          '1',
          '-W',
          '0.2',
          CLIENT_ADDRESS,
        ]);
}

function addRoutes(lab: Lab, hash: SixHash | null): void {
  const { topology, namespace } = lab;
  const numberOf = (link: Link): number => topology.links.indexOf(link);
  for (const node of topology.nodes) {
    configure(namespace(node), [
      ...['net.ipv6.conf.all.disable_ipv6=0', 'net.ipv6.conf.default.disable_ipv6=0'],
      ...['net.ipv6.conf.all.forwarding=1', 'net.ipv6.icmp.ratelimit=0'],
    ]);
    const ends = topology.links.flatMap((link) =>
      (['near', 'far'] as const)
        .filter((end) => link[end].node === node)
        .map((end) => `address add ${endOf(numberOf(link), end)}/64 dev ${link[end].device} nodad`),
    );
    if (ends.length > 0) ipIn(namespace(node), ends);
  }
  const [access, uplink] = topology.links;
  if (!access || !uplink) throw new Error('A laboratory has a link to the client and one to R1.');
  ipIn(namespace('client'), [`route add default via ${endOf(numberOf(access), 'far')}`]);
  ipIn(namespace('home'), [`route add default via ${endOf(numberOf(uplink), 'far')}`]);
  const edges = topology.branches.filter(({ service }) => service === 'anycast');
  for (const { nodes, links } of edges)
    for (const [index, node] of nodes.entries()) {
      const [towardsHome, towardsEdge] = [links[index], links[index + 1]];
      if (!towardsHome) throw new Error(`${node} hangs on no link.`);
      ipIn(namespace(node), [
        `route add default via ${endOf(numberOf(towardsHome), 'near')}`,
        towardsEdge
          ? `route add ${PREFIX} via ${endOf(numberOf(towardsEdge), 'far')}`
          : `address add ${ANYCAST_SIX}/128 dev lo nodad`,
      ]);
    }
  const hops = edges.map(({ links, number }) => {
    const [first] = links;
    if (!first) throw new Error('A branch begins with a link.');
    return { number, via: `via ${endOf(numberOf(first), 'far')} dev ${first.near.device}` };
  });
  const back = `route add ${CLIENT} via ${endOf(numberOf(uplink), 'near')}`;
  if (hash !== null) {
    configure(namespace('r1'), [
      ...['net.ipv6.fib_multipath_hash_policy=3', `net.ipv6.fib_multipath_hash_fields=${FIELDS[hash]}`],
    ]);
    ipIn(namespace('r1'), [back, `route add ${PREFIX} ${hops.map(({ via }) => `nexthop ${via}`).join(' ')}`]);
    return;
  }
  ipIn(namespace('r1'), [
    back,
    ...hops.slice(0, 1).map(({ via }) => `route add ${PREFIX} ${via}`),
    ...hops.flatMap(({ number, via }) => [
      `route add ${PREFIX} ${via} table ${TABLE_BASE + number}`,
      `rule add fwmark ${number} lookup ${TABLE_BASE + number}`,
    ]),
  ]);
  const choice = `ip6 daddr ${PREFIX} meta mark set numgen inc mod ${hops.length} offset 1`;
  const rules = `table ip6 lab_split {\n chain choose {\n  type filter hook prerouting priority mangle;\n  ${choice}\n }\n}\n`;
  runTool('ip', ['netns', 'exec', namespace('r1'), 'nft', '-f', '-'], rules);
}

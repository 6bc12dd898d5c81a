import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_NAMES } from './certificates.ts';
import { NETNS_SETTINGS, namespaceOf } from './lab-state.ts';
import { runTool } from './run-tool.ts';
import type { Scenario } from './scenario.ts';
import { ANYCAST_ADDRESS, type Topology } from './topology.ts';

const PYTHON = '/usr/bin/python3';
export const programFile = (name: string): string => join(import.meta.dirname, '..', 'programs', name);
export const pythonProgram = (name: string): readonly string[] => [PYTHON, programFile(name)];

/** `ip` commands inside one namespace, in one process. */
export const ipIn = (namespace: string, lines: readonly string[]): void => {
  if (lines.length > 0) runTool('ip', ['-n', namespace, '-batch', '-'], `${lines.join('\n')}\n`);
};

export const configure = (namespace: string, settings: readonly string[]): void => {
  runTool('ip', ['netns', 'exec', namespace, ...pythonProgram('configure-namespace.py'), ...settings]);
};

/** The client's own hosts file and resolver: `ip netns exec` lays them over /etc. */
function writeClientFiles(namespace: string): void {
  const folder = join(NETNS_SETTINGS, namespace);
  mkdirSync(folder, { recursive: true });
  const names = SERVICE_NAMES.map((name) => `${ANYCAST_ADDRESS} ${name}\n`).join('');
  writeFileSync(join(folder, 'hosts'), `127.0.0.1 localhost\n${names}`);
  writeFileSync(join(folder, 'resolv.conf'), 'nameserver 192.168.77.1\noptions timeout:1 attempts:1\n');
}

/** Namespaces, and virtual cables whose two ends are born inside them. Delayed links come later, from the forwarder. */
export function buildNamespaces(prefix: string, topology: Topology): void {
  const inLab = (node: string): string => namespaceOf(prefix, node);
  writeClientFiles(inLab('client'));
  runTool('ip', ['-batch', '-'], topology.nodes.map((node) => `netns add ${inLab(node)}\n`).join(''));
  for (const node of topology.nodes) {
    const cables = topology.links.filter(
      ({ near, delayMsOneWay }) => near.node === node && delayMsOneWay === null,
    );
    ipIn(
      inLab(node),
      cables.map(
        ({ near, far }) =>
          `link add ${near.device} type veth peer name ${far.device} netns ${inLab(far.node)}`,
      ),
    );
  }
}

/** Addresses on both ends of every link, once all devices exist. */
export function addressLinks(prefix: string, topology: Topology, scenario: Scenario): void {
  const settingsOf = (node: string): string[] => {
    const branch = topology.branches.find(({ nodes }) => nodes.at(-1) === node);
    return [
      'net.ipv4.ip_forward=1',
      'net.ipv4.conf.all.rp_filter=0',
      'net.ipv4.conf.default.rp_filter=0',
      'net.ipv6.conf.all.disable_ipv6=1',
      'net.ipv6.conf.default.disable_ipv6=1',
      `net.ipv4.icmp_ratelimit=${scenario.icmpRateLimitMs}`,
      '?net.ipv4.icmp_msgs_per_sec=100000',
      '?net.ipv4.icmp_msgs_burst=100000',
      ...(branch ? [`net.ipv4.ip_default_ttl=${branch.initialTtl}`] : []),
    ];
  };
  for (const node of topology.nodes) {
    const ends = topology.links.flatMap((link) =>
      [link.near, link.far]
        .filter((end) => end.node === node)
        .map((end) => ({ ...end, isCable: link.delayMsOneWay === null })),
    );
    const cables = ends.filter(({ isCable }) => isCable).map(({ device }) => `offload-off:${device}`);
    configure(namespaceOf(prefix, node), [...settingsOf(node), ...cables]);
    ipIn(namespaceOf(prefix, node), [
      'link set lo up',
      ...ends.flatMap(({ device, address, node: owner }) => [
        `address add ${address}/${owner === 'client' || device === 'lan' ? 24 : 30} dev ${device}`,
        `link set ${device} mtu 1500 up`,
      ]),
    ]);
  }
}

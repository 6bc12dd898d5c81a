import { configure, ipIn } from './build-namespaces.ts';
import { namespaceOf } from './lab-state.ts';
import { runTool } from './run-tool.ts';
import type { Fault, Scenario, Service } from './scenario.ts';
import { ANYCAST_PREFIX, LEGACY_PREFIX, type Topology } from './topology.ts';

const load = (namespace: string, rules: string): void => {
  runTool('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], rules);
};

const forwardChain = (name: string, rules: readonly string[]): string =>
  `table ip lab_${name} {\n chain forward {\n  type filter hook forward priority filter;\n  ${rules.join('\n  ')}\n }\n}\n`;

const prefixesOf = (services: readonly Service[]): string =>
  services.map((service) => (service === 'anycast' ? ANYCAST_PREFIX : LEGACY_PREFIX)).join(', ');

/** Resets chosen sessions after some packets: a policy on a box near the client. The far end is never told. */
function reject(prefix: string, fault: Extract<Fault, { kind: 'reject' }>): void {
  const namespace = namespaceOf(prefix, fault.at === 'home' ? 'home' : 'r1');
  configure(namespace, ['net.netfilter.nf_conntrack_acct=1']);
  const chosen = `ip daddr { ${prefixesOf(fault.services)} } tcp sport and ${fault.everyPort - 1} == 0`;
  load(
    namespace,
    forwardChain('policy', [`${chosen} ct original packets > ${fault.afterPackets} reject with tcp reset`]),
  );
}

/** Forgets sessions after seconds of silence and then takes their packets for strangers. */
function idleFirewall(prefix: string, idleSeconds: number): void {
  const home = namespaceOf(prefix, 'home');
  load(
    home,
    forwardChain('idle', [
      'iifname "lan" ct state invalid tcp flags & (syn | rst) == 0x0 reject with tcp reset',
      'ct state invalid drop',
    ]),
  );
  configure(home, [
    'net.netfilter.nf_conntrack_tcp_loose=0',
    `net.netfilter.nf_conntrack_tcp_timeout_established=${idleSeconds}`,
  ]);
}

/** One link cannot carry full packets, and the message that says so is filtered on both sides of it. */
function smallMtu(prefix: string, topology: Topology, mtuBytes: number): void {
  const branches = topology.branches.filter(({ service }) => service === 'anycast');
  const silent =
    'table ip lab_silent {\n chain output {\n  type filter hook output priority filter;\n  icmp type destination-unreachable icmp code frag-needed drop\n }\n}\n';
  load(namespaceOf(prefix, 'r1'), silent);
  for (const { links, nodes } of branches) {
    const first = nodes[0] ?? '';
    ipIn(namespaceOf(prefix, 'r1'), [`link set ${links[0]?.near.device} mtu ${mtuBytes}`]);
    ipIn(namespaceOf(prefix, first), [`link set homeward mtu ${mtuBytes}`]);
    load(namespaceOf(prefix, first), silent);
  }
}

function blackHole(prefix: string, topology: Topology, edges: readonly string[]): void {
  for (const branch of topology.branches.filter(({ name }) => edges.includes(name)))
    load(
      namespaceOf(prefix, branch.nodes[0] ?? ''),
      forwardChain('hole', [`ip daddr ${ANYCAST_PREFIX} drop`]),
    );
}

/** `fully-random` gives a forgotten session another port when it is taken up again: what address translators do. */
function translate(prefix: string): void {
  load(
    namespaceOf(prefix, 'home'),
    'table ip lab_nat {\n chain out {\n  type nat hook postrouting priority srcnat;\n  oifname "wan" masquerade fully-random\n }\n}\n',
  );
}

/** Sets the faults that are rules. Closed ports are the servers' affair, spoofing that of a program. */
export function setFaults(prefix: string, { faults, homeNat }: Scenario, topology: Topology): void {
  if (homeNat) translate(prefix);
  for (const fault of faults) {
    if (fault.kind === 'reject') reject(prefix, fault);
    if (fault.kind === 'idle-firewall') idleFirewall(prefix, fault.idleSeconds);
    if (fault.kind === 'small-mtu') smallMtu(prefix, topology, fault.mtuBytes);
    if (fault.kind === 'black-hole') blackHole(prefix, topology, fault.edges);
  }
}

/** The translator's table is emptied, as after a restart or a change of uplink. */
export const forgetTranslations = (prefix: string): void => {
  runTool('ip', ['netns', 'exec', namespaceOf(prefix, 'home'), 'conntrack', '-F']);
};

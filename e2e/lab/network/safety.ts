import { existsSync, readdirSync } from 'node:fs';
import { LabProblem } from './lab-problem.ts';
import { type LabState, namespaceOf } from './lab-state.ts';
import { tryTool } from './run-tool.ts';
import type { Topology } from './topology.ts';

export const machineInterfaces = (): ReadonlySet<string> => new Set(readdirSync('/sys/class/net'));

/** The tunnel devices some kernels put into every new namespace: down, without address, leading nowhere. */
const KERNEL_OWN = /^(lo|tunl0|gre0|gretap0|erspan0|ip_vti0|ip6_vti0|sit0|ip6tnl0|ip6gre0)$/;

const interfacesIn = (namespace: string): string[] =>
  tryTool('ip', ['-n', namespace, '-o', 'link', 'show'])
    .output.split('\n')
    .flatMap((line) => /^\d+: ([^:@]+)/.exec(line)?.[1] ?? []);

/**
 * No way out: the machine's own namespace has gained no interface of ours, and each laboratory namespace
 * holds its planned interfaces and nothing else.
 * @throws when that is not so
 */
export function assertNoUplink(prefix: string, topology: Topology, before: ReadonlySet<string>): void {
  const planned = new Set(topology.links.flatMap(({ near, far }) => [near.device, far.device]));
  const strays = [...machineInterfaces()].filter((name) => !before.has(name) && planned.has(name));
  if (strays.length > 0)
    throw new Error(
      `Interfaces of the laboratory appeared in the machine's own namespace: ${strays.join(', ')}.`,
    );
  for (const node of topology.nodes) {
    const expected = new Set(
      topology.links.flatMap(({ near, far }) =>
        [near, far].filter((end) => end.node === node).map(({ device }) => device),
      ),
    );
    const found = interfacesIn(namespaceOf(prefix, node)).filter((name) => !KERNEL_OWN.test(name));
    const unknown = found.filter((name) => !expected.has(name));
    const missing = [...expected].filter((name) => !found.includes(name));
    if (unknown.length + missing.length > 0)
      throw new Error(
        `Namespace ${node} has interfaces ${found.join(', ')}; planned: ${[...expected].join(', ')}.`,
      );
  }
}

export const missingNamespaces = ({ prefix, nodes }: LabState): string[] =>
  nodes.filter((node) => !existsSync(`/run/netns/${namespaceOf(prefix, node)}`));

/** Every command stops here rather than run something in the wrong network. */
export function assertWhole(state: LabState): void {
  const missing = missingNamespaces(state);
  if (missing.length > 0)
    throw new LabProblem(
      `Laboratory ${state.prefix} is damaged: namespace ${missing.join(', ')} is missing. Nothing was run. Take it down with: npm run lab -- down`,
    );
  if (state.phase !== 'up')
    throw new LabProblem(
      `Laboratory ${state.prefix} was never finished. Take it down with: npm run lab -- down`,
    );
}

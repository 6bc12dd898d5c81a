import type { Edge, Scenario } from './scenario.ts';

export const ANYCAST_PREFIX = '104.192.141.0/24';
export const ANYCAST_ADDRESS = '104.192.141.1';
export const LEGACY_PREFIX = '18.205.93.0/24';
export const LEGACY_ADDRESSES = ['18.205.93.0', '18.205.93.1', '18.205.93.2'] as const;
export const CLIENT_ADDRESS = '192.168.77.10';
export const CLIENT_NETWORK = '192.168.77.0/24';

/** The mark and routing table of a branch at R1 are its number (first edge = 1) plus these. */
export const TABLE_BASE = 100;

/** An interface to be made. The two ends of a link name each other; a delayed link is a TUN pair held by the forwarder. */
export interface Link {
  readonly near: { readonly node: string; readonly device: string; readonly address: string };
  readonly far: { readonly node: string; readonly device: string; readonly address: string };
  readonly delayMsOneWay: number | null;
}

export interface Branch extends Edge {
  readonly number: number;
  readonly service: 'anycast' | 'legacy';
  /** Routers from R2 to the last one, then the edge itself. */
  readonly nodes: readonly string[];
  readonly links: readonly Link[];
  readonly addresses: readonly string[];
}

export interface Topology {
  readonly nodes: readonly string[];
  readonly links: readonly Link[];
  readonly branches: readonly Branch[];
  /** Address of R1 towards home, and of home towards R1. */
  readonly uplink: { readonly r1: string; readonly home: string };
}

const lower = (text: string): string => text.toLowerCase();

function planBranch(edge: Edge, number: number, service: Branch['service']): Branch {
  const routers = Array.from({ length: edge.hops }, (_, index) => `r${index + 2}${lower(edge.name)}`);
  const last = service === 'legacy' ? 'legacy' : `edge-${lower(edge.name)}`;
  const nodes = [...routers, last];
  const links = nodes.map((node, index): Link => {
    const base = (number - 1) * 32 + index * 4;
    return {
      near: {
        node: index === 0 ? 'r1' : (nodes[index - 1] ?? 'r1'),
        device: index === 0 ? `to-${lower(edge.name)}` : 'edgeward',
        address: `198.51.100.${base + 1}`,
      },
      far: { node, device: 'homeward', address: `198.51.100.${base + 2}` },
      delayMsOneWay: index === 0 ? edge.delayMsOneWay : null,
    };
  });
  const addresses = service === 'legacy' ? LEGACY_ADDRESSES : [ANYCAST_ADDRESS];
  return { ...edge, number, service, nodes, links, addresses };
}

/** client - home - R1 =(one delayed link a branch)= R2x - R3x … - edge. Documentation addresses between the routers. */
export function planTopology({ edges, legacy }: Pick<Scenario, 'edges' | 'legacy'>): Topology {
  const branches = [
    ...edges.map((edge, index) => planBranch(edge, index + 1, 'anycast')),
    planBranch({ ...legacy, name: 'legacy' }, edges.length + 1, 'legacy'),
  ];
  const uplink = { r1: '203.0.113.1', home: '203.0.113.2' };
  const access: Link[] = [
    {
      near: { node: 'client', device: 'eth0', address: CLIENT_ADDRESS },
      far: { node: 'home', device: 'lan', address: '192.168.77.1' },
      delayMsOneWay: null,
    },
    {
      near: { node: 'home', device: 'wan', address: uplink.home },
      far: { node: 'r1', device: 'to-home', address: uplink.r1 },
      delayMsOneWay: null,
    },
  ];
  return {
    nodes: ['client', 'home', 'r1', ...branches.flatMap(({ nodes }) => nodes)],
    links: [...access, ...branches.flatMap(({ links }) => links)],
    branches,
    uplink,
  };
}

/** Routers a packet crosses between an edge and the client: the branch's, R1 and home. */
export const routersToClient = ({ hops }: Pick<Edge, 'hops'>): number => hops + 2;

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabProblem } from './lab-problem.ts';

/** One edge of the service and its branch behind R1. `hops` counts the routers behind R1. */
export interface Edge {
  readonly name: string;
  readonly hops: number;
  readonly initialTtl: number;
  readonly delayMsOneWay: number;
}

/** What R1 does with packets to the anycast prefix. `share` is the part of packets that strays to the second edge. */
export type Split =
  | { readonly kind: 'single'; readonly edge: string }
  | { readonly kind: 'per-flow' }
  | { readonly kind: 'alternate' }
  | { readonly kind: 'random'; readonly share: number };

export type Service = 'anycast' | 'legacy';

/** Sessions whose client port is a multiple of `everyPort` (a power of two) are the ones concerned. */
interface Chosen {
  readonly at: 'home' | 'R1';
  readonly everyPort: number;
  readonly afterPackets: number;
  readonly services: readonly Service[];
}

export type Fault =
  | (Chosen & { readonly kind: 'reject' })
  | (Chosen & { readonly kind: 'spoof'; readonly at: 'R1' })
  | { readonly kind: 'idle-firewall'; readonly idleSeconds: number }
  | { readonly kind: 'closed-port'; readonly edges: readonly string[]; readonly port: number }
  | { readonly kind: 'black-hole'; readonly edges: readonly string[] }
  | { readonly kind: 'small-mtu'; readonly mtuBytes: number };

/** Something done to the network while traffic runs, `atMs` after its start. */
export type LabEvent =
  | { readonly kind: 'route'; readonly atMs: number; readonly edge: string }
  | { readonly kind: 'forget-translations'; readonly atMs: number };

export type ConnectionKind =
  | 'hold'
  | 'banner'
  | 'upload'
  | 'download'
  | 'bulk'
  | 'pause'
  | 'server-abort'
  | 'late-data';

/** A group of alike connections; the numbers that a kind does not use are ignored. */
export interface ConnectionGroup {
  readonly to: Service;
  readonly kind: ConnectionKind;
  readonly count: number;
  readonly packets?: number;
  readonly gapMs?: number;
  readonly bytes?: number;
  /** 443 unless the kind is a greeting. */
  readonly port?: number;
}

export interface Traffic {
  readonly spacingMs: number;
  readonly limitMs: number;
  readonly groups: readonly ConnectionGroup[];
}

export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly expected: { readonly verdict: string; readonly exit: number };
  readonly seed: number;
  readonly homeNat: boolean;
  readonly icmpRateLimitMs: number;
  readonly edges: readonly Edge[];
  readonly legacy: Omit<Edge, 'name'>;
  readonly split: Split;
  readonly faults: readonly Fault[];
  readonly events: readonly LabEvent[];
  readonly traffic: Traffic;
}

export const SCENARIO_FOLDER = join(import.meta.dirname, '..', 'scenarios');

export const scenarioNames = (): string[] =>
  readdirSync(SCENARIO_FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

const SPARE_EDGES: readonly Edge[] = [
  { name: 'C', hops: 2, initialTtl: 255, delayMsOneWay: 9 },
  { name: 'D', hops: 3, initialTtl: 128, delayMsOneWay: 15 },
];

export interface ScenarioChoice {
  readonly seed?: number;
  readonly edges?: number;
}

/** Reads a scenario file by name; a seed or number of edges given on the command line wins. */
export function loadScenario(name: string, { seed, edges }: ScenarioChoice = {}): Scenario {
  if (!scenarioNames().includes(name))
    throw new LabProblem(`There is no scenario "${name}". Known: ${scenarioNames().join(', ')}.`);
  const text = readFileSync(join(SCENARIO_FOLDER, `${name}.json`), 'utf8');
  const { schema, ...read } = JSON.parse(text) as Partial<Scenario> & { schema?: string };
  if (schema !== 'lab-scenario/1') throw new LabProblem(`Scenario ${name} is not a lab-scenario/1 file.`);
  if (!read.description || !read.expected || !read.edges?.length || !read.traffic || !read.split)
    throw new LabProblem(`Scenario ${name} lacks description, expected, edges, split or traffic.`);
  const all = [...read.edges, ...SPARE_EDGES.slice(read.edges.length - 2)];
  return {
    name,
    description: read.description,
    expected: read.expected,
    seed: seed ?? read.seed ?? 1,
    homeNat: read.homeNat ?? false,
    icmpRateLimitMs: read.icmpRateLimitMs ?? 0,
    edges: edges === undefined ? read.edges : all.slice(0, edges),
    legacy: read.legacy ?? { hops: 2, initialTtl: 64, delayMsOneWay: 8 },
    split: read.split,
    faults: read.faults ?? [],
    events: read.events ?? [],
    traffic: read.traffic,
  };
}

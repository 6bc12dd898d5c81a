import type { Edge, Scenario } from '../network/scenario.ts';
import { seededRandom } from '../recording/traffic-plan.ts';

/** Shares of packets that stray: from one in two hundred to every other, as likely in each power of ten. */
const LEAST_SHARE = 0.005;
const MOST_SHARE = 0.5;
/** What Linux, Windows and routers begin with. */
const INITIAL_TTLS = [64, 128, 255] as const;

/**
 * The same fault in another network: other distances, delays, first TTLs, another share of stray packets and other
 * sessions. What makes a scenario itself stays: which edges there are, and that they are at equal distance.
 *
 * @param seed one number, one network
 * @param fixedShare of stray packets where the scenario draws one; null to draw it
 */
export function drawScenario(scenario: Scenario, seed: number, fixedShare: number | null = null): Scenario {
  const draw = seededRandom(seed);
  const between = (least: number, most: number): number => least + draw() * (most - least);
  const place = <P extends Omit<Edge, 'name'>>(edge: P): P => ({
    ...edge,
    hops: Math.round(between(1, 5)),
    initialTtl: INITIAL_TTLS[Math.floor(draw() * INITIAL_TTLS.length)] ?? 64,
    delayMsOneWay: Math.round(between(2, 40)),
  });
  const drawn = scenario.edges.map(place);
  const [first] = drawn;
  const areEqual = scenario.edges.every(
    ({ hops, initialTtl }) =>
      hops === scenario.edges[0]?.hops && initialTtl === scenario.edges[0]?.initialTtl,
  );
  const edges =
    areEqual && first !== undefined
      ? drawn.map((edge) => ({ ...edge, hops: first.hops, initialTtl: first.initialTtl }))
      : drawn;
  const { split } = scenario;
  const share = fixedShare ?? LEAST_SHARE * (MOST_SHARE / LEAST_SHARE) ** draw();
  return {
    ...scenario,
    seed,
    edges,
    legacy: place(scenario.legacy),
    split: split.kind === 'random' ? { kind: 'random', share: Math.round(share * 1000) / 1000 } : split,
  };
}

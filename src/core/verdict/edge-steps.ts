import type { CaptureFacts, JudgedSession } from './capture-facts.ts';

/**
 * Did the edge that answers change in steps (AAAABBBB: a route change) or does it mix (ABAABA: a split)?
 * `z` is the Wald-Wolfowitz runs statistic for k kinds (Mood 1940); clearly negative means steps.
 */
export interface EdgeSteps {
  readonly handshakes: number;
  readonly runs: number;
  readonly expectedRuns: number;
  readonly z: number;
  /** Share of reset sessions whose own edge was no longer the one answering at that time. */
  readonly leftBehind: number;
  readonly isStep: boolean;
}

const NONRANDOM = -2.3;

export function findEdgeSteps({ anycast }: CaptureFacts): EdgeSteps {
  const ordered = anycast.all
    .filter(
      (judged): judged is JudgedSession & { edge: NonNullable<JudgedSession['edge']> } =>
        judged.edge !== null,
    )
    .sort((one, other) => one.session.firstAt - other.session.firstAt);
  const names = ordered.map(({ edge }) => edge.name);
  const n = names.length;
  const counts = [...new Set(names)].map((name) => names.filter((other) => other === name).length);
  const runs = names.filter((name, index) => name !== names[index - 1]).length;
  const squares = counts.reduce((sum, count) => sum + count ** 2, 0);
  const cubes = counts.reduce((sum, count) => sum + count ** 3, 0);
  const expectedRuns = n === 0 ? 0 : (n * (n + 1) - squares) / n;
  const variance =
    n < 2 ? 0 : (squares * (squares + n * (n + 1)) - 2 * n * cubes - n ** 3) / (n * n * (n - 1));
  const z = variance > 0 ? (runs - expectedRuns) / Math.sqrt(variance) : 0;
  const spanning = anycast.reset.filter((judged) => {
    const at = judged.first?.reset.at ?? 0;
    const next = ordered.find(({ session }) => session.firstAt > at) ?? ordered.at(-1);
    return judged.edge !== null && next !== undefined && next.edge.name !== judged.edge.name;
  }).length;
  const leftBehind = anycast.reset.length === 0 ? 0 : spanning / anycast.reset.length;
  return {
    handshakes: n,
    runs,
    expectedRuns,
    z,
    leftBehind,
    isStep: counts.length > 1 && z <= NONRANDOM && leftBehind >= 0.7,
  };
}

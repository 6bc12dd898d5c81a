import type { Obstacle } from '../../contract/workaround.ts';
import type { ObstacleFacts, Rule } from './obstacle-facts.ts';
import { alternativePort, keptSession, otherSsh, sshAlias, sshProxy } from './ssh-obstacles.ts';
import {
  browser,
  containers,
  httpsProxy,
  ipv6,
  nameOrder,
  otherAccount,
  systemProxy,
  tunnel,
  wsl,
} from './system-obstacles.ts';
import type { OverrideWay } from './ways.ts';

export type { ObstacleFacts } from './obstacle-facts.ts';

const RULES: readonly Rule[] = [
  ...[otherAccount, nameOrder, httpsProxy, otherSsh, alternativePort, sshProxy, tunnel, keptSession],
  ...[sshAlias, wsl, containers, ipv6, systemProxy, browser],
];

const RANK = { useless: 0, partly: 1, advice: 2 } as const;

/** Everything in the way of the ways chosen, the worst first. */
export function findObstacles(facts: ObstacleFacts, ways: readonly OverrideWay[]): Obstacle[] {
  const found = RULES.flatMap((rule) => rule(facts)).flatMap((obstacle) => {
    const concerned = obstacle.ways.filter((way) => ways.includes(way));
    return concerned.length === 0 ? [] : [{ ...obstacle, ways: concerned }];
  });
  return found.sort((left, right) => RANK[left.severity] - RANK[right.severity]);
}

/** The ways that would have no effect at all. */
export const uselessWays = (obstacles: readonly Obstacle[]): OverrideWay[] => [
  ...new Set(obstacles.filter(({ severity }) => severity === 'useless').flatMap(({ ways }) => ways)),
];

/**
 * Chance that `probes` probes, spread evenly over `paths` next hops, have met fewer than all of them: inclusion and
 * exclusion, sum over i of (-1)^(i+1) C(paths, i) (1 - i/paths)^probes.
 */
export function chanceOfMissing(paths: number, probes: number): number {
  let chance = 0;
  let choose = 1;
  for (let missed = 1; missed <= paths; missed += 1) {
    choose = (choose * (paths - missed + 1)) / missed;
    chance += (missed % 2 === 1 ? 1 : -1) * choose * (1 - missed / paths) ** probes;
  }
  return Math.min(1, Math.max(0, chance));
}

/**
 * Probes after which a further next hop, used as often as the others, is excluded: the stopping counts of the
 * multipath detection algorithm (Augustin, Friedman, Teixeira 2007; the same numbers as scamper's table `k`).
 *
 * @param excluded number of next hops that is ruled out, 2 when one responder was seen; 2 or more
 * @param certainty 0.95 or 0.99, for one hop and not for a whole path
 */
export function stoppingCount(excluded: number, certainty: 0.95 | 0.99): number {
  let probes = excluded;
  while (chanceOfMissing(excluded, probes) > 1 - certainty) probes += 1;
  return probes;
}

/** Probes at one hop that meet a path with this share of the packets at least once. @param share 0..1, not 0 */
export const probesToSee = (share: number, certainty: 0.95 | 0.99): number =>
  Math.ceil(Math.log(1 - certainty) / Math.log(1 - share) - 1e-9);

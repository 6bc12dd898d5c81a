import type { Interval } from './statistics.ts';

/** Attempts during which the client had sent the same number of packets, and how many of them were reset. */
export interface Rung {
  /** Packets from the client up to the moment the attempt was judged, the SYN included. */
  readonly clientPackets: number;
  readonly attempts: number;
  readonly failures: number;
}

/**
 * Chance that all of so many packets went to the edge that got the first one, when each goes to the other edge with
 * probability `share` on its own: S(n) = (1 - q)^n + q^n (domain notes 3.1). S(1) is 1: a connection always opens.
 */
export const survival = (clientPackets: number, share: number): number =>
  (1 - share) ** clientPackets + share ** clientPackets;

function logLikelihood(rungs: readonly Rung[], share: number): number {
  let sum = 0;
  for (const { clientPackets, attempts, failures } of rungs) {
    const alive = Math.min(1, survival(clientPackets, share));
    if (failures > 0) sum += failures * Math.log(Math.max(1e-300, 1 - alive));
    if (attempts > failures) sum += (attempts - failures) * Math.log(Math.max(1e-300, alive));
  }
  return sum;
}

export interface ShareEstimate {
  /** Most likely share of packets on the smaller of two ways, 0..0.5. */
  readonly share: number;
  /** 95 %: the shares whose likelihood is within a factor of exp(1.92) of the best. */
  readonly interval: Interval;
}

/** Quantile 0.95 of chi-square with one degree of freedom, halved. */
const DROP = 3.841459 / 2;
const STEPS = 400;

/**
 * Share of packets that go the other way, by maximum likelihood over rungs with two and more client packets, and its
 * profile-likelihood interval. Downloads do not belong here: most of their resets are stale and do no harm, so S(n) is
 * only a lower bound for them.
 *
 * @returns null when nothing was tried with more than one packet
 */
export function estimateShare(rungs: readonly Rung[]): ShareEstimate | null {
  const telling = rungs.filter(({ clientPackets, attempts }) => clientPackets > 1 && attempts > 0);
  if (telling.length === 0) return null;
  // Shares of interest lie between one in a hundred thousand and a half: steps of equal ratio, then halving.
  const at = (index: number): number => (index === 0 ? 0 : 1e-5 * 50_000 ** ((index - 1) / (STEPS - 1)));
  const shares = Array.from({ length: STEPS + 1 }, (_, index) => at(index));
  const values = shares.map((share) => logLikelihood(telling, share));
  const top = values.indexOf(Math.max(...values));
  const near = [Math.max(0, top - 1), Math.min(STEPS, top + 1)].map(at);
  const share = climb((each) => logLikelihood(telling, each), near[0] ?? 0, near[1] ?? 0.5);
  const floor = logLikelihood(telling, share) - DROP;
  const isInside = (each: number): boolean => logLikelihood(telling, each) >= floor;
  return {
    share,
    interval: {
      low: isInside(0) ? 0 : edge(isInside, 0, share),
      high: isInside(0.5) ? 0.5 : edge(isInside, 0.5, share),
    },
  };
}

/** Highest point of a function with one top between two points, by thirds. */
function climb(value: (at: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let step = 0; step < 100; step += 1) {
    const third = (high - low) / 3;
    if (value(low + third) < value(high - third)) low += third;
    else high -= third;
  }
  const middle = (low + high) / 2;
  return value(from) >= value(middle) ? from : middle;
}

function edge(isInside: (at: number) => boolean, outside: number, inside: number): number {
  let [out, within] = [outside, inside];
  for (let step = 0; step < 60; step += 1) {
    const middle = (out + within) / 2;
    if (isInside(middle)) within = middle;
    else out = middle;
  }
  return within;
}

/**
 * Do failures rise with the number of client packets? The exact conditional form of the Cochran-Armitage test, with
 * the rungs' ranks as scores: probability, were all rungs alike, that the same number of failures falls at least as
 * far up the ladder.
 */
export function risingFailures(rungs: readonly Rung[]): number {
  const ladder = rungs
    .filter(({ attempts }) => attempts > 0)
    .sort((one, other) => one.clientPackets - other.clientPackets);
  const total = ladder.reduce((sum, { failures }) => sum + failures, 0);
  if (ladder.length < 2 || total === 0) return 1;
  const ranks = ladder.map((rung) =>
    ladder.findIndex(({ clientPackets }) => clientPackets === rung.clientPackets),
  );
  const seen = ladder.reduce((sum, { failures }, index) => sum + failures * (ranks[index] ?? 0), 0);
  // Ways to spread the failures, by how many are spread so far and by their score; kept as shares of the largest.
  let ways = new Map<number, number>([[0, 0]]);
  const key = (spread: number, score: number): number => spread * 1_000_000 + score;
  for (const [index, { attempts }] of ladder.entries()) {
    const next = new Map<number, number>();
    for (const [at, logWays] of ways) {
      const spread = Math.floor(at / 1_000_000);
      const score = at % 1_000_000;
      for (let here = 0; here <= Math.min(attempts, total - spread); here += 1) {
        const to = key(spread + here, score + here * (ranks[index] ?? 0));
        next.set(to, addLogs(next.get(to), logWays + logChoose(attempts, here)));
      }
    }
    ways = next;
  }
  let all: number | undefined;
  let high: number | undefined;
  for (const [at, logWays] of ways) {
    if (Math.floor(at / 1_000_000) !== total) continue;
    all = addLogs(all, logWays);
    if (at % 1_000_000 >= seen) high = addLogs(high, logWays);
  }
  return all === undefined || high === undefined ? 1 : Math.min(1, Math.exp(high - all));
}

const addLogs = (one: number | undefined, other: number): number =>
  one === undefined ? other : Math.max(one, other) + Math.log1p(Math.exp(-Math.abs(one - other)));

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let index = 1; index <= k; index += 1) sum += Math.log((n - k + index) / index);
  return sum;
}

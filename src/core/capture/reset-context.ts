import { type EdgeCluster, roundTripsMatch } from './edge-clusters.ts';
import type { ResetObservation } from './reset-observation.ts';
import type { TcpSession } from './session.ts';

export type ResetCause =
  | 'other-edge'
  | 'near-device'
  | 'server-abort'
  | 'late-after-close'
  | 'closed-port'
  | 'idle-expiry'
  | 'injected'
  | 'local'
  | 'unexplained';

export type Confidence = 'none' | 'weak' | 'moderate' | 'strong';

export interface Evidence {
  readonly kind: string;
  readonly text: string;
}

export interface CauseFinding {
  readonly cause: ResetCause;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
}

/** All a cause rule may look at: the reset, its session, and what the whole capture says about edges and silences. */
export interface ResetContext {
  readonly reset: ResetObservation;
  readonly session: TcpSession;
  readonly ownEdge: EdgeCluster | null;
  /** Edges seen answering SYNs of other sessions to the same server address. */
  readonly otherEdges: readonly EdgeCluster[];
  /** Smallest handshake round trip to this server address, ns; null when none was measured. */
  readonly smallestRoundTrip: number | null;
  /** Longest silence after which a session of this capture still got an answer, ns. */
  readonly longestSurvivedGap: number;
}

/** One file a cause. The first rule that answers decides. */
export type CauseRule = (context: ResetContext) => CauseFinding | null;

/** A trigger is unambiguous when no other candidate lies within this time before the reset, ns. */
const AMBIGUITY = 400e6;
/** Hops at which a box counts as near (domain notes 2.4, step 7). */
const NEAR_HOPS = 3;
/** Answers faster than this come from the same building, ns. */
export const NEAR_DELAY = 3e6;

/** The hop number of a traceroute that such a packet's sender would have. */
export const hopNumber = (ttl: number): number => hopsAway(ttl) + 1;

/** Routers a packet has passed, taken from the nearest usual initial TTL at or above it (64, 128, 255). */
export function hopsAway(ttl: number): number {
  return (ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255) - ttl;
}

/** Sent by a box a few hops away, and nearer than the server that answered the SYN. */
export function isNearByTtl({ reset }: ResetContext): boolean {
  const hops = hopsAway(reset.ttl);
  return hops <= NEAR_HOPS && (reset.synAckTtl === null || hops < hopsAway(reset.synAckTtl));
}

/** Delay of the reset behind its newest possible trigger, ns. */
export const shortestDelay = (reset: ResetObservation): number | null => reset.triggerDelays[0] ?? null;

/** The one packet that can have triggered the reset; null when there are several, or none. */
export function certainDelay(reset: ResetObservation): number | null {
  const [first, second] = reset.triggerDelays;
  if (first === undefined) return null;
  return second === undefined || second > AMBIGUITY ? first : null;
}

/** Far less than any round trip to this service: the reset cannot have come from there. */
export function fasterThanService(context: ResetContext): boolean {
  const delay = shortestDelay(context.reset);
  const roundTrip = context.smallestRoundTrip ?? context.reset.roundTrip;
  return delay !== null && roundTrip !== null && delay < roundTrip / 2;
}

/** R without ACK, window 0, no options, no payload: the answer of a host that does not know the session. */
export function isBare(reset: ResetObservation): boolean {
  return !reset.hasAckFlag && reset.window === 0 && !reset.hasOptions && reset.payloadBytes === 0;
}

/** F17: another live edge of the service has exactly this TTL and this round trip. */
export function matchingOtherEdge({ reset, ownEdge, otherEdges }: ResetContext): EdgeCluster | null {
  const near = (edge: EdgeCluster): boolean => reset.triggerDelays.some((delay) => withinEdge(edge, delay));
  const sameAsOwn = ownEdge !== null && reset.ttl === ownEdge.ttl && near(ownEdge);
  const matches = otherEdges.filter((edge) => edge.ttl === reset.ttl && near(edge));
  const differentTtl = matches.find((edge) => edge.ttl !== reset.synAckTtl);
  if (differentTtl) return differentTtl;
  // Same TTL: only the delay tells, so one stray handshake time must not make an edge.
  return sameAsOwn ? null : (matches.find((edge) => edge.streams.length > 1) ?? null);
}

/** True when the delay is a round trip this edge has shown in its handshakes. */
export function withinEdge(edge: EdgeCluster, delay: number): boolean {
  if (edge.lowestRoundTrip === null || edge.highestRoundTrip === null) return false;
  if (delay >= edge.lowestRoundTrip && delay <= edge.highestRoundTrip) return true;
  return roundTripsMatch(delay, edge.lowestRoundTrip) || roundTripsMatch(delay, edge.highestRoundTrip);
}

/** However the reset is matched to our packets, it took another time than this edge does: sent by another one. */
export function noTriggerFits(reset: ResetObservation, edge: EdgeCluster): boolean {
  return reset.triggerDelays.length > 0 && !reset.triggerDelays.some((delay) => withinEdge(edge, delay));
}

/** However it is matched, it took this edge's time. */
export function everyTriggerFits(reset: ResetObservation, edge: EdgeCluster): boolean {
  return reset.triggerDelays.length > 0 && reset.triggerDelays.every((delay) => withinEdge(edge, delay));
}

export const milliseconds = (nanoseconds: number): string => {
  const value = nanoseconds / 1e6;
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
};

export const seconds = (nanoseconds: number): string => {
  const value = nanoseconds / 1e9;
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} s`;
};

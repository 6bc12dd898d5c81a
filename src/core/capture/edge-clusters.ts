import type { TcpSession } from './session.ts';

/**
 * Sessions whose SYN-ACKs look alike: one edge of the service, as seen from here.
 * The fingerprint is (server address, TTL, options, round trip); times are nanoseconds.
 */
export interface EdgeCluster {
  /** Speakable name in order of first appearance: A, B, C … */
  readonly name: string;
  readonly server: string;
  readonly ttl: number;
  readonly options: string;
  readonly lowestRoundTrip: number | null;
  readonly medianRoundTrip: number | null;
  readonly highestRoundTrip: number | null;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly streams: readonly number[];
}

export interface EdgeSurvey {
  readonly edges: readonly EdgeCluster[];
  readonly edgeOf: (session: TcpSession) => EdgeCluster | null;
}

/** Two round trips belong to one edge when they differ by at most 25 % or 5 ms (domain notes, F17). */
export const ROUND_TRIP_SHARE = 0.25;
export const ROUND_TRIP_SLACK = 5e6;

export function roundTripsMatch(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.max(ROUND_TRIP_SLACK, ROUND_TRIP_SHARE * Math.max(one, other));
}

/** Groups the SYN-ACKs of the given sessions. `serverOf` gives the address text of a session's server; names start with `namePrefix`. */
export function surveyEdges(
  sessions: readonly TcpSession[],
  serverOf: (session: TcpSession) => string,
  namePrefix = '',
): EdgeSurvey {
  const groups = new Map<string, TcpSession[]>();
  for (const session of sessions) {
    if (!session.synAck) continue;
    const key = `${serverOf(session)} ${session.synAck.ttl} ${session.synAck.options}`;
    const group = groups.get(key);
    if (group) group.push(session);
    else groups.set(key, [session]);
  }
  const unnamed = [...groups.values()].flatMap((group) =>
    splitByRoundTrip(group).map((part) => ({ part, edge: describeEdge(part, serverOf) })),
  );
  unnamed.sort((one, other) => one.edge.firstAt - other.edge.firstAt);
  // By their rows, which are few and count from 0.
  const byRow: EdgeCluster[] = [];
  const edges = unnamed.map(({ part, edge }, index) => {
    const named = { ...edge, name: `${namePrefix}${edgeName(index)}` };
    for (const { row } of part) byRow[row] = named;
    return named;
  });
  return { edges, edgeOf: ({ row }) => byRow[row] ?? null };
}

const edgeName = (index: number): string => (index < 26 ? String.fromCharCode(65 + index) : `E${index + 1}`);

/** Cuts a group where neighbouring round trips are further apart than one edge's would be. */
function splitByRoundTrip(group: readonly TcpSession[]): TcpSession[][] {
  const timed: { readonly session: TcpSession; readonly roundTrip: number }[] = [];
  const untimed: TcpSession[] = [];
  for (const session of group) {
    const roundTrip = session.synAck?.roundTrip ?? null;
    if (roundTrip === null) untimed.push(session);
    else timed.push({ session, roundTrip });
  }
  if (timed.length === 0) return [[...group]];
  timed.sort((one, other) => one.roundTrip - other.roundTrip);
  const parts: TcpSession[][] = [];
  let current: TcpSession[] = [];
  let previous: number | null = null;
  for (const { session, roundTrip } of timed) {
    if (previous !== null && !roundTripsMatch(previous, roundTrip)) {
      parts.push(current);
      current = [];
    }
    current.push(session);
    previous = roundTrip;
  }
  parts.push(current);
  (parts[0] as TcpSession[]).push(...untimed);
  return parts;
}

function describeEdge(
  sessions: readonly TcpSession[],
  serverOf: (session: TcpSession) => string,
): Omit<EdgeCluster, 'name'> {
  const first = sessions[0] as TcpSession;
  const roundTrips = sessions.flatMap((session) => session.synAck?.roundTrip ?? []).sort((a, b) => a - b);
  const times = sessions.map((session) => session.synAck?.at ?? session.firstAt);
  return {
    server: serverOf(first),
    ttl: first.synAck?.ttl ?? 0,
    options: first.synAck?.options ?? '',
    lowestRoundTrip: roundTrips[0] ?? null,
    medianRoundTrip: roundTrips[roundTrips.length >> 1] ?? null,
    highestRoundTrip: roundTrips.at(-1) ?? null,
    firstAt: times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY),
    lastAt: times.reduce((most, time) => Math.max(most, time), 0),
    streams: sessions.map((session) => session.stream),
  };
}

import { type ConnectionState, connectionState } from './connection-state.ts';
import type { TcpSession } from './session.ts';
import {
  armOf,
  clientOf,
  isAnswered,
  isLonelySyn,
  isOneSided,
  type SessionArm,
  serverOf,
} from './session-facts.ts';

/** Counts of the sessions of one arm that are no longer kept. Times are nanoseconds since the capture's base second. */
export interface ArmSummary {
  sessions: number;
  answered: number;
  handshakes: number;
  oneSided: number;
  /** Sessions in which a SYN of ours was seen. */
  opened: number;
  /** Sessions with a reset, of which no cause was sought. */
  reset: number;
  firstAt: number;
  lastAt: number;
  longestSurvivedGap: number;
  /** By the server's port. */
  readonly ports: Map<number, number>;
  readonly lonelySyns: LonelySyns;
}

/** What became of the sessions a capture has too many of to keep: they are counted, and the counts are exact. */
export interface SessionSummary {
  readonly sessions: number;
  readonly lastAt: number;
  readonly states: ReadonlyMap<ConnectionState, number>;
  /** By the server's address; addresses beyond the first thousand stand together under an empty text. */
  readonly servers: ReadonlyMap<string, number>;
  readonly arms: Readonly<Record<SessionArm, ArmSummary>>;
  /** By the stream of a session that is kept: how many were like it in server, TTL, options and round trip. */
  readonly like: ReadonlyMap<number, { readonly sessions: number; readonly lastAt: number }>;
}

/** The least worth of a session that was reset, stuck or answered twice. */
export const REMARKABLE = 2;

export interface SessionSummariser extends SessionSummary {
  /**
   * Who is kept before whom, higher first: the first with its kind of answer, then sessions that were reset, stuck or
   * answered twice, then those with the service, then the rest.
   */
  worthOf(session: TcpSession): number;
  add(session: TcpSession): void;
}

const MOST_SERVERS = 1000;
const MOST_KINDS_OF_ANSWER = 500;
const STUCK = 3;

export function createSessionSummariser(): SessionSummariser {
  const states = new Map<ConnectionState, number>();
  const servers = new Map<string, number>();
  const arms = { anycast: emptyArm(), control: emptyArm(), other: emptyArm() };
  const like = new Map<number, { sessions: number; lastAt: number }>();
  const streamOfAnswer = new Map<string, number>();
  const summary = {
    ...{ sessions: 0, lastAt: 0, states, servers, arms, like },
    worthOf(session: TcpSession): number {
      const kind = kindOfAnswer(session);
      if (kind !== null) {
        if (!streamOfAnswer.has(kind) && streamOfAnswer.size < MOST_KINDS_OF_ANSWER)
          streamOfAnswer.set(kind, session.stream);
        if (streamOfAnswer.get(kind) === session.stream) return 4;
      }
      return (isRemarkable(session) ? REMARKABLE : 0) + (session.isTarget ? 1 : 0);
    },
    add(session: TcpSession): void {
      const { lastAt } = session;
      if (lastAt > summary.lastAt) summary.lastAt = lastAt;
      // The rest of a session whose beginning is counted already.
      if (session.isContinued) return;
      summary.sessions += 1;
      count(states, connectionState(session));
      const server = serverText(session);
      count(servers, servers.has(server) || servers.size < MOST_SERVERS ? server : '');
      addToArm(arms[armOf(session)], session);
      const kind = kindOfAnswer(session);
      const stream = kind === null ? undefined : streamOfAnswer.get(kind);
      if (stream === undefined) return;
      const known = like.get(stream);
      like.set(stream, {
        sessions: (known?.sessions ?? 0) + 1,
        lastAt: Math.max(known?.lastAt ?? 0, session.synAck?.at ?? 0),
      });
    },
  };
  return summary;
}

const isRemarkable = (session: TcpSession): boolean =>
  session.resets.length > 0 ||
  session.synAckRepeats > 0 ||
  session.otherSynAcks > 0 ||
  clientOf(session).longestStuck >= STUCK ||
  serverOf(session).longestStuck >= STUCK;

const count = <T>(counts: Map<T, number>, key: T): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);

const serverText = (session: TcpSession): string => session.address(session.clientSide === 0 ? 1 : 0);

/** Answers of one kind would stand in one edge: same server, TTL and options, round trips within a fifth. */
function kindOfAnswer(session: TcpSession): string | null {
  const { synAck } = session;
  if (synAck === null || !session.isTarget) return null;
  const { roundTrip } = synAck;
  const step = roundTrip === null ? 'none' : Math.round(4 * Math.log2(Math.max(1, roundTrip)));
  return `${serverText(session)} ${synAck.ttl} ${synAck.options} ${step}`;
}

function emptyArm(): ArmSummary {
  return {
    ...{ sessions: 0, answered: 0, handshakes: 0, oneSided: 0, opened: 0, reset: 0, longestSurvivedGap: 0 },
    ...{ firstAt: Number.POSITIVE_INFINITY, lastAt: Number.NEGATIVE_INFINITY },
    ...{ ports: new Map(), lonelySyns: createLonelySyns() },
  };
}

function addToArm(arm: ArmSummary, session: TcpSession): void {
  arm.sessions += 1;
  if (isAnswered(session)) arm.answered += 1;
  if (session.synAck !== null) arm.handshakes += 1;
  if (isOneSided(session)) arm.oneSided += 1;
  if (clientOf(session).sawSyn) arm.opened += 1;
  if (session.resets.length > 0) arm.reset += 1;
  if (isLonelySyn(session)) arm.lonelySyns.add(clientOf(session).synAt, clientOf(session).synCount > 1);
  arm.firstAt = Math.min(arm.firstAt, session.firstAt);
  arm.lastAt = Math.max(arm.lastAt, session.firstAt);
  arm.longestSurvivedGap = Math.max(arm.longestSurvivedGap, session.longestSurvivedGap);
  count(arm.ports, session.clientSide === 0 ? session.portHigh : session.portLow);
}

/** SYNs that nobody answered. The newest ones are not lost yet when the capture ends, so their times are kept a while. */
interface LonelySyns {
  add(at: number, wasRepeated: boolean): void;
  /** How many had waited for longer than `patience` at `endAt`, or were sent again. */
  unanswered(endAt: number, patience: number): number;
}

/** Times are kept to a hundredth of a second, for the last two seconds. */
const SLOT = 1e7;
const SLOTS_KEPT = 200;

function createLonelySyns(): LonelySyns {
  let longAgo = 0;
  let newest = Number.NEGATIVE_INFINITY;
  let bySlot = new Map<number, number>();
  return {
    add(at, wasRepeated) {
      const slot = Math.floor(at / SLOT);
      if (wasRepeated || slot < newest - SLOTS_KEPT) {
        longAgo += 1;
        return;
      }
      if (slot > newest) {
        newest = slot;
        if (bySlot.size > 2 * SLOTS_KEPT) {
          const recent = new Map<number, number>();
          for (const [one, syns] of bySlot) {
            if (one < newest - SLOTS_KEPT) longAgo += syns;
            else recent.set(one, syns);
          }
          bySlot = recent;
        }
      }
      count(bySlot, slot);
    },
    unanswered(endAt, patience) {
      let all = longAgo;
      for (const [slot, syns] of bySlot) if (endAt - slot * SLOT > patience) all += syns;
      return all;
    },
  };
}

import type { EdgeCluster, EdgeSurvey } from '../capture/edge-clusters.ts';
import type { CauseFinding, ResetCause } from '../capture/reset-context.ts';
import type { ResetObservation } from '../capture/reset-observation.ts';
import type { TcpSession } from '../capture/session.ts';
import { clientOf, isAnswered, isLonelySyn, isOneSided } from '../capture/session-facts.ts';
import type { ArmSummary } from '../capture/session-summary.ts';

export interface ExplainedReset {
  readonly reset: ResetObservation;
  readonly finding: CauseFinding;
}

/** One target session with its explained resets; `first` is the one it is judged by (lab run: after a fatal reset the ends go on exchanging them). */
export interface JudgedSession {
  readonly session: TcpSession;
  readonly explained: readonly ExplainedReset[];
  readonly first: ExplainedReset | null;
  readonly edge: EdgeCluster | null;
}

/** What one arm (anycast addresses, or the legacy control addresses) showed. Counts are sessions. */
export interface ArmFacts {
  readonly sessions: number;
  readonly answered: number;
  readonly handshakes: number;
  /** Only one direction is in the file although the session was established. */
  readonly oneSided: number;
  /** SYN sent again or left alone for a second, and no answer of any kind. */
  readonly unanswered: number;
  /** Judged sessions: a reset came from the server's side before the session was over. */
  readonly reset: readonly JudgedSession[];
  /** Ended by this side in the middle, with nothing received that explains it. */
  readonly endedHere: number;
  /** Full-size segments of ours sent again and again without answer, no reset. */
  readonly stuckFullSize: number;
  readonly synAckRepeats: number;
  readonly twoSynAcks: number;
  /** Sessions with a reset that are only counted: of very many, nobody looked for the cause. */
  readonly unjudged: number;
  readonly all: readonly JudgedSession[];
  /** Sessions of the arm that are counted above and not among `all`: of very many, not every one is kept. */
  readonly summary: ArmSummary | null;
}

export interface CaptureFacts {
  readonly anycast: ArmFacts;
  readonly control: ArmFacts;
  /** The arm the verdict speaks of: anycast when it is in the file, else control. */
  readonly subject: ArmFacts;
  readonly subjectIsControl: boolean;
  readonly survey: EdgeSurvey;
  readonly tooBigMessages: number;
  readonly smallestMtu: number;
  readonly packets: number;
  readonly tcpSessions: number;
}

const LONELY_SYN = 1e9;
const FULL_SIZE = 1000;

export function collectArm(
  sessions: readonly JudgedSession[],
  endAt: number,
  summary: ArmSummary | null = null,
): ArmFacts {
  // What a continued session was before is in the summary.
  const whole = sessions.filter(({ session }) => !session.isContinued);
  const count = (is: (session: TcpSession) => boolean): number =>
    whole.filter(({ session }) => is(session)).length;
  return {
    sessions: whole.length + (summary?.sessions ?? 0),
    answered: count(isAnswered) + (summary?.answered ?? 0),
    handshakes: count(({ synAck }) => synAck !== null) + (summary?.handshakes ?? 0),
    oneSided: count(isOneSided) + (summary?.oneSided ?? 0),
    unanswered:
      count((session) => {
        const { synCount, synAt } = clientOf(session);
        return isLonelySyn(session) && (synCount > 1 || endAt - synAt > LONELY_SYN);
      }) + (summary?.lonelySyns.unanswered(endAt, LONELY_SYN) ?? 0),
    reset: sessions.filter((judged) => judged.first !== null),
    endedHere: sessions.filter(
      (judged) => judged.first === null && judged.explained.some(({ reset }) => isOwnAbort(reset)),
    ).length,
    stuckFullSize: sessions.filter(({ session, first }) => {
      const client = clientOf(session);
      return (
        first === null &&
        client.longestStuck >= 3 &&
        client.longestStuckBytes >= FULL_SIZE &&
        session.synAck !== null
      );
    }).length,
    synAckRepeats: sessions.filter(({ session }) => session.synAckRepeats > 0).length,
    twoSynAcks: sessions.filter(({ session }) => session.otherSynAcks > 0).length,
    unjudged: summary?.reset ?? 0,
    all: sessions,
    summary,
  };
}

/** Our own reset out of the blue, not the echo of a close or of a received reset. */
function isOwnAbort(reset: ResetObservation): boolean {
  if (reset.fromServer || reset.ordinal > 1) return false;
  return !reset.afterServerFin && !reset.afterClientFin && !reset.afterServerReset;
}

/**
 * Sessions whose share of resets can be told: who counts of all sessions only the resets that were looked into makes ten
 * thousand resets a few, or none.
 */
export const judgedOf = (arm: ArmFacts, sessions: number): number =>
  arm.unjudged === 0 ? sessions : Math.max(arm.reset.length, sessions - arm.unjudged);

/** Sessions of the arm whose judging reset had this cause. */
export function countCause(arm: ArmFacts, ...causes: ResetCause[]): number {
  return arm.reset.filter(({ first }) => first !== null && causes.includes(first.finding.cause)).length;
}

/** True when this cause stands behind the largest part, at least two fifths, of the arm's reset sessions. */
export function dominates(arm: ArmFacts, ...causes: ResetCause[]): boolean {
  const mine = countCause(arm, ...causes);
  if (mine === 0 || mine < 0.4 * arm.reset.length) return false;
  const others: ResetCause[] = [
    'other-edge',
    'near-device',
    'server-abort',
    'closed-port',
    'idle-expiry',
    'injected',
    'unexplained',
  ];
  return others.every((cause) => causes.includes(cause) || countCause(arm, cause) <= mine);
}

export const hasEvidence = (explained: ExplainedReset, kind: string): boolean =>
  explained.finding.evidence.some((evidence) => evidence.kind === kind);

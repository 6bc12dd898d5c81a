import type { Analysis, AnalysisSession, LadderPacket } from '../../contract/analysis.ts';
import type { VerdictWeights } from '../../contract/verdict-weights.ts';
import { formatInstant } from '../instant.ts';
import {
  type CaptureFacts,
  collectArm,
  type ExplainedReset,
  type JudgedSession,
} from '../verdict/capture-facts.ts';
import { decideCapture } from '../verdict/decide-capture.ts';
import type { AddressRange } from './address.ts';
import type { CaptureFileSummary } from './capture-reader.ts';
import { connectionState } from './connection-state.ts';
import { type EdgeCluster, type EdgeSurvey, surveyEdges } from './edge-clusters.ts';
import { linkTypeName } from './link-layer.ts';
import { flagsText } from './packet-fields.ts';
import { explainReset } from './reset-cause.ts';
import type { TcpSession } from './session.ts';
import { armOf } from './session-facts.ts';
import type { SessionSummary } from './session-summary.ts';
import type { SessionTracker } from './session-tracker.ts';

/** Which sessions the document lists; counts and verdict always cover all. */
export type SessionSelection = 'target' | 'reset' | 'all' | 'target-or-reset';

export interface AnalyseInput {
  readonly tracker: SessionTracker;
  readonly files: readonly { readonly name: string; readonly summary: CaptureFileSummary }[];
  readonly targets: readonly AddressRange[];
  readonly control: readonly AddressRange[];
  readonly weights: VerdictWeights;
  readonly selection: SessionSelection;
}

/** Turns what the tracker has followed into the `analysis/1` document. Pure; may be called again while a capture grows. */
export function analyseCapture(input: AnalyseInput): Analysis {
  const { tracker } = input;
  const { counts, summary } = tracker;
  // A session that was put away and goes on stands behind newer ones.
  const sessions = summary === null ? tracker.sessions : [...tracker.sessions].sort(byStream);
  const surveys = surveyArms(sessions);
  const judged = judgeSessions(sessions, surveys, summary);
  const facts = collectFacts(tracker, judged, surveys.anycast);
  const verdict = decideCapture(facts, input.weights);
  const digits = input.files.some(({ summary }) => summary.timeDigits === 9) ? 9 : 6;
  const instant = (at: number): string => formatInstant(tracker.baseSeconds, at, digits);
  return {
    schema: 'analysis/1',
    files: input.files.map(({ name, summary }) => describeFile(name, summary)),
    counts: {
      packets: counts.packets,
      ip: counts.ipv4 + counts.ipv6,
      ipv4: counts.ipv4,
      ipv6: counts.ipv6,
      tcp: counts.tcp,
      fragments: counts.fragments,
      tunnelled: counts.tunnelled,
      undecoded: counts.undecoded,
      duplicatesDropped: counts.duplicatesDropped,
    },
    tcp: {
      sessions: tracker.sessionCount,
      resets: counts.resets,
      resetsWithAck: counts.resetsWithAck,
      synRetransmissions: counts.synRetransmissions,
      targets: [...input.targets, ...input.control].map(({ text }) => text),
      ...(summary === null ? {} : { summarised: describeSummary(summary) }),
    },
    verdict,
    edges: facts.survey.edges.map((edge) => ({
      name: edge.name,
      server: edge.server,
      ttl: edge.ttl,
      options: edge.options,
      roundTripMs:
        edge.medianRoundTrip === null
          ? null
          : {
              lowest: toMilliseconds(edge.lowestRoundTrip ?? 0),
              median: toMilliseconds(edge.medianRoundTrip),
              highest: toMilliseconds(edge.highestRoundTrip ?? 0),
            },
      sessions: edge.streams.reduce(
        (all, stream) => all + (summary?.like.get(stream)?.sessions ?? 0),
        edge.streams.length,
      ),
      firstSeenAt: instant(edge.firstAt),
      lastSeenAt: instant(
        edge.streams.reduce(
          (last, stream) => Math.max(last, summary?.like.get(stream)?.lastAt ?? 0),
          edge.lastAt,
        ),
      ),
    })),
    sessions: judged
      .filter((one) => isSelected(one, input.selection))
      .map((one) => describeSession(one, instant, digits)),
  };
}

const NO_RESETS: readonly ExplainedReset[] = [];

/** Servers that the summary of sessions names, those with most first. */
const MOST_SERVERS_NAMED = 20;

const toMilliseconds = (nanoseconds: number): number => Math.round(nanoseconds / 1e3) / 1e3;

export const serverAddress = (session: TcpSession): string =>
  session.address(session.clientSide === 0 ? 1 : 0);

const clientAddress = (session: TcpSession): string => session.address(session.clientSide);

/** Edges of the anycast addresses are A, B, C …; those of the control addresses and of other servers have names of their own. */
interface ArmSurveys {
  readonly anycast: EdgeSurvey;
  readonly control: EdgeSurvey;
  readonly other: EdgeSurvey;
}

const byStream = (one: TcpSession, other: TcpSession): number => one.stream - other.stream;

function surveyArms(sessions: readonly TcpSession[]): ArmSurveys {
  const relevant = sessions.filter((session) => session.isTarget || session.resets.length > 0);
  const survey = (arm: keyof ArmSurveys, prefix: string): EdgeSurvey =>
    surveyEdges(
      relevant.filter((session) => armOf(session) === arm),
      serverAddress,
      prefix,
    );
  return { anycast: survey('anycast', ''), control: survey('control', 'L'), other: survey('other', 'O') };
}

/** Explains every reset, session by session, with what the whole capture knows about edges and silences. */
function judgeSessions(
  sessions: readonly TcpSession[],
  surveys: ArmSurveys,
  summary: SessionSummary | null,
): JudgedSession[] {
  const longestSurvivedGap = sessions.reduce(
    (most, session) => (session.isTarget ? Math.max(most, session.longestSurvivedGap) : most),
    Math.max(summary?.arms.anycast.longestSurvivedGap ?? 0, summary?.arms.control.longestSurvivedGap ?? 0),
  );
  const byServer = new Map<string, EdgeCluster[]>();
  for (const survey of Object.values(surveys) as EdgeSurvey[])
    for (const edge of survey.edges) {
      const known = byServer.get(edge.server);
      if (known) known.push(edge);
      else byServer.set(edge.server, [edge]);
    }
  return sessions.map((session) => {
    const ownEdge = surveys[armOf(session)].edgeOf(session);
    if (session.resets.length === 0) return { session, explained: NO_RESETS, first: null, edge: ownEdge };
    const sameServer = byServer.get(serverAddress(session)) ?? [];
    const roundTrips = sameServer.flatMap((edge) => edge.lowestRoundTrip ?? []);
    const explained: ExplainedReset[] = session.resets.map((reset) => ({
      reset,
      finding: explainReset({
        reset,
        session,
        ownEdge,
        otherEdges: sameServer.filter((edge) => edge !== ownEdge),
        smallestRoundTrip:
          roundTrips.length > 0 ? roundTrips.reduce((least, time) => Math.min(least, time)) : null,
        longestSurvivedGap,
      }),
    }));
    const first =
      explained.find(({ reset, finding }) => reset.fromServer && finding.cause !== 'late-after-close') ??
      null;
    return { session, explained, first, edge: ownEdge };
  });
}

function collectFacts(
  tracker: SessionTracker,
  judged: readonly JudgedSession[],
  survey: EdgeSurvey,
): CaptureFacts {
  const { summary } = tracker;
  const endAt = tracker.sessions.reduce(
    (latest, { lastAt }) => Math.max(latest, lastAt),
    summary?.lastAt ?? 0,
  );
  const targets = judged.filter(({ session }) => session.isTarget);
  const anycastSessions = targets.filter(({ session }) => !session.isControl);
  const anycast = collectArm(anycastSessions, endAt, summary?.arms.anycast);
  const control = collectArm(
    targets.filter(({ session }) => session.isControl),
    endAt,
    summary?.arms.control,
  );
  const subjectIsControl = anycast.sessions === 0 && control.sessions > 0;
  return {
    anycast,
    control,
    subject: subjectIsControl ? control : anycast,
    subjectIsControl,
    survey,
    tooBigMessages: tracker.tooBigMessages,
    smallestMtu: tracker.smallestMtu,
    packets: tracker.counts.packets,
    tcpSessions: tracker.sessionCount,
  };
}

function isSelected({ session }: JudgedSession, selection: SessionSelection): boolean {
  if (selection === 'all') return true;
  if (selection === 'target') return session.isTarget;
  if (selection === 'reset') return session.resets.length > 0;
  return session.isTarget || session.resets.length > 0;
}

function describeSummary(summary: SessionSummary): NonNullable<Analysis['tcp']['summarised']> {
  const most = [...summary.servers]
    .filter(([address]) => address !== '')
    .sort((one, other) => other[1] - one[1]);
  return {
    sessions: summary.sessions,
    withReset: Object.values(summary.arms).reduce((all, { reset }) => all + reset, 0),
    states: [...summary.states].map(([state, sessions]) => ({ state, sessions })),
    servers: most.slice(0, MOST_SERVERS_NAMED).map(([address, sessions]) => ({ address, sessions })),
  };
}

function describeFile(name: string, summary: CaptureFileSummary): Analysis['files'][number] {
  const instant = (time: { seconds: number; nanoseconds: number } | null): string | null =>
    time === null ? null : formatInstant(time.seconds, time.nanoseconds, summary.timeDigits);
  return {
    name,
    format: summary.format,
    linkTypes: summary.linkTypes.map(linkTypeName),
    packets: summary.packets,
    bytes: summary.bytes,
    firstPacketAt: instant(summary.first),
    lastPacketAt: instant(summary.last),
    damage: summary.damage,
  };
}

function describeSession(
  judged: JudgedSession,
  instant: (at: number) => string,
  digits: 6 | 9,
): AnalysisSession {
  const { session, explained, edge } = judged;
  const client = session.sides[session.clientSide];
  const server = session.sides[session.clientSide === 0 ? 1 : 0];
  return {
    id: `tcp-${session.stream}`,
    client: {
      address: clientAddress(session),
      port: session.clientSide === 0 ? session.portLow : session.portHigh,
    },
    server: {
      address: serverAddress(session),
      port: session.clientSide === 0 ? session.portHigh : session.portLow,
    },
    firstPacketAt: instant(session.firstAt),
    lastPacketAt: instant(session.lastAt),
    state: connectionState(session),
    packets: { toServer: client.packets, toClient: server.packets },
    bytes: { toServer: client.payloadBytes, toClient: server.payloadBytes },
    isTarget: session.isTarget,
    arm: session.isControl ? 'control' : session.isTarget ? 'anycast' : 'other',
    edge: edge?.name ?? null,
    handshakeMs:
      session.synAck?.roundTrip == null ? null : toMilliseconds(Math.max(0, session.synAck.roundTrip)),
    synAckTtl: session.synAck?.ttl ?? null,
    resets: explained.map(({ reset, finding }) => ({
      packet: reset.packet,
      file: reset.file,
      at: formatInstant(reset.seconds, reset.nanoseconds, digits),
      from: reset.fromServer ? ('server' as const) : ('client' as const),
      ttl: reset.ttl,
      ack: reset.hasAckFlag,
      window: reset.window,
      sequence: reset.sequence,
      cause: finding.cause,
      confidence: finding.confidence,
      evidence: [...finding.evidence],
      ttlDifference: reset.synAckTtl === null || !reset.fromServer ? null : reset.ttl - reset.synAckTtl,
      delayMs:
        reset.triggerDelays[0] === undefined ? null : toMilliseconds(Math.max(0, reset.triggerDelays[0])),
      sequenceOffset: reset.sequenceOffset,
      serverContinues: reset.serverContinues,
    })),
    ladder: (session.excerpt ?? []).map(
      (packet): LadderPacket => ({
        packet: packet.packet,
        at: instant(packet.at),
        from: packet.fromClient ? 'client' : 'server',
        flags: flagsText(packet.flags),
        sequence: packet.sequence,
        acknowledgement: packet.acknowledgement,
        payloadBytes: packet.payloadBytes,
        ttl: packet.ttl,
        window: packet.window,
      }),
    ),
  };
}

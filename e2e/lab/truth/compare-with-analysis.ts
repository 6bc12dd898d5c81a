import type { TrueFlow, TrueReset, Truth } from './truth-document.ts';

/** The parts of an `analysis/1` document that the truth can speak about; written out so that only the JSON counts. */
export interface AnalysisToCompare {
  readonly verdict: { readonly kind: string; readonly confidence: string };
  readonly tcp: { readonly sessions: number };
  readonly sessions: readonly {
    readonly client: { readonly port: number };
    readonly server: { readonly address: string; readonly port: number };
    readonly edge: string | null;
    readonly handshakeMs: number | null;
    readonly synAckTtl: number | null;
    readonly resets: readonly {
      readonly from: string;
      readonly cause: string;
      readonly sequence: number;
      readonly ttl: number;
    }[];
  }[];
}

export interface Comparison {
  /** What contradicts the truth, in words; empty when nothing does. */
  readonly contradictions: readonly string[];
  /** The first reset of each session: cause named rightly, left open, or named wrongly. */
  readonly firstResets: { readonly right: number; readonly open: number; readonly wrong: number };
}

type Session = AnalysisToCompare['sessions'][number];

/** The cause a perfect reader would name, from who sent the reset and who owned the session. */
export function trueCause(reset: TrueReset, flow: TrueFlow): string {
  if (reset.afterFin) return 'late-after-close';
  if (reset.by === 'R1' || reset.by === 'home') {
    if (reset.ttl === flow.synAckTtl) return 'injected';
    return flow.kind === 'pause' ? 'idle-expiry' : 'near-device';
  }
  if (flow.synAckTtl === null) return 'closed-port';
  if (reset.by !== flow.synOwner) return 'other-edge';
  return reset.hasAck ? 'server-abort' : 'unexplained';
}

const received = (flow: TrueFlow): TrueReset[] =>
  flow.resetsSent
    .filter(({ arrivedAt }) => arrivedAt !== null)
    .sort((one, other) => ((one.arrivedAt ?? '') < (other.arrivedAt ?? '') ? -1 : 1));

/** Round trips differ by at most this between two readings of the same capture, milliseconds. */
const SAME_TIME_MS = 0.02;

function compareSession(flow: TrueFlow, session: Session): string[] {
  const where = `${flow.client.port} to ${flow.server.address}:${flow.server.port}`;
  const found: string[] = [];
  const fromServer = session.resets.filter(({ from }) => from === 'server');
  const arrived = received(flow);
  if (fromServer.length !== arrived.length)
    found.push(`${where}: ${fromServer.length} resets read, ${arrived.length} arrived`);
  if (session.synAckTtl !== flow.synAckTtl)
    found.push(`${where}: SYN-ACK TTL ${session.synAckTtl}, really ${flow.synAckTtl}`);
  const isOff =
    session.handshakeMs !== null &&
    flow.handshakeMs !== null &&
    Math.abs(session.handshakeMs - flow.handshakeMs) > SAME_TIME_MS;
  if (isOff) found.push(`${where}: handshake ${session.handshakeMs} ms, really ${flow.handshakeMs} ms`);
  for (const [index, reset] of arrived.entries())
    if (fromServer[index] && fromServer[index].ttl !== reset.ttl)
      found.push(`${where}: reset ${index + 1} has TTL ${fromServer[index].ttl}, really ${reset.ttl}`);
  return found;
}

/** Sessions of two different edges must never be taken for one; one edge seen as two only blurs the picture. */
function compareEdges(pairs: readonly { flow: TrueFlow; session: Session }[]): string[] {
  const owners = new Map<string, Set<string>>();
  for (const { flow, session } of pairs) {
    if (session.edge === null || flow.synOwner === null) continue;
    const known = owners.get(session.edge) ?? new Set();
    owners.set(session.edge, known.add(flow.synOwner));
  }
  return [...owners].flatMap(([edge, names]) =>
    names.size > 1 ? [`edge ${edge} mixes sessions of ${[...names].join(' and ')}`] : [],
  );
}

/** Holds what the product read from the client's capture against what the edges and routers really did. */
export function compareWithAnalysis(truth: Truth, analysis: AnalysisToCompare): Comparison {
  const contradictions: string[] = [];
  const firstResets = { right: 0, open: 0, wrong: 0 };
  if (analysis.verdict.kind !== truth.expected.verdict)
    contradictions.push(`verdict ${analysis.verdict.kind}, really ${truth.expected.verdict}`);
  if (analysis.verdict.confidence === 'strong')
    contradictions.push('a capture alone claims strong confidence');
  if (analysis.tcp.sessions !== truth.flows.length)
    contradictions.push(`${analysis.tcp.sessions} sessions, really ${truth.flows.length}`);
  const byPlace = new Map(
    analysis.sessions.map((session) => [
      `${session.client.port} ${session.server.address} ${session.server.port}`,
      session,
    ]),
  );
  const pairs: { flow: TrueFlow; session: Session }[] = [];
  for (const flow of truth.flows) {
    const session = byPlace.get(`${flow.client.port} ${flow.server.address} ${flow.server.port}`);
    if (!session) {
      contradictions.push(`session from port ${flow.client.port} is missing`);
      continue;
    }
    pairs.push({ flow, session });
    contradictions.push(...compareSession(flow, session));
    const [first] = received(flow);
    const read = session.resets.find(({ from }) => from === 'server');
    if (!first || !read) continue;
    const cause = trueCause(first, flow);
    if (read.cause === cause) firstResets.right += 1;
    else if (read.cause === 'unexplained') firstResets.open += 1;
    else {
      firstResets.wrong += 1;
      contradictions.push(`port ${flow.client.port}: first reset read as ${read.cause}, really ${cause}`);
    }
  }
  contradictions.push(...compareEdges(pairs));
  return { contradictions, firstResets };
}

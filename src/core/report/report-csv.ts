import type { Analysis } from '../../contract/analysis.ts';
import type { ProbeAttempt } from '../../contract/diagnosis.ts';
import type { PathOfTarget, Paths } from '../../contract/paths.ts';

type Cell = string | number | boolean | null;

/**
 * One field by RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe, which spreadsheets do
 * not show.
 */
function field(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines end as RFC 4180 has them; the first one names the columns. */
const table = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');

type Session = Analysis['sessions'][number];

const SESSION_COLUMNS = [
  ...[
    'session',
    'client_address',
    'client_port',
    'server_address',
    'server_port',
    'is_target',
    'arm',
    'edge',
  ],
  ...['first_packet_at', 'last_packet_at', 'state', 'packets_to_server', 'packets_to_client'],
  ...['bytes_to_server', 'bytes_to_client', 'handshake_ms', 'syn_ack_ttl', 'resets'],
];

const sessionRow = (session: Session): Cell[] => {
  const { id, client, server, isTarget, arm, edge, packets, bytes } = session;
  return [
    ...[id, client.address, client.port, server.address, server.port, isTarget, arm, edge],
    ...[session.firstPacketAt, session.lastPacketAt, session.state, packets.toServer, packets.toClient],
    ...[bytes.toServer, bytes.toClient, session.handshakeMs, session.synAckTtl, session.resets.length],
  ];
};

const RESET_COLUMNS = [
  ...['session', 'at', 'from', 'file', 'packet', 'ttl', 'ttl_minus_syn_ack', 'ack', 'window', 'sequence'],
  ...['sequence_offset', 'delay_ms', 'server_continues', 'cause', 'confidence'],
];

const resetRows = ({ id, resets }: Session): Cell[][] =>
  resets.map((reset) => [
    ...[id, reset.at, reset.from, reset.file, reset.packet, reset.ttl, reset.ttlDifference, reset.ack],
    ...[reset.window, reset.sequence, reset.sequenceOffset, reset.delayMs, reset.serverContinues],
    ...[reset.cause, reset.confidence],
  ]);

/** Every listed session, one a line. Milliseconds and bytes; times are RFC 3339 UTC; empty is unknown. */
export const sessionsCsv = (sessions: readonly Session[]): string =>
  table(SESSION_COLUMNS, sessions.map(sessionRow));

/** Every reset of those sessions, one a line, joined with them by `session`. */
export const resetsCsv = (sessions: readonly Session[]): string =>
  table(RESET_COLUMNS, sessions.flatMap(resetRows));

const ATTEMPT_COLUMNS = [
  ...['attempt', 'arm', 'rung', 'address', 'port', 'source_port', 'started_at', 'phase', 'outcome', 'ms'],
  ...['connect_ms', 'reset_delay_ms', 'client_packets', 'answer', 'error'],
];

const attemptRow = (one: ProbeAttempt, arm: string = one.arm): Cell[] => [
  ...[one.number, arm, one.rung, one.address, one.port, one.sourcePort, one.startedAt, one.phase],
  ...[one.outcome, one.ms, one.connectMs, one.resetDelayMs, one.clientPackets, one.answer, one.error],
];

/**
 * Every live attempt, one a line; those over IPv6, which are in no arm, come last and count anew.
 *
 * @param ipv6 attempts over IPv6
 */
export const attemptsCsv = (attempts: readonly ProbeAttempt[], ipv6: readonly ProbeAttempt[] = []): string =>
  table(ATTEMPT_COLUMNS, [
    ...attempts.map((attempt) => attemptRow(attempt)),
    ...ipv6.map((attempt) => attemptRow(attempt, 'ipv6')),
  ]);

const HOP_COLUMNS = [
  ...['target', 'hop', 'flow', 'address', 'name', 'network', 'answers', 'probes_sent', 'probes_answered'],
  ...['rtt_lowest_ms', 'rtt_median_ms', 'rtt_highest_ms', 'marks'],
];

/** One line for each address and flow of a hop; for a flow nobody answered, one without an address. */
function hopRows({ target, hops }: PathOfTarget): Cell[][] {
  const to = target.address ?? target.name;
  return hops.flatMap(({ ttl, responders, probes }) => {
    const counts = (flow: string): Cell[] => {
      const of = probes.find((one) => one.flow === flow);
      return [of?.sent ?? null, of?.answered ?? null];
    };
    const silent = probes.filter(({ flow }) => !responders.some((one) => one.flow === flow));
    return [
      ...responders.map(({ flow, address, name, network, answers, rttMs, marks }) => [
        ...[to, ttl, flow, address, name, network, answers, ...counts(flow)],
        ...[rttMs?.lowest ?? null, rttMs?.median ?? null, rttMs?.highest ?? null, marks.join(' ')],
      ]),
      ...silent.map(({ flow }) => [
        ...[to, ttl, flow, null, null, null, 0, ...counts(flow)],
        ...[null, null, null, ''],
      ]),
    ];
  });
}

/** The way hop by hop, to every target that was traced. */
export const hopsCsv = (paths: Paths): string =>
  table(HOP_COLUMNS, [paths, ...paths.others].flatMap(hopRows));

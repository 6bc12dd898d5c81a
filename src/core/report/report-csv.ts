import type { Analysis } from '../../contract/analysis.ts';

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

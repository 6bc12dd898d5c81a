import type { AnalysisReset, AnalysisSession, LadderPacket } from '../../contract/analysis.ts';

import { judgedReset } from './judged-reset.ts';

/** Geometry and words of a ladder diagram, in CSS pixels; the window and the report draw the same one. */
export interface LadderLayout {
  /** States the finding. */
  readonly title: string;
  /** For those who do not see the picture. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly lifelines: readonly Lifeline[];
  readonly arrows: readonly LadderArrow[];
}

export interface Lifeline {
  readonly label: string;
  readonly detail: string;
  readonly x: number;
  /** An edge that is inferred from its resets, drawn dashed. */
  readonly inferred: boolean;
}

export interface LadderArrow {
  readonly packet: number;
  readonly y: number;
  readonly fromX: number;
  readonly toX: number;
  /** `S.`, `R`, … with payload length. */
  readonly label: string;
  /** Milliseconds since the first packet shown. */
  readonly time: string;
  /** TTL at the arrow head, for packets that arrived here. */
  readonly ttl: string | null;
  readonly kind: 'normal' | 'trigger' | 'reset';
  /** What the arrow means, in plain words. */
  readonly reading: string;
}

const TOP = 84;
const ROW = 40;
const YOU = 130;
const OWNER = 420;
const STRANGER = 560;
const READING_WIDTH = 330;

/** Lays out the packets around a session's first reset. Null when the session has none. */
export function layoutLadder(session: AnalysisSession): LadderLayout | null {
  if (session.ladder.length === 0) return null;
  const judged = judgedReset(session);
  if (!judged) return null;
  const resets = new Map(
    session.resets.filter(({ file }) => file === judged.file).map((reset) => [reset.packet, reset]),
  );
  const strangerName = strangerOf(judged);
  const shown = trim(session.ladder, judged.packet);
  const trigger = triggerOf(shown, judged);
  const arrows = shown.map((packet, index): LadderArrow => {
    const reset = resets.get(packet.packet);
    const fromStranger = reset !== undefined && comesFromStranger(reset);
    const far = fromStranger || (packet.packet === trigger && strangerName !== null) ? STRANGER : OWNER;
    const incoming = packet.from === 'server';
    return {
      packet: packet.packet,
      y: TOP + ROW * (index + 1),
      fromX: incoming ? far : YOU,
      toX: incoming ? YOU : far,
      label: `${packet.flags === '.' ? 'ACK' : packet.flags}${packet.payloadBytes > 0 ? ` ${packet.payloadBytes} B` : ''}`,
      time: `${(milliseconds(packet.at) - milliseconds(shown[0]?.at ?? packet.at)).toFixed(2)} ms`,
      ttl: incoming ? `TTL ${packet.ttl}` : null,
      kind: reset && reset.from === 'server' ? 'reset' : packet.packet === trigger ? 'trigger' : 'normal',
      reading: readingOf(packet, reset, packet.packet === trigger ? strangerName : null),
    };
  });
  const lifelines: Lifeline[] = [
    { label: 'You', detail: `port ${session.client.port}`, x: YOU, inferred: false },
    {
      label: session.edge === null ? 'Server' : `Edge ${session.edge}`,
      detail:
        session.synAckTtl === null
          ? session.server.address
          : `TTL ${session.synAckTtl}${session.handshakeMs === null ? '' : `, ${session.handshakeMs} ms`}`,
      x: OWNER,
      inferred: false,
    },
    ...(strangerName === null
      ? []
      : [{ label: strangerName, detail: `TTL ${judged.ttl}`, x: STRANGER, inferred: true }]),
  ];
  return {
    title: titleOf(judged, strangerName),
    description: `${shown.length} packets of the session from port ${session.client.port} to ${session.server.address} port ${session.server.port}. ${judged.evidence.map(({ text }) => text).join(' ')}`,
    width: STRANGER + 90 + READING_WIDTH,
    height: TOP + ROW * (shown.length + 1),
    lifelines,
    arrows,
  };
}

const MOST_ROWS = 16;

/** Keeps the opening of the session and what lies around the judged reset. */
function trim(packets: readonly LadderPacket[], judged: number): readonly LadderPacket[] {
  if (packets.length <= MOST_ROWS) return packets;
  const at = Math.max(
    0,
    packets.findIndex(({ packet }) => packet === judged),
  );
  const from = Math.max(3, Math.min(at - 6, packets.length - (MOST_ROWS - 3)));
  return [...packets.slice(0, 3), ...packets.slice(from, from + MOST_ROWS - 3)];
}

const comesFromStranger = (reset: AnalysisReset): boolean =>
  reset.from === 'server' &&
  (reset.cause === 'other-edge' || reset.cause === 'near-device' || reset.cause === 'injected');

function strangerOf(reset: AnalysisReset): string | null {
  if (!comesFromStranger(reset)) return null;
  if (reset.cause === 'near-device') return 'Device nearby';
  if (reset.cause === 'injected') return 'Someone between';
  const named = /fit edge (\w+)/.exec(reset.evidence.find(({ kind }) => kind === 'edge-match')?.text ?? '');
  return named ? `Edge ${named[1]}` : 'Another edge';
}

/** The packet of ours that drew the reset: the newest one that acknowledged its sequence number. */
function triggerOf(packets: readonly LadderPacket[], reset: AnalysisReset): number | null {
  const at = packets.findIndex(({ packet }) => packet === reset.packet);
  for (let index = at - 1; index >= 0; index -= 1) {
    const packet = packets[index];
    if (packet && packet.from === 'client' && packet.acknowledgement === reset.sequence) return packet.packet;
  }
  return null;
}

function titleOf(reset: AnalysisReset, stranger: string | null): string {
  const jump =
    reset.ttlDifference === null || reset.ttlDifference === 0
      ? ''
      : ` (TTL ${reset.ttlDifference > 0 ? '+' : ''}${reset.ttlDifference})`;
  const delay = reset.delayMs === null ? '' : `, ${reset.delayMs} ms after our packet`;
  switch (reset.cause) {
    case 'other-edge':
      return `${stranger ?? 'Another edge'} reset a session it had never seen${jump}${delay}`;
    case 'near-device':
      return `A device nearby reset the session${jump}${delay}`;
    case 'server-abort':
      return 'The server itself ended the session';
    case 'late-after-close':
      return 'A late reset after the session was already closed';
    case 'closed-port':
      return 'The connection attempt was refused';
    case 'idle-expiry':
      return 'The session had been silent for too long and was forgotten';
    case 'injected':
      return `A reset was forged in the server’s name${delay}`;
    case 'local':
      return 'This side ended the session';
    default:
      return 'A reset whose sender is not clear';
  }
}

function readingOf(packet: LadderPacket, reset: AnalysisReset | undefined, stranger: string | null): string {
  if (reset) return resetReading(reset);
  if (stranger !== null) return `May have gone to ${stranger}, which never saw this session`;
  if (packet.flags.includes('S'))
    return packet.from === 'client'
      ? 'You ask for a connection'
      : 'The edge accepts: the session is its own from now on';
  if (packet.flags.includes('F'))
    return packet.from === 'client' ? 'You close your side' : 'The server closes its side';
  if (packet.payloadBytes > 0) return packet.from === 'client' ? 'You send data' : 'The server sends data';
  return packet.from === 'client' ? 'You confirm what arrived' : 'The server confirms what arrived';
}

function resetReading(reset: AnalysisReset): string {
  switch (reset.cause) {
    case 'other-edge':
      return 'An edge that never saw this session: “I do not know you”';
    case 'near-device':
      return 'Too quick and too near to be Bitbucket';
    case 'server-abort':
      return 'The server ends the session it knows';
    case 'late-after-close':
      return 'The session was over already; harmless';
    case 'closed-port':
      return 'Nobody listens there';
    case 'idle-expiry':
      return 'The silence was too long';
    case 'injected':
      return 'Forged in the server’s name';
    case 'local':
      return 'This side ends the session';
    default:
      return 'Sender unclear';
  }
}

/** Milliseconds with fraction from an RFC 3339 instant; only differences of two of them mean anything. */
function milliseconds(instant: string): number {
  const fraction = /\.(\d+)Z$/.exec(instant)?.[1] ?? '0';
  return Date.parse(`${instant.slice(0, 19)}Z`) + Number(`0.${fraction}`) * 1000;
}

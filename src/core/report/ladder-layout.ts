import type { AnalysisReset, AnalysisSession, LadderPacket } from '../../contract/analysis.ts';
import { millisecondsOf } from '../instant.ts';
import { judgedReset } from './judged-reset.ts';

/** Geometry and words of a ladder diagram, in CSS pixels; the window and the report draw the same one. */
export interface LadderLayout {
  /** States the finding. */
  readonly title: string;
  /** Distance and delay that make the reset stand out; empty when there are none. */
  readonly facts: string;
  /** For those who do not see the picture. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** Where the readings begin; left of it is the picture alone, for where there is no room for both. */
  readonly readingX: number;
  readonly lifelines: readonly Lifeline[];
  readonly arrows: readonly LadderArrow[];
  /** Packets left out in the middle of a long session, or null. */
  readonly gap: { readonly y: number; readonly text: string } | null;
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
  /** Flags in words with payload length; for a reset and what drew it also the number they share. */
  readonly label: string;
  /** Milliseconds since the first packet shown. */
  readonly time: string;
  /** TTL at the arrow head, for packets that arrived here. */
  readonly ttl: string | null;
  readonly kind: 'normal' | 'trigger' | 'reset';
  /** What the arrow means, in plain words. */
  readonly reading: string;
  /** The same, broken into lines that fit beside the picture. */
  readonly readingLines: readonly string[];
  /** Where a reset is crossed out, off its label; null for other packets. */
  readonly crossX: number | null;
}

const TOP = 52;
const ROW = 40;
/** From the head to the first arrow, whose words stand above it. */
const FIRST = 28;
const YOU = 128;
const OWNER_WITH_STRANGER = 330;
const OWNER_ALONE = 440;
const STRANGER = 456;
const READING = 520;
const WIDTH = 880;
/** Characters that fit beside the picture at 13 px, bold included. */
const READING_CHARACTERS = 52;
const OPENING_ROWS = 3;
const MOST_ROWS = 16;

/** Lays out the packets around a session's first reset. Null when the session has none. */
export function layoutLadder(session: AnalysisSession): LadderLayout | null {
  if (session.ladder.length === 0) return null;
  const judged = judgedReset(session);
  if (!judged) return null;
  const resets = new Map(
    session.resets.filter(({ file }) => file === judged.file).map((reset) => [reset.packet, reset]),
  );
  const strangerName = strangerOf(judged);
  const owner = strangerName === null ? OWNER_ALONE : OWNER_WITH_STRANGER;
  const { shown, leftOut } = trim(session.ladder, judged.packet);
  const trigger = triggerOf(shown, judged);
  const arrows = shown.map((packet, index): LadderArrow => {
    const reset = resets.get(packet.packet);
    const isTrigger = packet.packet === trigger;
    const fromStranger = reset !== undefined && comesFromStranger(reset);
    const far = fromStranger || (isTrigger && strangerName !== null) ? STRANGER : owner;
    const incoming = packet.from === 'server';
    const kind = reset && reset.from === 'server' ? 'reset' : isTrigger ? 'trigger' : 'normal';
    const reading = readingOf(packet, reset, {
      stranger: isTrigger ? strangerName : null,
      repeated: isRepeated(shown, index),
      resetBy: fromStranger ? strangerName : null,
    });
    const row = index + (leftOut > 0 && index >= OPENING_ROWS ? 1 : 0);
    return {
      packet: packet.packet,
      y: TOP + ROW * row + FIRST,
      fromX: incoming ? far : YOU,
      toX: incoming ? YOU : far,
      label: labelOf(packet, kind),
      time: `${(millisecondsOf(packet.at) - millisecondsOf(shown[0]?.at ?? packet.at)).toFixed(2)} ms`,
      ttl: incoming ? `TTL ${packet.ttl}` : null,
      kind,
      reading,
      readingLines: linesOf(reading),
      crossX: kind === 'reset' ? far - (far - YOU) / 5 : null,
    };
  });
  const rows = shown.length + (leftOut > 0 ? 1 : 0);
  return {
    title: titleOf(judged, strangerName),
    facts: factsOf(judged),
    description: `${shown.length} packets of the session from port ${session.client.port} to ${session.server.address} port ${session.server.port}. ${judged.evidence.map(({ text }) => text).join(' ')}`,
    width: WIDTH,
    height: TOP + ROW * rows + 16,
    readingX: READING,
    lifelines: lifelinesOf(session, judged, strangerName, owner),
    arrows,
    gap:
      leftOut > 0
        ? { y: TOP + ROW * OPENING_ROWS + FIRST, text: `${leftOut} packets of this session are not drawn` }
        : null,
  };
}

function lifelinesOf(
  session: AnalysisSession,
  judged: AnalysisReset,
  stranger: string | null,
  owner: number,
): Lifeline[] {
  const answered =
    session.synAckTtl === null
      ? session.server.address
      : `TTL ${session.synAckTtl}${session.handshakeMs === null ? '' : `, ${session.handshakeMs} ms`}`;
  return [
    { label: 'You', detail: `port ${session.client.port}`, x: YOU, inferred: false },
    {
      label: session.edge === null ? 'Server' : `Edge ${session.edge}`,
      detail: answered,
      x: owner,
      inferred: false,
    },
    ...(stranger === null
      ? []
      : [{ label: stranger, detail: `TTL ${judged.ttl}`, x: STRANGER, inferred: true }]),
  ];
}

/** Keeps the opening of the session and what lies around the judged reset. */
function trim(
  packets: readonly LadderPacket[],
  judged: number,
): { readonly shown: readonly LadderPacket[]; readonly leftOut: number } {
  if (packets.length <= MOST_ROWS) return { shown: packets, leftOut: 0 };
  const at = Math.max(
    0,
    packets.findIndex(({ packet }) => packet === judged),
  );
  const rest = MOST_ROWS - OPENING_ROWS;
  const from = Math.max(OPENING_ROWS, Math.min(at - 6, packets.length - rest));
  return {
    shown: [...packets.slice(0, OPENING_ROWS), ...packets.slice(from, from + rest)],
    leftOut: from - OPENING_ROWS,
  };
}

const FLAG_NAMES: Readonly<Record<string, string>> = {
  S: 'SYN',
  F: 'FIN',
  R: 'RST',
  P: 'PSH',
  U: 'URG',
  E: 'ECE',
  W: 'CWR',
  '.': 'ACK',
};

/** `S.` as `SYN-ACK`. */
export const flagsInWords = (flags: string): string =>
  [...flags].map((flag) => FLAG_NAMES[flag] ?? flag).join('-') || 'no flags';

function labelOf(packet: LadderPacket, kind: LadderArrow['kind']): string {
  const flags = flagsInWords(packet.flags);
  if (kind === 'reset') return `${flags}  seq ${packet.sequence}`;
  const payload = packet.payloadBytes > 0 ? ` ${packet.payloadBytes} B` : '';
  return kind === 'trigger' ? `${flags}${payload}  ack ${packet.acknowledgement}` : `${flags}${payload}`;
}

/** The same opening packet again, from the same side. */
function isRepeated(packets: readonly LadderPacket[], index: number): boolean {
  const packet = packets[index];
  return packets
    .slice(0, index)
    .some(
      ({ flags, from, sequence }) =>
        flags === packet?.flags &&
        from === packet.from &&
        sequence === packet.sequence &&
        flags.includes('S'),
    );
}

function linesOf(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < READING_CHARACTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
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

const factsOf = (reset: AnalysisReset): string =>
  [
    ...(reset.ttlDifference ? [`TTL ${reset.ttl} instead of ${reset.ttl - reset.ttlDifference}`] : []),
    ...(reset.delayMs === null ? [] : [`${reset.delayMs} ms after our packet`]),
  ].join(', ');

function titleOf(reset: AnalysisReset, stranger: string | null): string {
  switch (reset.cause) {
    case 'other-edge':
      return `${stranger ?? 'Another edge'} reset a session it had never seen`;
    case 'near-device':
      return 'A device nearby reset the session';
    case 'server-abort':
      return 'The server itself ended the session';
    case 'late-after-close':
      return 'A late reset after the session was already closed';
    case 'closed-port':
      return 'The connection attempt was refused';
    case 'idle-expiry':
      return 'The session had been silent for too long and was forgotten';
    case 'injected':
      return 'A reset was forged in the server’s name';
    case 'local':
      return 'This side ended the session';
    default:
      return 'A reset whose sender is not clear';
  }
}

interface Reading {
  /** Whom this packet may have reached instead of the session's own edge. */
  readonly stranger: string | null;
  readonly repeated: boolean;
  /** Who sent this reset, when that is not the session's own edge. */
  readonly resetBy: string | null;
}

function readingOf(packet: LadderPacket, reset: AnalysisReset | undefined, how: Reading): string {
  if (reset) return resetReading(reset, how.resetBy);
  const fromYou = packet.from === 'client';
  if (packet.flags.includes('S')) return openingReading(fromYou, how.repeated);
  if (how.stranger === 'Device nearby' || how.stranger === 'Someone between')
    return 'The packet the reset answers';
  if (how.stranger !== null)
    return `May have gone to ${how.stranger.replace('Another', 'another')}, which never saw this session`;
  if (packet.flags.includes('F')) return fromYou ? 'You close your side' : 'The server closes its side';
  if (packet.payloadBytes > 0) return fromYou ? 'You send data' : 'The server sends data';
  return fromYou ? 'You confirm what arrived' : 'The server confirms what arrived';
}

function openingReading(fromYou: boolean, repeated: boolean): string {
  if (fromYou) return repeated ? 'You ask again' : 'You ask for a connection';
  return repeated
    ? 'It answers again: your reply does not seem to have arrived'
    : 'It accepts: from now on this session is its own';
}

function resetReading(reset: AnalysisReset, by: string | null): string {
  switch (reset.cause) {
    case 'other-edge':
      return `${by ?? 'Another edge'} does not know this session and resets it`;
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

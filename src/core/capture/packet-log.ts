import { type PacketFields, RST } from './packet-fields.ts';
import type { ExcerptPacket, TcpSession } from './session.ts';

/** Lines of the log at first and at most; what is overwritten is forgotten, so a file of any size takes the same memory. */
const FIRST_LINES = 1 << 10;
const MOST_LINES = 1 << 18;
/** One line is one cache line of 64 bytes: four doubles, then eight 32-bit words. */
const DOUBLES = 8;
const WORDS = 16;
const [TIME, GAP, BEFORE, NUMBER] = [0, 1, 2, 3];
const [SEQUENCE, ACKNOWLEDGEMENT, PAYLOAD, PACKED, POINT, IP_ID] = [8, 9, 10, 11, 12, 13];

/** The excerpt shows a session's first packets, those before its first reset, and some after it. */
const OPENING_PACKETS = 6;
const RECENT_PACKETS = 12;
const EXCERPT_AFTER = 14;
/** Sessions whose first packets are kept apart; a capture of more has ladders without a beginning for the rest. */
const MOST_OPENINGS = 100_000;
const OPENINGS_PER_CHUNK = 1024;
/** Copies of one packet at several capture points lie at most this far apart (domain notes 5.5), nanoseconds. */
const COPY_WINDOW = 5e6;

/** The last packets of the whole capture, each with the way back to the one before it in its session. */
export interface PacketLog {
  /** Writes the packet down as its session's newest. `gap` is the silence right before it, nanoseconds. */
  append(session: TcpSession, f: PacketFields, side: 0 | 1, gap: number): void;
  /** Nothing of the session is needed any more: the room of its first packets can be used again. */
  forget(session: TcpSession): void;
  /** The same packet seen at another capture point within 5 ms. On one point nothing is ever merged. */
  isCopyFromAnotherPoint(session: TcpSession, f: PacketFields, side: 0 | 1): boolean;
  /**
   * Goes through what the client sent in the session, newest first, resets left out, as far as it is remembered.
   *
   * @param mostPackets packets of either direction to look at
   */
  eachFromClient(session: TcpSession, mostPackets: number, see: ClientPacketVisitor): void;
}

/** Times and gaps in nanoseconds. Going on ends when it returns false. */
export type ClientPacketVisitor = (
  at: number,
  acknowledgement: number,
  packet: number,
  gap: number,
) => boolean;

export function createPacketLog(): PacketLog {
  let lines = FIRST_LINES;
  let words = new Int32Array(lines * WORDS);
  let doubles = new Float64Array(words.buffer);
  const openings: Int32Array[] = [];
  const freeOpenings: number[] = [];
  let written = 0;
  let opened = 0;

  /** Where the line of that ordinal starts, in lines; -1 when there is none or it was overwritten. */
  const lineOf = (ordinal: number): number =>
    ordinal < 0 || ordinal < written - lines ? -1 : ordinal % lines;

  /** Only ever before anything is overwritten, so every line keeps its place. */
  function grow(): void {
    lines *= 4;
    const larger = new Int32Array(lines * WORDS);
    larger.set(words);
    words = larger;
    doubles = new Float64Array(larger.buffer);
  }

  function excerptOf(session: TcpSession, d: Float64Array, w: Int32Array, line: number): ExcerptPacket {
    const word = (index: number): number => w[line * WORDS + index] as number;
    const packed = word(PACKED);
    return {
      packet: d[line * DOUBLES + NUMBER] as number,
      at: d[line * DOUBLES + TIME] as number,
      fromClient: session.clientSide === ((packed >> 6) & 1),
      flags: packed & 0x3f,
      sequence: word(SEQUENCE) >>> 0,
      acknowledgement: word(ACKNOWLEDGEMENT) >>> 0,
      payloadBytes: word(PAYLOAD),
      ttl: (packed >> 8) & 0xff,
      window: packed >>> 16,
    };
  }

  function keepOpening(session: TcpSession, line: number): void {
    if (session.opening < 0) {
      const free = freeOpenings.pop();
      if (free === undefined) {
        if (opened === MOST_OPENINGS) return;
        if (opened % OPENINGS_PER_CHUNK === 0)
          openings.push(new Int32Array(OPENINGS_PER_CHUNK * OPENING_PACKETS * WORDS));
        session.opening = opened;
        opened += 1;
      } else session.opening = free;
    }
    const chunk = openings[Math.floor(session.opening / OPENINGS_PER_CHUNK)] as Int32Array;
    const to = ((session.opening % OPENINGS_PER_CHUNK) * OPENING_PACKETS + session.openingCount) * WORDS;
    for (let word = 0; word < WORDS; word += 1) chunk[to + word] = words[line * WORDS + word] as number;
    session.openingCount += 1;
  }

  function openingOf(session: TcpSession): ExcerptPacket[] {
    const chunk = openings[Math.floor(session.opening / OPENINGS_PER_CHUNK)];
    if (session.opening < 0 || chunk === undefined) return [];
    const first = (session.opening % OPENINGS_PER_CHUNK) * OPENING_PACKETS;
    const inDoubles = new Float64Array(chunk.buffer);
    return Array.from({ length: session.openingCount }, (_, index) =>
      excerptOf(session, inDoubles, chunk, first + index),
    );
  }

  function recentAfter(session: TcpSession, packet: number): ExcerptPacket[] {
    const packets: ExcerptPacket[] = [];
    let line = lineOf(session.lastLine);
    while (
      line >= 0 &&
      packets.length < RECENT_PACKETS &&
      (doubles[line * DOUBLES + NUMBER] as number) > packet
    ) {
      packets.unshift(excerptOf(session, doubles, words, line));
      line = lineOf(doubles[line * DOUBLES + BEFORE] as number);
    }
    return packets;
  }

  return {
    append(session, f, side, gap) {
      const isFirstReset = (f.flags & RST) !== 0 && session.excerpt === null;
      if (isFirstReset) {
        const opening = openingOf(session);
        session.excerpt = [...opening, ...recentAfter(session, opening.at(-1)?.packet ?? 0)];
        session.excerptLeft = EXCERPT_AFTER + 1;
      }
      if (written === lines && lines < MOST_LINES) grow();
      const line = written % lines;
      const d = line * DOUBLES;
      const w = line * WORDS;
      doubles[d + TIME] = f.time;
      doubles[d + GAP] = gap;
      doubles[d + BEFORE] = session.lastLine;
      doubles[d + NUMBER] = f.number;
      words[w + SEQUENCE] = f.sequence;
      words[w + ACKNOWLEDGEMENT] = f.acknowledgement;
      words[w + PAYLOAD] = f.payloadLength;
      words[w + PACKED] = f.flags | (side << 6) | (f.ttl << 8) | (f.window << 16);
      words[w + POINT] = f.point;
      words[w + IP_ID] = f.ipId;
      session.lastLine = written;
      written += 1;
      if (session.openingCount < OPENING_PACKETS) keepOpening(session, line);
      if (session.excerptLeft > 0) {
        session.excerpt?.push(excerptOf(session, doubles, words, line));
        session.excerptLeft -= 1;
      }
    },
    forget(session) {
      if (session.opening >= 0) freeOpenings.push(session.opening);
      session.opening = -1;
      session.lastLine = -1;
    },
    isCopyFromAnotherPoint(session, f, side) {
      const packed = f.flags | (side << 6);
      let line = lineOf(session.lastLine);
      for (let back = 0; back < RECENT_PACKETS && line >= 0; back += 1) {
        const w = line * WORDS;
        if (f.time - (doubles[line * DOUBLES + TIME] as number) > COPY_WINDOW) return false;
        if (
          words[w + POINT] !== f.point &&
          ((words[w + PACKED] as number) & 0x7f) === packed &&
          words[w + SEQUENCE] === f.sequence &&
          words[w + ACKNOWLEDGEMENT] === f.acknowledgement &&
          words[w + PAYLOAD] === f.payloadLength &&
          words[w + IP_ID] === f.ipId
        )
          return true;
        line = lineOf(doubles[line * DOUBLES + BEFORE] as number);
      }
      return false;
    },
    eachFromClient(session, mostPackets, see) {
      let line = lineOf(session.lastLine);
      for (let seen = 0; seen < mostPackets && line >= 0; seen += 1) {
        const d = line * DOUBLES;
        const packed = words[line * WORDS + PACKED] as number;
        const isTheirs = ((packed >> 6) & 1) === session.clientSide && (packed & RST) === 0;
        if (
          isTheirs &&
          !see(
            doubles[d + TIME] as number,
            words[line * WORDS + ACKNOWLEDGEMENT] as number,
            doubles[d + NUMBER] as number,
            doubles[d + GAP] as number,
          )
        )
          return;
        line = lineOf(doubles[d + BEFORE] as number);
      }
    },
  };
}

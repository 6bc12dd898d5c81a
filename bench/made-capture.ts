import { closeSync, openSync, writeSync } from 'node:fs';

/** What a made capture is to look like. */
export interface CaptureShape {
  /** Bytes the file is to have, about. */
  readonly bytes: number;
  readonly sessions: number;
  readonly resets: number;
  /** Bytes of payload of a packet that carries data. */
  readonly payloadBytes: number;
  /** Bytes kept of each frame. */
  readonly snapLength: number;
}

const HEADERS = 54;
const RECORD_HEADER = 16;
const BATCH_BYTES = 4 * 1024 * 1024;
const [FIN, SYN, RESET, PUSH, ACK] = [0x01, 0x02, 0x04, 0x08, 0x10];
/** Sessions that are under way at the same time. */
const AT_ONCE = 64;

/** A generator of numbers that gives the same ones every time (mulberry32). */
function createDraw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface RunningSession {
  readonly port: number;
  readonly host: number;
  readonly ttl: number;
  mine: number;
  theirs: number;
  left: number;
  step: number;
}

/**
 * Writes a classic pcap (microseconds, Ethernet) of sessions between machines of one network and the service: they
 * overlap, data go both ways in uneven turns, most are closed, some are reset. The same shape gives the same bytes.
 *
 * @returns packets written
 */
export function writeMadeCapture(path: string, shape: CaptureShape): number {
  const draw = createDraw(shape.sessions);
  const perData = RECORD_HEADER + Math.min(shape.snapLength, HEADERS + shape.payloadBytes);
  const perBare = RECORD_HEADER + HEADERS;
  const dataPackets = Math.max(
    4,
    Math.round((shape.bytes / shape.sessions - 6 * perBare) / (perData + perBare / 2)),
  );
  const resetEvery = Math.max(1, Math.floor(shape.sessions / shape.resets));
  const file = openSync(path, 'w');
  const batch = Buffer.alloc(BATCH_BYTES + 65_536);
  let filled = 0;
  let packets = 0;
  let micros = 0;
  const flush = (): void => {
    writeSync(file, batch, 0, filled);
    filled = 0;
  };
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(shape.snapLength, 16);
  header.writeUInt32LE(1, 20);
  writeSync(file, header);

  const put = (session: RunningSession, fromClient: boolean, flags: number, payload: number): void => {
    const whole = HEADERS + payload;
    const kept = Math.min(whole, shape.snapLength);
    micros += 20 + Math.floor(draw() * 60);
    batch.writeUInt32LE(1_763_890_000 + Math.floor(micros / 1e6), filled);
    batch.writeUInt32LE(micros % 1e6, filled + 4);
    batch.writeUInt32LE(kept, filled + 8);
    batch.writeUInt32LE(whole, filled + 12);
    const at = filled + RECORD_HEADER;
    batch.fill(0, at, at + HEADERS);
    batch.writeUInt16BE(0x0800, at + 12);
    batch[at + 14] = 0x45;
    batch.writeUInt16BE(40 + payload, at + 16);
    batch.writeUInt16BE(packets & 0xffff, at + 18);
    batch[at + 22] = fromClient ? 64 : session.ttl;
    batch[at + 23] = 6;
    const client = 0x0a000000 + session.host;
    const service = 0x68c08d01;
    batch.writeUInt32BE(fromClient ? client : service, at + 26);
    batch.writeUInt32BE(fromClient ? service : client, at + 30);
    batch.writeUInt16BE(fromClient ? session.port : 443, at + 34);
    batch.writeUInt16BE(fromClient ? 443 : session.port, at + 36);
    batch.writeUInt32BE(fromClient ? session.mine : session.theirs, at + 38);
    batch.writeUInt32BE((flags & ACK) === 0 ? 0 : fromClient ? session.theirs : session.mine, at + 42);
    batch[at + 46] = 0x50;
    batch[at + 47] = flags;
    batch.writeUInt16BE(64_240, at + 48);
    filled += RECORD_HEADER + kept;
    packets += 1;
    const consumed = payload + ((flags & (SYN | FIN)) !== 0 ? 1 : 0);
    if (fromClient) session.mine = (session.mine + consumed) >>> 0;
    else session.theirs = (session.theirs + consumed) >>> 0;
    if (filled >= BATCH_BYTES) flush();
  };

  let begun = 0;
  const open = (): RunningSession => {
    begun += 1;
    return {
      port: 1024 + (begun % 60_000),
      host: 2 + Math.floor(begun / 60_000),
      ttl: 50 + (begun % 3),
      mine: Math.floor(draw() * 2 ** 32),
      theirs: Math.floor(draw() * 2 ** 32),
      left: dataPackets,
      step: 0,
    };
  };
  const advance = (session: RunningSession, number: number): boolean => {
    session.step += 1;
    if (session.step === 1) put(session, true, SYN, 0);
    else if (session.step === 2) put(session, false, SYN | ACK, 0);
    else if (session.step === 3) put(session, true, ACK, 0);
    else if (session.left > 0) {
      const fromClient = draw() < 0.3;
      put(session, fromClient, ACK | PUSH, shape.payloadBytes);
      if (draw() < 0.5) put(session, !fromClient, ACK, 0);
      session.left -= 1;
    } else if (number % resetEvery === 0) {
      put(session, false, RESET, 0);
      return false;
    } else {
      put(session, true, FIN | ACK, 0);
      put(session, false, FIN | ACK, 0);
      put(session, true, ACK, 0);
      return false;
    }
    return true;
  };
  const running = new Map<number, RunningSession>();
  while (begun < shape.sessions || running.size > 0) {
    while (running.size < AT_ONCE && begun < shape.sessions) {
      const session = open();
      running.set(begun, session);
    }
    for (const [number, session] of running) {
      const burst = 1 + Math.floor(draw() * 6);
      for (let turn = 0; turn < burst; turn += 1)
        if (!advance(session, number)) {
          running.delete(number);
          break;
        }
    }
  }
  flush();
  closeSync(file);
  return packets;
}

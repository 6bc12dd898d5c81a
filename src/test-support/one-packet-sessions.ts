import { pcapHeader } from '../core/capture/pcap-writer.ts';

const PER_CHUNK = 4000;
const RECORD = 16;
const FRAME = 54;
const PORTS = 60_000;

/**
 * A pcap file (nanoseconds, Ethernet) of so many sessions with the service of one SYN each, in pieces: nobody answers,
 * and no session comes twice.
 *
 * @param perSecond sessions that begin in a second of the capture
 */
export function* onePacketSessions(count: number, perSecond: number): Generator<Uint8Array> {
  yield pcapHeader(1);
  for (let begun = 0; begun < count; begun += PER_CHUNK) {
    const chunk = Buffer.alloc(Math.min(PER_CHUNK, count - begun) * (RECORD + FRAME));
    for (let at = 0, number = begun; at < chunk.length; at += RECORD + FRAME, number += 1) {
      chunk.writeUInt32LE(1_763_890_000 + Math.floor(number / perSecond), at);
      chunk.writeUInt32LE(Math.floor((1e9 * (number % perSecond)) / perSecond), at + 4);
      chunk.writeUInt32LE(FRAME, at + 8);
      chunk.writeUInt32LE(FRAME, at + 12);
      chunk.writeUInt16BE(0x0800, at + RECORD + 12);
      const ip = at + RECORD + 14;
      chunk.writeUInt16BE(0x4500, ip);
      chunk.writeUInt16BE(40, ip + 2);
      chunk.writeUInt16BE(0x4006, ip + 8);
      chunk.writeUInt32BE(0x0a000000 + Math.floor(number / PORTS), ip + 12);
      chunk.writeUInt32BE(0x68c08d01, ip + 16);
      chunk.writeUInt16BE(1024 + (number % PORTS), ip + 20);
      chunk.writeUInt16BE(443, ip + 22);
      chunk.writeUInt32BE(Math.imul(number, 0x9e3779b1) >>> 0, ip + 24);
      chunk.writeUInt16BE(0x5002, ip + 32);
      chunk.writeUInt16BE(64_240, ip + 34);
    }
    yield chunk;
  }
}

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDraw } from '../../scripts/fuzz/draw.ts';
import { createCaptureReader } from '../../src/core/capture/capture-reader.ts';
import { createSessionTracker } from '../../src/core/capture/session-tracker.ts';
import { drawPackets, mixedFile, rawFile } from './truth/generated-capture.ts';
import { countsOf, hasTshark, readWithTshark } from './truth/tshark-counts.ts';

const PACKETS = 1500;
const folder = mkdtempSync(join(tmpdir(), 'generated-'));

/** Each packet's session by us, null for none. */
function readWithUs(bytes: Uint8Array) {
  const tracker = createSessionTracker({ anycast: [], control: [] });
  const sessions: (number | null)[] = [];
  const reader = createCaptureReader({
    packet(...packet) {
      tracker.packet(...packet);
      sessions.push(tracker.stream < 0 ? null : tracker.stream);
    },
  });
  reader.push(bytes);
  const result = reader.end();
  const { packets, tcp, resets, resetsWithAck } = tracker.counts;
  return {
    result,
    sessions,
    counts: { packets, tcp, sessions: tracker.sessionCount, resets, resetsWithAck },
  };
}

function readWithThem(bytes: Uint8Array, name: string) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const reading = readWithTshark(path);
  if (reading === null) throw new Error('tshark went away');
  return reading;
}

/** The same sessions may have other numbers: tshark numbers what is in tunnels, too. */
const renumbered = (sessions: readonly (number | null)[]): (number | null)[] => {
  const numbers = new Map<number, number>();
  return sessions.map((session) => {
    if (session === null) return null;
    if (!numbers.has(session)) numbers.set(session, numbers.size);
    return numbers.get(session) ?? null;
  });
};

describe.runIf(hasTshark())('tshark counts the same in captures drawn at random', () => {
  test('raw packets, little-endian: each packet is in the same session', () => {
    const bytes = rawFile(drawPackets(createDraw(1), PACKETS), true);
    const ours = readWithUs(bytes);
    const theirs = readWithThem(bytes, 'raw.pcap');
    expect(ours.counts).toEqual(countsOf(theirs));
    expect(ours.counts.sessions).toBeGreaterThan(200);
    expect(ours.counts.packets - ours.counts.tcp, 'what is no TCP was drawn, too').toBeGreaterThan(250);
    expect(renumbered(ours.sessions)).toEqual(renumbered(theirs.frames.map(({ stream }) => stream)));
  });

  test('every link layer in one pcapng, big-endian', () => {
    const draw = createDraw(4);
    const bytes = mixedFile(drawPackets(draw, PACKETS), draw, false);
    const ours = readWithUs(bytes);
    expect(ours.result).toMatchObject({ ok: true, summary: { packets: PACKETS, damage: null } });
    expect(ours.counts).toEqual(countsOf(readWithThem(bytes, 'mixed.pcapng')));
  });
});

test.runIf(hasTshark())('the comparison sees one packet more, and a session that is cut in two', () => {
  const packets = drawPackets(createDraw(5), 60);
  const theirs = countsOf(readWithThem(rawFile(packets, true), 'few.pcap'));
  expect(readWithUs(rawFile(packets.slice(1), true)).counts).not.toEqual(theirs);
  expect(renumbered([4, 4, 7])).not.toEqual(renumbered([0, 1, 2]));
  expect(renumbered([4, 4, null, 7])).toEqual(renumbered([1, 1, null, 0]));
});

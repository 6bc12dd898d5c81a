import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCaptureReader } from '../../core/capture/capture-reader.ts';
import { pcapFile } from '../../test-support/build-capture.ts';
import { joinRing, openCaptureRing } from './capture-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capture-file-'));
  path = join(folder, 'capture.pcap.partial');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const COUNT = 1000;
const whole = pcapFile(
  Array.from({ length: COUNT }, (_, index) => ({
    at: index,
    from: 'client' as const,
    flags: '.',
    seq: index,
  })),
);

/** The sequence numbers of a file's packets, in its order, and whether it is undamaged. */
function sequencesIn(bytes: Uint8Array): { sequences: number[]; damage: unknown } {
  const sequences: number[] = [];
  const reader = createCaptureReader({
    packet: (buffer, at) => {
      sequences.push(new DataView(buffer.buffer, buffer.byteOffset).getUint32(at + 14 + 24));
    },
  });
  reader.push(bytes);
  const result = reader.end();
  return { sequences, damage: result.ok ? result.summary.damage : result };
}

/** @param keepAt after which piece of the stream what is there is asked to be kept */
async function recordAround(maxBytes: number, keepAt: readonly number[]): Promise<boolean> {
  const ring = await openCaptureRing(path, maxBytes);
  for (let at = 0; at < whole.length; at += 333) {
    await ring.write(whole.subarray(at, at + 333));
    if (keepAt.includes(at / 333)) ring.keep();
  }
  await ring.close();
  return ring.dropOthers();
}

async function record(maxBytes: number): Promise<number> {
  const ring = await openCaptureRing(path, maxBytes);
  let most = 0;
  for (let at = 0; at < whole.length; at += 333) {
    await ring.write(whole.subarray(at, at + 333));
    most = Math.max(most, ring.bytes);
  }
  await ring.close();
  return most;
}

test('of a long capture the newest are kept, in one whole file, and never more than its size', async () => {
  const maxBytes = 20_000;
  expect(await record(maxBytes)).toBeLessThanOrEqual(maxBytes + 333);
  expect(readdirSync(folder)).toHaveLength(8);
  for (const name of readdirSync(folder))
    expect(sequencesIn(readFileSync(join(folder, name))).damage, `${name} is a capture by itself`).toBeNull();
  await joinRing(path);
  expect(readdirSync(folder)).toEqual(['capture.pcap.partial']);
  const { sequences, damage } = sequencesIn(readFileSync(path));
  expect(damage).toBeNull();
  expect(sequences.at(-1)).toBe(COUNT - 1);
  expect(sequences).toEqual(sequences.map((_, index) => COUNT - sequences.length + index));
  expect(readFileSync(path).length).toBeGreaterThan(maxBytes * 0.75);
});

test('a capture that does not fill its ring is the same as without one', async () => {
  await record(10_000_000);
  await joinRing(path);
  expect(readFileSync(path).equals(whole)).toBe(true);
});

test('a kill while the pieces are joined loses nothing and doubles nothing', async () => {
  await record(20_000);
  const before = readdirSync(folder);
  writeFileSync(join(folder, 'capture.pcap.joining'), 'half of it');
  await joinRing(path);
  const joined = readFileSync(path);
  expect(readdirSync(folder)).toEqual(['capture.pcap.partial']);
  rmSync(path);

  await record(20_000);
  expect(readdirSync(folder)).toEqual(before);
  writeFileSync(join(folder, 'capture.pcap.joined'), joined);
  rmSync(join(folder, before[0] ?? ''));
  await joinRing(path);
  expect(readFileSync(path).equals(joined), 'what was whole already is taken').toBe(true);
  expect(readdirSync(folder)).toEqual(['capture.pcap.partial']);
});

test('pieces of an earlier recording of that name are not mixed with the new one', async () => {
  writeFileSync(join(folder, 'capture.pcap.3.older'), 'kept');
  await expect(openCaptureRing(path, 1000)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readdirSync(folder)).toEqual(['capture.pcap.3.older']);
});

test('of a ring that was asked to keep something, that stays and nothing else', async () => {
  expect(await recordAround(20_000, [100])).toBe(true);
  await joinRing(path);
  expect(readdirSync(folder)).toEqual(['capture.pcap.partial']);
  const { sequences, damage } = sequencesIn(readFileSync(path));
  expect(damage).toBeNull();
  const moment = Math.floor((333 * 100) / (whole.length / COUNT));
  expect(sequences, 'what passed just before').toContain(moment - 100);
  expect(sequences).toContain(moment);
  expect(sequences, 'what passed long before').not.toContain(1);
  expect(sequences, 'what passed long after').not.toContain(COUNT - 1);
  expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
});

test('what is kept last is there whether or not its piece was full', async () => {
  const pieces = Math.floor(whole.length / 333);
  expect(await recordAround(20_000, [pieces])).toBe(true);
  await joinRing(path);
  expect(sequencesIn(readFileSync(path)).sequences.at(-1)).toBe(COUNT - 1);
});

test('of a ring in which nothing happened no file is left', async () => {
  expect(await recordAround(20_000, [])).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('what is kept has a bound, and its first examples stay', async () => {
  const maxBytes = 4000;
  await recordAround(
    maxBytes,
    Array.from({ length: 1000 }, (_, index) => index),
  );
  await joinRing(path);
  const bytes = readFileSync(path);
  expect(bytes.length).toBeLessThan(6 * maxBytes);
  expect(sequencesIn(bytes).sequences[0]).toBe(0);
});

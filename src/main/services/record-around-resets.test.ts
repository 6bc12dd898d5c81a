import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaptureEnd } from '../../contract/broker.ts';
import { within } from '../../test-support/broker-parts.ts';
import { pcapFile } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';
import type { CaptureSourceEvents } from '../elevation/capture-source.ts';
import { readHere } from '../node/live-reader.ts';
import { loadProductFacts } from './product-facts.ts';
import { recordAroundResets } from './record-around-resets.ts';

const facts = loadProductFacts(join(import.meta.dirname, '..', '..', '..', 'resources'));
const opened = pcapFile(handshake());
const reset = { at: 60, from: 'server', flags: 'R', seq: 9001, ttl: 40 } as const;
const broken = pcapFile([...handshake(), { ...reset, clientPort: 50_000, serverPort: 443 }]);
const COUNTS = { captured: 4, receivedByFilter: 4, droppedByKernel: 0 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'around-resets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A recording whose packets and end the test decides; its files, its reader and its ring are the real ones. */
async function start() {
  let source: CaptureSourceEvents | null = null;
  let begun = 0;
  const recorded = await recordAroundResets({
    pathOf: (stretch) => join(folder, `${stretch}.pcap`),
    order: { interface: 'any', targets: ['104.192.141.1'], maxSeconds: 60, maxBytes: 1e6, ring: true },
    openSource: async (events) => {
      source = events;
      const end = (reason: CaptureEnd) => events.ended({ reason, counts: COUNTS });
      return {
        kind: 'open',
        source: {
          start: async () => {
            begun += 1;
            return null;
          },
          stop: async () => end('stopped'),
        },
      };
    },
    startReading: () => readHere(facts, ['104.192.141.1']),
    freeBytes: async () => null,
    onProgress: () => {},
    onReset: () => {},
    now: () => new Date('2026-11-24T10:00:00Z'),
  });
  if (!recorded.ok) throw new Error(recorded.problem.message);
  return {
    around: recorded.value,
    push: async (bytes: Uint8Array) => source?.bytes(bytes),
    outOfTime: () => source?.ended({ reason: 'time', counts: COUNTS }),
    begun: () => begun,
  };
}

test('a watch in which nothing is reset leaves no file', async () => {
  const { around, push } = await start();
  await push(opened);
  expect(readdirSync(folder)).toEqual(['1.pcap']);
  expect(await around.end()).toMatchObject([{ isKept: false, reason: 'stopped' }]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a reset that passes is kept with its session', async () => {
  const { around, push } = await start();
  await push(broken);
  expect(await around.end()).toMatchObject([{ isKept: true, path: join(folder, '1.pcap') }]);
  expect(readFileSync(join(folder, '1.pcap')).equals(broken)).toBe(true);
});

test('so is what passed when somebody else saw one, and ending twice is ending once', async () => {
  const { around, push } = await start();
  await push(opened);
  around.happened();
  expect(await around.end()).toHaveLength(1);
  expect(await around.end()).toMatchObject([{ isKept: true }]);
  expect(readdirSync(folder)).toEqual(['1.pcap']);
});

test('when the time of one recording is over the next begins, and only those with a reset stay', async () => {
  const { around, push, outOfTime, begun } = await start();
  await push(opened);
  outOfTime();
  expect(await within(2000, () => begun() === 2)).toBe(true);
  await push(broken);
  const stretches = await around.end();
  expect(stretches.map(({ isKept }) => isKept)).toEqual([false, true]);
  expect(readdirSync(folder)).toEqual(['2.pcap']);
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordedCaptureSchema } from '../../contract/live-capture.ts';
import { within } from '../../test-support/broker-parts.ts';
import { pcapFile } from '../../test-support/build-capture.ts';
import { fakeElevation, liveApp } from '../../test-support/live-app.ts';
import { measuredWorld } from '../../test-support/measured-world.ts';
import { handshake } from '../../test-support/sessions.ts';

const resetFrom = (clientPort: number) =>
  pcapFile([
    ...handshake({ clientPort }),
    { at: 60, from: 'server', flags: 'R', seq: 9001, ttl: 40, clientPort, serverPort: 443 },
  ]);
const bytes = resetFrom(50_000);
const WATCH = { mode: 'watch', idleMinutes: null, watchMinutes: 1, records: true } as const;
const ORDER = { interface: 'any', maxSeconds: 60, maxMegabytes: 10, ring: false, askAgain: false };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meanwhile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const recordings = (): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.includes('capture-'))
    .sort();

/** A watch whose attempts wait until the test lets them end; packets and permission are the test's, too. */
function watch(first?: Parameters<typeof fakeElevation>[0]) {
  let letGo: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { used } = measuredWorld({
    wait: (_number, stop) =>
      Promise.race([held, new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()))]),
  });
  const elevation = fakeElevation(first);
  const app = liveApp(folder, elevation.elevation, {}, used);
  const ended = new Promise((resolve) => void app.diagnose.onEnded(resolve));
  const result = async () => {
    const view = await app.diagnose.state({ masks: false });
    return view.ok ? view.value.result : null;
  };
  return { ...app, ...elevation, letGo: () => letGo(), ended, result };
}

test('a watch keeps what passed around a reset, and it becomes the capture of its case', async () => {
  const { diagnose, source, letGo, ended, result, heard, live } = watch();
  expect(await diagnose.start(WATCH)).toMatchObject({ ok: true });
  expect(recordings()).toHaveLength(1);
  expect(recordings()[0], 'found again when the program is killed now').toMatch(/\.pcap\.partial$/);
  expect(await live.left(), 'but not offered while it runs').toEqual({ ok: true, value: null });
  expect(await live.begin(ORDER)).toMatchObject({ ok: false, problem: { kind: 'usage' } });
  await source()?.bytes(bytes);
  letGo();
  await ended;
  expect(await within(2000, () => heard.finished.length === 1)).toBe(true);
  expect(heard.finished).toEqual(['analysed']);
  const [document = '', capture = ''] = recordings();
  expect(recordings()).toHaveLength(2);
  expect(readFileSync(join(folder, capture)).equals(bytes)).toBe(true);
  const kept = recordedCaptureSchema.parse(JSON.parse(readFileSync(join(folder, document), 'utf8')));
  expect(kept).toMatchObject({ ring: true, way: 'prompt', packets: 4, resets: 1 });
  expect(kept.command[0]).toContain('tcpdump');
  const recording = (await result())?.recording;
  expect(recording).toMatchObject({ packets: 4, resets: 1, files: [{ bytes: bytes.length }] });
  expect(recording?.files[0]?.verdict?.kind).toBeTruthy();
  expect(await live.begin(ORDER), 'the next recording is free again').toMatchObject({ ok: true });
  await live.stop();
});

test('a watch so long that it takes several recordings becomes one capture of all that are kept', async () => {
  const { diagnose, source, orders, letGo, ended, result, heard, capture } = watch();
  expect(await diagnose.start(WATCH)).toMatchObject({ ok: true });
  await source()?.bytes(bytes);
  const counts = { captured: 4, receivedByFilter: 4, droppedByKernel: 0 };
  source()?.ended({ reason: 'time', counts });
  expect(await within(2000, () => orders.length === 2)).toBe(true);
  await source()?.bytes(resetFrom(50_001));
  letGo();
  await ended;
  expect(await within(2000, () => heard.finished.length === 1)).toBe(true);
  expect((await result())?.recording?.files).toHaveLength(2);
  const findings = await capture.findings({ masks: false });
  expect(findings).toMatchObject({ ok: true, value: { resetSessions: 2, tcp: { sessions: 2 } } });
});

test('one in which nothing is reset leaves nothing, and its measurement says so', async () => {
  const { diagnose, source, letGo, ended, result, heard } = watch();
  await diagnose.start(WATCH);
  await source()?.bytes(pcapFile(handshake()));
  letGo();
  await ended;
  expect(recordings()).toEqual([]);
  expect((await result())?.recording).toMatchObject({ packets: 3, files: [] });
  expect(heard.finished).toEqual([]);
});

test('without the permission nothing is measured, and nothing is left', async () => {
  const { diagnose, result } = watch({ kind: 'refused', failure: { kind: 'declined', detail: '' } });
  expect(await diagnose.start(WATCH)).toMatchObject({ ok: false });
  expect(recordings()).toEqual([]);
  expect(await result()).toBeNull();
});

test('closing the program in the middle ends both and keeps what was reset', async () => {
  const { app, diagnose, source, closed } = watch();
  await diagnose.start(WATCH);
  await source()?.bytes(bytes);
  await app.close();
  expect(closed()).toBe(1);
  expect(recordings().filter((name) => name.endsWith('.pcap'))).toHaveLength(1);
  expect(recordings().filter((name) => /partial|older/.test(name))).toEqual([]);
});

test('a recording under way already is not taken over by a watch', async () => {
  const { diagnose, live, result } = watch();
  await live.begin(ORDER);
  expect(await diagnose.start(WATCH)).toMatchObject({ ok: false, problem: { kind: 'usage' } });
  await live.stop();
  expect(await result()).toBeNull();
});

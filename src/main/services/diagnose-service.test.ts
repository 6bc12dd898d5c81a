import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AppHandlers, appIpc } from '../../contract/app-ipc.ts';
import type { TraceOutput } from '../../contract/diagnose.ts';
import { createIpcFake } from '../../contract/ipc-fake.ts';
import type { Notice } from '../../core/words/override-words.ts';
import { type MeasuredWorld, measuredWorld } from '../../test-support/measured-world.ts';
import { createCaseService } from './case-service.ts';
import { createCaseStore } from './case-store.ts';
import { createDiagnoseService } from './diagnose-service.ts';
import { loadProductFacts } from './product-facts.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const facts = loadProductFacts(join(PROJECT, 'resources'));
const SPLIT = readFileSync(join(PROJECT, 'e2e', 'fixtures', 'traces', 'linux-two-in-one.txt'));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diagnose-service-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The service behind the border, as the window sees it. */
async function start(world: MeasuredWorld) {
  let seconds = 0;
  let draws = 0;
  const random = () => {
    draws += 7;
    return (draws % 30) / 30;
  };
  const now = () => new Date(Date.UTC(2026, 10, 26, 9) + 2000 * seconds++);
  const store = createCaseStore(folder, now);
  const cases = createCaseService(store, { now, random });
  const fake = createIpcFake(appIpc, {} as AppHandlers);
  const names = { userName: 'anna', hostName: 'box', homeFolder: '/home/anna' };
  const notices: Notice[] = [];
  const parts = {
    cases,
    store,
    facts,
    ports: { now, names, notify: (notice: Notice) => void notices.push(notice) },
    measuring: measuredWorld(world).used,
  };
  const unasked = () => Promise.reject(new Error('nobody asked for a recording'));
  const service = createDiagnoseService({
    ...{ ...parts, events: fake.events.diagnose, record: unasked, readKept: unasked },
  });
  const handlers = { diagnose: service.handlers, cases: cases.handlers } as AppHandlers;
  const { bridge } = createIpcFake(appIpc, handlers);
  const made = await cases.ensure();
  if (!made.ok) throw new Error(made.problem.message);
  const ended = new Promise((resolve) => void fake.bridge.diagnose.onEnded(resolve));
  const view = async (masks = true) => {
    const answer = await bridge.diagnose.state({ masks });
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value;
  };
  const file = (name: string) => join(folder, 'cases', made.value.id, name);
  return { bridge, heard: fake.bridge.diagnose, ended, view, file, notices, close: service.close };
}

test('each attempt is told, and the result lies beside the case in place of the part', async () => {
  const { bridge, heard, ended, view, file } = await start({
    outcome: (arm) => (arm === 'anycast' ? 'reset' : 'ok'),
  });
  const told: string[] = [];
  const left: number[] = [];
  heard.onAttempt(({ arm }) => void told.push(arm));
  heard.onProgress(({ secondsLeft }) => void left.push(secondsLeft));
  expect(await bridge.diagnose.start({ mode: 'standard', idleMinutes: null })).toMatchObject({ ok: true });
  expect(await bridge.diagnose.start({ mode: 'quick', idleMinutes: null }), 'one at a time').toMatchObject({
    ok: false,
  });
  await expect(ended).resolves.toMatchObject({ kind: 'measured', case: { diagnosis: { addedTraces: 0 } } });
  expect(told).toHaveLength(64);
  expect(left.at(-1)).toBe(0);
  expect((await view()).result).toMatchObject({ verdict: { kind: 'anycast-shift-per-packet' } });
  expect(existsSync(file('diagnosis.json'))).toBe(true);
  expect(existsSync(file('diagnosis.part.json'))).toBe(false);
});

test('what was measured before a kill is shown after the next start, until it is set aside', async () => {
  const first = await start({ wait: (number) => (number > 8 ? new Promise(() => {}) : Promise.resolve()) });
  await first.bridge.diagnose.start({ mode: 'quick', idleMinutes: null });
  await expect.poll(async () => (await first.view()).running?.attempts.length).toBe(8);
  // The parts are written one after the other, behind the answers of the window: the first holds no attempt yet.
  const kept = () => JSON.parse(readFileSync(first.file('diagnosis.part.json'), 'utf8')).attempts.length;
  await expect.poll(kept).toBe(8);

  const again = await start({});
  await again.bridge.cases.current();
  const { running, left, result } = await again.view();
  expect({ running, result }).toEqual({ running: null, result: null });
  expect(left?.attempts).toHaveLength(8);
  await again.bridge.diagnose.setAside();
  expect((await again.view()).left).toBeNull();
  expect(existsSync(again.file('diagnosis.part.json.aside'))).toBe(true);
});

test('tries over IPv6 outlive a kill, too, apart from the others', async () => {
  const first = await start({
    hasSix: true,
    outcome: (_arm, address) => (address.includes(':') ? 'reset' : 'ok'),
    wait: (number) => (number > 8 ? new Promise(() => {}) : Promise.resolve()),
  });
  await first.bridge.diagnose.start({ mode: 'quick', idleMinutes: null });
  const kept = () =>
    JSON.parse(readFileSync(first.file('diagnosis.part.json'), 'utf8')).ipv6Tries?.length ?? 0;
  await expect.poll(kept).toBeGreaterThan(2);
  const again = await start({});
  await again.bridge.cases.current();
  const { left } = await again.view();
  expect(left?.ipv6Tries.length).toBeGreaterThan(2);
  expect(left?.ipv6Tries.every(({ outcome }) => outcome === 'reset')).toBe(true);
  expect(left?.attempts.every(({ address }) => !address.includes(':'))).toBe(true);
});

test('a single check is stopped alone, and the whole with all of them', async () => {
  const stopped = (stop: AbortSignal) =>
    new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
  const { bridge, ended, view } = await start({
    wait: (number, stop) => (number > 4 ? stopped(stop) : Promise.resolve()),
  });
  await bridge.diagnose.start({ mode: 'quick', idleMinutes: null });
  await expect.poll(async () => (await view()).running?.attempts.length).toBe(4);
  await bridge.diagnose.stop({ check: 'environment' });
  expect((await view()).running, 'ended long ago').not.toBeNull();
  await bridge.diagnose.stop({ check: 'experiment' });
  await ended;
  const { result } = await view();
  expect(result).toMatchObject({ end: 'stopped', verdict: { kind: 'insufficient' } });
  expect(result?.checks.find(({ id }) => id === 'addresses')).toMatchObject({ state: 'done' });
});

test('a trace from elsewhere is fused, masked for the window, and taken out again', async () => {
  const { bridge, ended, view } = await start({ outcome: (arm) => (arm === 'anycast' ? 'reset' : 'ok') });
  const trace = { name: 'trace.txt', bytes: new Uint8Array(SPLIT), flow: 'same' as const };
  expect(await bridge.diagnose.addTrace({ ...trace, bytes: new TextEncoder().encode('no') })).toMatchObject({
    ok: false,
    problem: { kind: 'not-a-trace', message: 'There is no trace in “trace.txt” that could be read.' },
  });
  await bridge.diagnose.addTrace(trace);
  expect(await view()).toMatchObject({ result: null, paths: { classification: { kind: 'per-packet' } } });
  await bridge.diagnose.start({ mode: 'standard', idleMinutes: null });
  await ended;
  expect((await view()).result?.verdict).toMatchObject({ confidence: 'moderate' });
  const { paths } = await view();
  expect(JSON.stringify(paths)).not.toMatch(/"192\.168\.|"10\./);
  expect(await bridge.diagnose.removeTraces()).toMatchObject({ ok: true });
  expect(await view()).toMatchObject({ paths: null, result: { paths: null } });
});

test('traces that ran with administrator rights are told with their commands and times', async () => {
  const output: TraceOutput = {
    source: '/usr/bin/traceroute -T',
    text: String(SPLIT),
    origin: 'linux',
    flow: 'same',
    protocol: 'tcp',
    address: '104.192.141.1',
    isPartial: false,
    isOwn: true,
    isElevated: true,
  };
  const { bridge, ended, file, view } = await start({ traces: [output, output] });
  await bridge.diagnose.start({ mode: 'quick', idleMinutes: null });
  await ended;
  const kept = JSON.parse(readFileSync(file('case.json'), 'utf8')) as { actions: unknown[] };
  expect(kept.actions).toMatchObject([{ kind: 'traced', command: ['/usr/bin/traceroute -T'] }]);
  const paths = (await view()).result?.checks.find(({ id }) => id === 'paths');
  expect(paths?.text).toMatch(/Traced with TCP with administrator rights\.$/);
});

test('a watch tells the system of a reset, and what was measured until Stop is kept', async () => {
  const { bridge, ended, view, notices } = await start({
    outcome: (arm) => (arm === 'anycast' ? 'reset' : 'ok'),
    wait: (number, stop) =>
      number > 8
        ? new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()))
        : Promise.resolve(),
  });
  await bridge.diagnose.start({ mode: 'watch', idleMinutes: null, watchMinutes: 60 });
  await expect.poll(async () => (await view()).running?.attempts.length).toBe(8);
  expect((await view()).running?.secondsLeft).toBeGreaterThan(3000);
  expect(notices.map(({ title }) => title)).toEqual(['A connection to Bitbucket was reset']);
  await bridge.diagnose.stop({ check: null });
  await ended;
  expect((await view()).result).toMatchObject({ mode: 'watch', end: 'stopped' });
  expect((await view()).result?.comparison.anycast.resets).toBe(4);
});

test('a second look is for the case it was asked in, and for no other one', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { bridge, ended, view } = await start({});
    await bridge.diagnose.start({ mode: 'quick', idleMinutes: null });
    await ended;
    await bridge.diagnose.lookAgain({ isWanted: true });
    expect(await bridge.cases.create()).toMatchObject({ ok: true });
    expect((await view()).againAt).toBeNull();
    await bridge.diagnose.start({ mode: 'quick', idleMinutes: null });
    await expect.poll(async () => (await view()).running).toBeNull();
    const before = (await view()).result;
    vi.advanceTimersByTime(20 * 60_000);
    await expect.poll(async () => (await view()).running).toBeNull();
    expect((await view()).result).toEqual(before);
  } finally {
    vi.useRealTimers();
  }
});

test('a second look begins by itself after a quarter of an hour, is compared, and can be called off', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let isBroken = true;
    const { bridge, heard, view, notices } = await start({
      outcome: (arm) => (arm === 'anycast' && isBroken ? 'reset' : 'ok'),
    });
    const next = () => new Promise((resolve) => void heard.onEnded(resolve));
    const first = next();
    await bridge.diagnose.start({ mode: 'standard', idleMinutes: null });
    await first;
    expect((await view()).result?.earlier).toBeNull();
    await bridge.diagnose.lookAgain({ isWanted: true });
    expect((await view()).againAt).not.toBeNull();
    await bridge.diagnose.lookAgain({ isWanted: false });
    expect((await view()).againAt).toBeNull();
    await bridge.diagnose.lookAgain({ isWanted: true });
    isBroken = false;
    const second = next();
    vi.advanceTimersByTime(15 * 60_000);
    await second;
    const { result, againAt } = await view();
    expect(againAt).toBeNull();
    expect(result?.verdict.kind).toBe('healthy');
    expect(result?.earlier).toMatchObject({ kind: 'anycast-shift-per-packet', anycast: { failures: 32 } });
    expect(result?.earlier?.text).toContain('it is over');
    expect(notices.at(-1)?.body).toBe(result?.earlier?.text);
  } finally {
    vi.useRealTimers();
  }
});

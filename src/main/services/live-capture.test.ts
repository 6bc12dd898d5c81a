import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from '../../contract/broker.ts';
import { within } from '../../test-support/broker-parts.ts';
import { pcapFile } from '../../test-support/build-capture.ts';
import { fakeElevation, liveApp } from '../../test-support/live-app.ts';
import { handshake } from '../../test-support/sessions.ts';
import type { Elevation, OpenSource } from '../elevation/capture-source.ts';
import type { LivePorts } from '../ports.ts';

const bytes = pcapFile([
  ...handshake(),
  { at: 60, from: 'server', flags: 'R', seq: 9001, ttl: 40, clientPort: 50_000, serverPort: 443 },
]);
const PLAN = { interface: 'any', maxMegabytes: 10, ring: false };
const order = { interface: 'any', maxSeconds: 60, maxMegabytes: 10, ring: false, askAgain: false };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (elevation: Elevation, more: Partial<LivePorts> = {}) => liveApp(folder, elevation, more);

const filesOf = (): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.includes('capture-'));

describe('a live capture', () => {
  it('is planned with the command, the addresses found and the legacy ones, before anybody is asked', async () => {
    const { elevation, asked } = fakeElevation();
    const plan = await start(elevation).live.plan({ ...PLAN, resolve: true });
    expect(plan).toMatchObject({ ok: true, value: { way: { kind: 'prompt' }, interfaces: ['lo', 'eth0'] } });
    const { command, targets } = (plan as { value: { command: string[]; targets: string[] } }).value;
    expect(targets).toEqual([
      ...['104.192.141.1', '18.205.93.0', '18.205.93.1', '18.205.93.2'],
      ...['104.192.141.9', '2401:1d80:1010::151'],
    ]);
    expect(command[0]).toContain('sudo /usr/bin/tcpdump -i any');
    expect(command[0]).toContain('host 104.192.141.9');
    expect(asked).toEqual([]);
  });

  it('captures exactly what was planned, counts, tells resets at once, and reads the file at the end', async () => {
    const { elevation, orders, source } = fakeElevation();
    const { live, heard, app } = start(elevation);
    await live.plan({ ...PLAN, resolve: true });
    expect(await live.begin(order)).toMatchObject({ ok: true });
    expect(orders[0]).toMatchObject({ interface: 'any', maxSeconds: 60, maxBytes: 10_000_000 });
    expect(orders[0]?.targets).toContain('104.192.141.9');
    expect(await live.mark({ kind: 'happened' })).toMatchObject({ ok: true, value: { kind: 'happened' } });
    await source()?.bytes(bytes.subarray(0, 100));
    await source()?.bytes(bytes.subarray(100));
    expect(await within(2_000, () => heard.reset.length === 1)).toBe(true);
    expect(heard.reset[0]).toMatchObject({ from: 'server', server: { address: '104.192.141.1' } });
    expect(JSON.stringify(heard.reset)).not.toContain('10.0.0.2');
    expect(heard.progress.at(-1)).toMatchObject({ packets: 4, sessions: 1, resets: 1, bytes: bytes.length });
    await live.stop();
    expect(heard.ended[0]).toMatchObject({
      ...{ reason: 'stopped', way: 'prompt', packets: 4, resets: 1 },
      ...{ kernel: { captured: 4 }, marks: [{ kind: 'happened' }] },
    });
    expect(await within(2_000, () => heard.finished.length === 1)).toBe(true);
    expect(heard.finished).toEqual(['analysed']);
    const [document, capture] = filesOf().sort();
    expect(capture).toMatch(/\.pcap$/);
    expect(statSync(join(folder, capture!)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, capture!)).equals(Buffer.from(bytes))).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, document!), 'utf8'))).toEqual(heard.ended[0]);
    const seen = await app.handlers.cases.current(undefined, { windowId: 1 });
    expect(seen.ok && seen.value.current?.actions, 'for the report').toEqual([
      {
        ...{ kind: 'recorded', elevated: true, command: heard.ended[0]?.command, tool: 'tcpdump 4.99.3' },
        ...{ at: heard.ended[0]?.startedAt, endedAt: heard.ended[0]?.endedAt },
      },
    ]);
  });

  it('that is a ring keeps the newest, in one file at the end', async () => {
    const { elevation, orders, source } = fakeElevation();
    const { live, heard } = start(elevation);
    await live.begin({ ...order, maxMegabytes: 1, ring: true });
    expect(orders[0]).toMatchObject({ maxBytes: 1_000_000, ring: true });
    const records = bytes.subarray(24);
    const piece = Buffer.concat(Array.from({ length: 20 }, () => records));
    await source()?.bytes(bytes.subarray(0, 24));
    const rounds = Math.ceil(2_500_000 / piece.length);
    for (let round = 0; round < rounds; round += 1) await source()?.bytes(piece);
    expect(filesOf().filter((name) => name.endsWith('.older'))).toHaveLength(7);
    await live.stop();
    expect(await within(2_000, () => heard.finished.length === 1)).toBe(true);
    const names = filesOf().sort();
    expect(names.map((name) => name.replace(/.*\./, ''))).toEqual(['json', 'pcap']);
    const { size } = statSync(join(folder, names[1] ?? ''));
    expect(size).toBeGreaterThan(600_000);
    expect(size).toBeLessThanOrEqual(1_000_000 + piece.length);
    expect(heard.ended[0]).toMatchObject({ ring: true, file: { bytes: size }, packets: 4 * 20 * rounds });
  });

  it.each<[string, OpenSource | Refusal, string]>([
    ['a no at the prompt', { kind: 'refused', failure: { kind: 'declined', detail: '' } }, 'no-rights'],
    [
      'a program others could change',
      { kind: 'manual', reason: 'untrusted-program', detail: 'x' },
      'no-rights',
    ],
    ['a tool that does not start', { kind: 'failed', message: 'no such device' }, 'not-readable'],
  ])('that comes to nothing after %s says why and leaves no file', async (_name, outcome, kind) => {
    const { elevation } = fakeElevation(outcome);
    const { live, heard } = start(elevation);
    expect(await live.begin(order)).toMatchObject({ ok: false, problem: { kind } });
    expect(filesOf()).toEqual([]);
    expect(heard.ended).toEqual([]);
    expect(await live.mark({ kind: 'before' })).toMatchObject({ ok: false });
  });

  it('keeps a readable file when the helper with rights is lost in the middle of a record', async () => {
    const { elevation, source } = fakeElevation();
    const { live, heard } = start(elevation);
    await live.begin(order);
    await source()?.bytes(bytes.subarray(0, bytes.length - 10));
    source()?.lost();
    expect(await within(2_000, () => heard.finished.length === 1)).toBe(true);
    expect(heard.ended[0]).toMatchObject({ reason: 'connection-lost', packets: 3 });
    expect(heard.finished).toEqual(['analysed']);
  });

  it('stops before the disk is full', async () => {
    let free = 5_000_000_000;
    const { elevation, source } = fakeElevation();
    const { live, heard } = start(elevation, { freeBytes: async () => free });
    await live.begin(order);
    await source()?.bytes(bytes);
    free = 1_000;
    expect(await within(2_000, () => heard.finished.length === 1)).toBe(true);
    expect(heard.ended[0]).toMatchObject({ reason: 'disk-full', packets: 4 });
  });

  it('that was running when the program died is found again and read', async () => {
    const first = start(fakeElevation().elevation);
    await first.live.begin(order);
    await first.live.stop();
    const [, capture] = filesOf().sort();
    for (const name of filesOf()) rmSync(join(folder, name));
    // What a killed program leaves: a file nobody closed, cut anywhere.
    writeFileSync(join(folder, `${capture}.partial`), bytes.subarray(0, bytes.length - 10));
    const second = start(fakeElevation().elevation);
    expect(await second.live.recover()).toMatchObject({ ok: true, value: { fileName: expect.any(String) } });
    expect(await within(2_000, () => second.heard.finished.length === 1)).toBe(true);
    expect(second.heard.finished).toEqual(['analysed']);
    expect(filesOf()).toEqual([capture]);
    expect(await second.live.recover()).toEqual({ ok: true, value: null });
  });

  it('offers what a killed program left until it is set aside, and finds it even then', async () => {
    const first = start(fakeElevation().elevation);
    expect(await first.live.left()).toEqual({ ok: true, value: null });
    await first.live.begin(order);
    expect(await first.live.left(), 'not while there is one of ours').toEqual({ ok: true, value: null });
    await first.live.stop();
    const [, capture] = filesOf().sort();
    renameSync(join(folder, capture!), join(folder, `${capture}.partial`));
    const second = start(fakeElevation().elevation);
    const left = await second.live.left();
    expect(left).toMatchObject({ ok: true, value: { fileName: `${basename(capture!)}.partial` } });
    expect(left.ok && left.value?.startedAt).toBe(first.heard.ended[0]?.startedAt);
    await second.live.setAside();
    expect(await second.live.left()).toEqual({ ok: true, value: null });
    expect(await second.live.recover()).toMatchObject({ ok: true, value: { fileName: basename(capture!) } });
  });

  it('is named after the format it is in', async () => {
    const { elevation, source } = fakeElevation();
    const { live, heard } = start(elevation);
    await live.begin(order);
    await source()?.bytes(Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000', 'hex'));
    await live.stop();
    expect(heard.ended[0]?.file.name).toMatch(/\.pcapng$/);
    expect(
      filesOf()
        .map((name) => name.replace(/.*\./, ''))
        .sort(),
    ).toEqual(['json', 'pcapng']);
  });

  it('whose file is gone when it ends says so', async () => {
    const { elevation } = fakeElevation();
    const { live, heard } = start(elevation);
    await live.begin(order);
    for (const name of filesOf()) rmSync(join(folder, name));
    await live.stop();
    expect(heard.ended).toHaveLength(1);
    expect(heard.finished).toEqual(['failed']);
  });

  it('tells the end of the connections it makes, and makes no others meanwhile', async () => {
    const { elevation } = fakeElevation();
    const { live, heard } = start(elevation);
    await live.begin(order);
    expect(await live.connect({ repository: 'nosuch.invalid:a/b.git' })).toMatchObject({ ok: true });
    expect(await live.connect({ repository: null })).toMatchObject({ ok: false, problem: { kind: 'usage' } });
    await live.stop();
    expect(await within(10_000, () => heard.connected.length === 1)).toBe(true);
    expect(heard.connected[0], 'stopped while git was asked').toBeLessThanOrEqual(1);
  });

  it('is one at a time, makes traffic only while it runs, and only to what git reaches', async () => {
    const { elevation } = fakeElevation();
    const { live } = start(elevation);
    expect(await live.connect({ repository: null })).toMatchObject({ ok: false });
    await live.begin(order);
    expect(await live.begin(order)).toMatchObject({ ok: false, problem: { kind: 'usage' } });
    expect(await live.connect({ repository: 'ext::sh -c id' })).toMatchObject({ ok: false });
    await live.stop();
  });

  it('lets the broker go when the program closes', async () => {
    const { elevation, closed } = fakeElevation();
    const { app, live, heard } = start(elevation);
    await live.begin(order);
    await app.close();
    expect(closed()).toBe(1);
    expect(heard.ended).toHaveLength(1);
    expect(filesOf().some((name) => name.endsWith('.partial'))).toBe(false);
  });
});

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleBroker } from '../../scripts/bundle-broker.ts';
import { createCaptureReader } from '../core/capture/capture-reader.ts';
import { createSessionTracker } from '../core/capture/session-tracker.ts';
import { openBroker } from '../main/broker-client.ts';
import type { BrokerLink, CaptureEnded } from '../main/broker-link.ts';
import { launchChild } from '../main/elevation/launch-child.ts';
import {
  childrenOf,
  doingOf,
  isRunning,
  talkOnLoopback,
  whyNoRealBroker,
  within,
} from '../test-support/broker-parts.ts';

/** Bytes a process has written so far, sockets included (proc(5), io). */
const writtenBy = (pid: number): number =>
  Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);

const why = whyNoRealBroker();
const order = {
  interface: 'lo',
  targets: ['127.0.0.1', '::1'],
  maxSeconds: 60,
  maxBytes: 50_000_000,
  ring: false,
};

describe.skipIf(why !== null)(`the real broker with the real tcpdump${why ? ` (${why})` : ''}`, () => {
  let folder: string;
  let broker: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broker-test-'));
    broker = join(folder, 'broker.cjs');
    await bundleBroker(broker);
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function open() {
    const pieces: Uint8Array[] = [];
    let onEnded: (report: CaptureEnded) => void = () => {};
    const ended = new Promise<CaptureEnded>((resolve) => {
      onEnded = resolve;
    });
    const opened = await openBroker(
      launchChild({ runtime: process.execPath, broker }),
      { bytes: async (bytes) => void pieces.push(bytes), grown: () => {}, ended: onEnded, closed: () => {} },
      folder,
    );
    if (opened.kind !== 'open') throw new Error(opened.failure.detail);
    return { link: opened.link, pieces, ended };
  }

  const sessionsAt = (port: number, bytes: Uint8Array): number => {
    const tracker = createSessionTracker({ anycast: [], control: [] });
    createCaptureReader(tracker).push(bytes);
    return tracker.sessions.filter(({ portLow, portHigh }) => portLow === port || portHigh === port).length;
  };

  /** Whole packets in a file, which may still be growing. */
  const packetsIn = (file: string): number => {
    if (!existsSync(file)) return 0;
    const reader = createCaptureReader(createSessionTracker({ anycast: [], control: [] }));
    reader.push(readFileSync(file));
    const read = reader.end();
    return read.ok ? read.summary.packets : 0;
  };

  const bytesOf = (pieces: readonly Uint8Array[]): Uint8Array => Buffer.concat(pieces);

  const startWorks = async (link: BrokerLink, more = {}): Promise<void> =>
    expect(await link.request('capture.start', { ...order, ...more })).toEqual({ ok: true, output: {} });

  /** A program of its own that captures, its broker and its tcpdump. */
  async function captureInAProgram() {
    const script = new URL('../test-support/capture-until-killed.ts', import.meta.url).pathname;
    const file = join(mkdtempSync(join(tmpdir(), 'broker-file-')), 'capture.pcap');
    const program = spawn(process.execPath, [script, broker, folder, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      program.stdout.once('data', (text: Buffer) => resolve(Number(text.toString('utf8'))));
      program.once('exit', () => reject(new Error('the program ended by itself')));
    });
    const [tool = 0] = childrenOf(pid);
    return { program, file, pid, tool };
  }

  it('captures what passes, tells what the kernel counted, and leaves nothing behind', async () => {
    const { link, pieces, ended } = await open();
    expect(readdirSync(folder)).toEqual(['broker.cjs']);
    const status = await link.request('status', {});
    expect(status).toMatchObject({ ok: true, output: { capturing: false } });
    expect(status.ok && status.output.interfaces).toContain('lo');
    await startWorks(link);
    const [tool = 0] = childrenOf(link.pid);
    expect(isRunning(tool)).toBe(true);
    const { port } = await talkOnLoopback(3);
    expect(await link.request('capture.stop', {})).toMatchObject({ ok: true });
    const report = await ended;
    expect(report.reason).toBe('stopped');
    expect(report.counts.captured).toBeGreaterThan(0);
    expect(report.counts.droppedByKernel).toBe(0);
    const tracker = createSessionTracker({ anycast: [], control: [] });
    const reader = createCaptureReader(tracker);
    reader.push(bytesOf(pieces));
    const read = reader.end();
    expect(read).toMatchObject({ ok: true, summary: { damage: null } });
    expect(read.ok && read.summary.packets).toBe(report.counts.captured);
    expect(sessionsAt(port, bytesOf(pieces))).toBe(3);
    await link.close();
    expect(await within(2_000, () => !isRunning(link.pid) && !isRunning(tool))).toBe(true);
  });

  it('hands over what passed before the stop, also when tcpdump had not come to it yet', async () => {
    const { link, pieces, ended } = await open();
    await startWorks(link);
    const [tool = 0] = childrenOf(link.pid);
    process.kill(tool, 'SIGSTOP');
    const { port } = await talkOnLoopback(3);
    expect(await link.request('capture.stop', {})).toMatchObject({ ok: true });
    expect(sessionsAt(port, bytesOf(pieces))).toBe(0);
    process.kill(tool, 'SIGCONT');
    expect((await ended).reason).toBe('stopped');
    expect(sessionsAt(port, bytesOf(pieces))).toBe(3);
    await link.close();
  });

  it('lets nothing through that is not of the targets', async () => {
    const { link, pieces, ended } = await open();
    await startWorks(link, { targets: ['203.0.113.9'] });
    await talkOnLoopback(2);
    await link.request('capture.stop', {});
    expect((await ended).counts.captured).toBe(0);
    expect(bytesOf(pieces)).toHaveLength(24);
    await link.close();
  });

  it('ends a capture by itself when its time is over', async () => {
    const { link, ended } = await open();
    await startWorks(link, { maxSeconds: 1 });
    expect((await ended).reason).toBe('time');
    await link.close();
  });

  it('ends a capture by itself at its size, with the last record whole', async () => {
    const { link, pieces, ended } = await open();
    await startWorks(link, { maxBytes: 3_000 });
    await talkOnLoopback(30);
    expect((await ended).reason).toBe('size');
    const reader = createCaptureReader(createSessionTracker({ anycast: [], control: [] }));
    reader.push(bytesOf(pieces));
    expect(reader.end()).toMatchObject({ ok: true, summary: { damage: null } });
    await link.close();
  });

  it('refuses what is over its limits, unknown interfaces, and a second capture', async () => {
    const { link } = await open();
    const ask = async (more: object) => {
      const answer = await link.request('capture.start', { ...order, ...more });
      return answer.ok ? 'done' : answer.refusal.kind;
    };
    expect(await ask({ maxSeconds: 1_000_000 })).toBe('over-limit');
    expect(await ask({ maxBytes: 1e15 })).toBe('over-limit');
    expect(await ask({ targets: Array.from({ length: 31 }, (_, i) => `10.0.0.${i}`) })).toBe('over-limit');
    expect(await ask({ interface: 'nosuch0' })).toBe('unknown-interface');
    expect(childrenOf(link.pid)).toEqual([]);
    expect(await ask({})).toBe('done');
    expect(await ask({})).toBe('busy');
    await link.close();
  });

  it('is gone with its tcpdump within five seconds when the program is killed', async () => {
    const { program, file, pid, tool } = await captureInAProgram();
    expect(isRunning(tool)).toBe(true);
    await talkOnLoopback(3);
    expect(await within(5_000, () => packetsIn(file) >= 15)).toBe(true);
    program.kill('SIGKILL');
    const areGone = await within(5_000, () => !isRunning(pid) && !isRunning(tool));
    expect(areGone, `broker ${doingOf(pid)}, tcpdump ${doingOf(tool)}`).toBe(true);
    expect(readdirSync(folder)).toEqual(['broker.cjs']);
    expect(packetsIn(file), 'and what came by then can be read').toBeGreaterThanOrEqual(15);
    rmSync(dirname(file), { recursive: true });
  });

  it('takes its tcpdump along when the program is killed with bytes unread: then the socket ends with an error', async () => {
    const { program, file, pid, tool } = await captureInAProgram();
    program.kill('SIGSTOP');
    const before = writtenBy(pid);
    await talkOnLoopback(3);
    expect(await within(5_000, () => writtenBy(pid) > before + 1_000)).toBe(true);
    program.kill('SIGKILL');
    const areGone = await within(5_000, () => !isRunning(pid) && !isRunning(tool));
    expect(areGone, `broker ${doingOf(pid)}, tcpdump ${doingOf(tool)}`).toBe(true);
    rmSync(dirname(file), { recursive: true });
  });

  it('takes its tcpdump along when it is told to go', async () => {
    const { link } = await open();
    await startWorks(link);
    const [tool = 0] = childrenOf(link.pid);
    process.kill(link.pid, 'SIGTERM');
    expect(await within(5_000, () => !isRunning(link.pid) && !isRunning(tool))).toBe(true);
    expect(await link.request('status', {})).toMatchObject({ ok: false });
    await link.close();
  });
});

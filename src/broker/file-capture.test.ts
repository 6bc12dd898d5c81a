import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileCapturePlan } from '../core/live-capture/windows-commands.ts';
import { fileCapture } from './file-capture.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'file-capture-'));
  folder = join(parent, 'own');
  mkdirSync(folder);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** The order of pktmon, played with programs of this system that leave a trace of having run. */
function plan(more: Partial<FileCapturePlan> = {}): FileCapturePlan {
  const touch = (name: string) => ({ program: '/usr/bin/touch', args: [join(parent, name)] });
  const recorded = join(parent, 'recorded');
  writeFileSync(recorded, 'x'.repeat(1000));
  const outputFile = join(folder, 'capture.pcapng');
  return {
    before: [touch('before')],
    start: touch('start'),
    stop: [touch('stop'), { program: '/bin/cp', args: [recorded, outputFile] }],
    after: [touch('after')],
    growingFile: recorded,
    outputFile,
    ...more,
  };
}

const happened = (): string[] =>
  ['before', 'start', 'stop', 'after'].filter((name) => existsSync(join(parent, name)));

function collect() {
  const pieces: Uint8Array[] = [];
  const told: number[] = [];
  return {
    size: () => Buffer.concat(pieces).length,
    told,
    limits: {
      ...{ maxSeconds: 60, maxBytes: 10_000, ring: true },
      write: async (piece: Uint8Array) => void pieces.push(piece),
      grown: (bytes: number) => void told.push(bytes),
    },
  };
}

describe.skipIf(process.platform === 'win32')('a capture through a file of the system', () => {
  it('is recorded, converted, handed over, and its folder deleted', async () => {
    const { size, limits } = collect();
    const started = await fileCapture(plan(), folder, limits);
    expect(happened()).toEqual(['before', 'start']);
    if ('refusal' in started) throw new Error(started.refusal.message);
    started.run.stop('stopped');
    expect((await started.run.ended).reason).toBe('stopped');
    expect(size()).toBe(1000);
    expect(happened()).toEqual(['before', 'start', 'stop', 'after']);
    expect(existsSync(folder)).toBe(false);
  });

  it('hands over no more than the limit', async () => {
    const { size, limits } = collect();
    const started = await fileCapture(plan(), folder, { ...limits, maxBytes: 400 });
    if ('refusal' in started) throw new Error(started.refusal.message);
    started.run.stop('stopped');
    await started.run.ended;
    expect(size()).toBe(400);
  });

  it('tells how much there is, and ends when it is full', async () => {
    const { limits, told, size } = collect();
    const started = await fileCapture(plan(), folder, { ...limits, ring: false, maxBytes: 900 });
    if ('refusal' in started) throw new Error(started.refusal.message);
    expect((await started.run.ended).reason).toBe('size');
    expect({ told, size: size() }).toEqual({ told: [1000], size: 900 });
  });

  it('that is a ring goes on when it is full', async () => {
    const { limits, told } = collect();
    const started = await fileCapture(plan(), folder, { ...limits, maxBytes: 900 });
    if ('refusal' in started) throw new Error(started.refusal.message);
    await expect.poll(() => told.length, { timeout: 5_000 }).toBe(2);
    started.run.stop('stopped');
    expect((await started.run.ended).reason).toBe('stopped');
  });

  it('that does not start is tidied up and says why', async () => {
    const refused = { program: '/bin/ls', args: ['/no/such/place'] };
    const started = await fileCapture(plan({ start: refused }), folder, collect().limits);
    expect(started).toMatchObject({
      refusal: { kind: 'failed', message: expect.stringContaining('no/such') },
    });
    expect(happened()).toEqual(['before', 'after']);
    expect(existsSync(folder)).toBe(false);
  });

  it('is stopped and deleted, without being converted, when the broker has to go', async () => {
    const { size, limits } = collect();
    const started = await fileCapture(plan(), folder, limits);
    if ('refusal' in started) throw new Error(started.refusal.message);
    await started.run.kill();
    expect(size()).toBe(0);
    expect(happened()).toEqual(['before', 'start', 'stop', 'after']);
    expect(existsSync(folder)).toBe(false);
  });
});

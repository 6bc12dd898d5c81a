import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { within } from '../../test-support/broker-parts.ts';
import { pcapFile } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';
import { readOnThread } from './live-reader.ts';

const resourcesFolder = join(import.meta.dirname, '..', '..', '..', 'resources');
const worker = join(import.meta.dirname, '..', 'live-worker.ts');
const bytes = pcapFile([
  ...handshake(),
  { at: 60, from: 'server', flags: 'R', seq: 9001, ttl: 40, clientPort: 50_000, serverPort: 443 },
]);

describe('reading a capture on a thread while it grows', () => {
  it('counts what has come so far and gives each reset once', async () => {
    const reader = readOnThread(worker, resourcesFolder, ['104.192.141.1']);
    await reader.push(bytes.subarray(0, 200));
    expect(await within(5_000, () => reader.counts().packets === 1)).toBe(true);
    await reader.push(bytes.subarray(200));
    expect(await within(5_000, () => reader.counts().packets === 4)).toBe(true);
    expect(reader.counts()).toEqual({ packets: 4, sessions: 1, resets: 1 });
    await reader.finish();
    expect(reader.newResets()).toMatchObject([
      { server: { address: '104.192.141.1', port: 443 }, from: 'server' },
    ]);
    expect(reader.newResets()).toEqual([]);
  });

  it('has read everything when it is finished, however much was under way', async () => {
    const reader = readOnThread(worker, resourcesFolder, []);
    const record = bytes.subarray(24);
    await reader.push(bytes.subarray(0, 24));
    for (let index = 0; index < 2_000; index += 1) await reader.push(record);
    await reader.finish();
    expect(reader.counts().packets).toBe(8_000);
    await reader.push(record);
  });

  it('lets the capture go on when the thread cannot be started', async () => {
    const reader = readOnThread(join(import.meta.dirname, 'no-such-worker.ts'), resourcesFolder, []);
    await reader.push(bytes);
    await reader.finish();
    expect(reader.counts().packets).toBe(0);
  });
});

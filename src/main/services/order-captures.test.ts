import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { pcapFile, type TcpPacket } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';
import { analyseCaptures } from './analyse-captures.ts';
import { orderCaptures } from './order-captures.ts';
import { loadProductFacts } from './product-facts.ts';

const SESSION: readonly TcpPacket[] = [
  ...handshake(),
  { at: 21, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 100 },
  { at: 45, from: 'server', flags: 'R', seq: 9001, ttl: 52 },
];

const folder = mkdtempSync(join(tmpdir(), 'order-captures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const put = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

/** The session's packets from one to the other, as one file of a ring. */
const part = (from: number, to: number): Uint8Array => pcapFile(SESSION.slice(from, to));
const [first, second] = [put('ring10', part(0, 3)), put('ring2.gz', gzipSync(part(3, SESSION.length)))];
const names = (paths: readonly string[]): string[] => paths.map((path) => basename(path));

describe('several files of one case', () => {
  test('are read by their first packets, compressed or not', async () => {
    expect(names(await orderCaptures([second, first]))).toEqual(['ring10', 'ring2.gz']);
    expect(names(await orderCaptures([first, second]))).toEqual(['ring10', 'ring2.gz']);
  });

  test('stay as they were given when one of them cannot be told', async () => {
    const text = put('notes.txt', Buffer.from('no capture at all'));
    expect(names(await orderCaptures([second, text, first]))).toEqual(['ring2.gz', 'notes.txt', 'ring10']);
    expect(await orderCaptures([second, '-', first])).toEqual([second, '-', first]);
    expect(await orderCaptures([second, join(folder, 'absent'), first])).toHaveLength(3);
  });

  test('give the same analysis in whatever order they are named', async () => {
    const facts = loadProductFacts(join(import.meta.dirname, '..', '..', '..', 'resources'));
    const analysed = await Promise.all(
      [
        [first, second],
        [second, first],
      ].map((paths) => analyseCaptures({ paths, targets: [], selection: 'all' }, facts)),
    );
    expect(analysed[0]).toEqual(analysed[1]);
    expect(analysed[0]).toMatchObject({ ok: true, value: { tcp: { sessions: 1 } } });
  });
});

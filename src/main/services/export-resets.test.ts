import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pcapFile, type TcpPacket } from '../../test-support/build-capture.ts';
import { handshake } from '../../test-support/sessions.ts';
import { analyseCaptures } from './analyse-captures.ts';
import { exportResets } from './export-resets.ts';
import { loadProductFacts } from './product-facts.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const facts = loadProductFacts(join(PROJECT, 'resources'));
const folder = mkdtempSync(join(tmpdir(), 'export-resets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const recording = (name: string): string => join(PROJECT, 'e2e', 'fixtures', 'captures', name);
const analysed = async (path: string) => {
  const read = await analyseCaptures({ paths: [path], targets: [], selection: 'all' }, facts);
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
};
const put = (name: string, packets: readonly TcpPacket[], link: 'ethernet' | 'sll2' = 'ethernet'): string => {
  const path = join(folder, name);
  writeFileSync(path, pcapFile(packets, { link }));
  return path;
};
const SECRET: TcpPacket = { at: 21, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 100 };
const RESET: TcpPacket = { at: 45, from: 'server', flags: 'R', seq: 9001, ttl: 52 };

describe('the sessions that were reset, in a capture of their own', () => {
  test('are all there, whole sessions, and the analysis of them finds the same resets', async () => {
    const out = join(folder, 'resets.pcap');
    const before = await analysed(recording('random-5-percent.pcap'));
    const saved = await exportResets(
      { paths: [recording('random-5-percent.pcap')], out, whole: false },
      facts.playbook,
    );
    const after = await analysed(out);
    const reset = before.sessions.filter(({ resets }) => resets.length > 0);
    expect(saved).toMatchObject({
      ok: true,
      value: { sessions: reset.length, packets: after.counts.packets },
    });
    expect(after.tcp).toMatchObject({ sessions: reset.length, resets: before.tcp.resets });
    expect(after.counts.packets).toBe(
      reset.reduce((sum, { packets }) => sum + packets.toServer + packets.toClient, 0),
    );
    const features = (sessions: typeof reset) =>
      sessions.map(({ client, server, firstPacketAt, bytes, resets }) => ({
        client,
        server,
        firstPacketAt: firstPacketAt.slice(0, 26),
        bytes,
        resets: resets.map(({ ttl, sequence, delayMs, sequenceOffset }) => [
          ttl,
          sequence,
          delayMs,
          sequenceOffset,
        ]),
      }));
    expect(features(after.sessions)).toEqual(features(reset));
  });

  test('are read by tshark with the same counts, and hold no payload', async (context) => {
    if (spawnSync('tshark', ['--version']).error) return context.skip('tshark is not installed');
    const out = join(folder, 'for-tshark.pcap');
    await exportResets({ paths: [recording('alternate-split.pcap')], out, whole: false }, facts.playbook);
    const { counts, tcp } = await analysed(out);
    const count = (filter: string, ...more: string[]): number => {
      const { stdout } = spawnSync('tshark', ['-n', '-r', out, '-Y', filter, ...more], { encoding: 'utf8' });
      return stdout.split('\n').filter((line) => line !== '').length;
    };
    expect([count('tcp'), count('tcp.flags.reset == 1')]).toEqual([counts.tcp, tcp.resets]);
    const kept = readFileSync(out).length;
    // A record and the longest headers there are; the recording carries payloads of a thousand bytes.
    expect(kept).toBeLessThan(24 + counts.packets * (16 + 20 + 60 + 60));
  });

  test('keep their payload only when that is asked for', async () => {
    const from = put('plain.pcap', [...handshake(), SECRET, RESET]);
    const bytesOf = async (name: string, whole: boolean): Promise<number> => {
      const out = join(folder, name);
      expect(await exportResets({ paths: [from], out, whole }, facts.playbook)).toMatchObject({ ok: true });
      return readFileSync(out).length;
    };
    expect((await bytesOf('with.pcap', true)) - (await bytesOf('without.pcap', false))).toBe(100);
  });

  test('are refused, and nothing is left, when there are none or on two kinds of link', async () => {
    const out = join(folder, 'refused.pcap');
    const healthy = { paths: [recording('healthy-per-flow.pcap')], out, whole: false };
    expect(await exportResets(healthy, facts.playbook)).toMatchObject({
      ok: false,
      problem: { kind: 'usage' },
    });
    const other = [
      ...handshake({ clientPort: 50_001 }),
      { ...SECRET, clientPort: 50_001 },
      { ...RESET, clientPort: 50_001 },
    ];
    const paths = [put('one.pcap', [...handshake(), SECRET, RESET]), put('two.pcap', other, 'sll2')];
    const mixed = await exportResets({ paths, out, whole: false }, facts.playbook);
    expect(mixed).toMatchObject({ ok: false });
    expect(mixed.ok ? '' : mixed.problem.message).toContain('EN10MB and LINUX_SLL2');
    expect(() => readFileSync(out)).toThrow('ENOENT');
  });

  test('never replace a file, nor a folder that is not there', async () => {
    const out = join(folder, 'mine.txt');
    writeFileSync(out, 'mine');
    const paths = [put('again.pcap', [...handshake(), SECRET, RESET])];
    expect(await exportResets({ paths, out, whole: false }, facts.playbook)).toMatchObject({ ok: false });
    expect(readFileSync(out, 'utf8')).toBe('mine');
    const nowhere = { paths, out: join(folder, 'no', 'where.pcap'), whole: false };
    expect(await exportResets(nowhere, facts.playbook)).toMatchObject({ problem: { kind: 'not-found' } });
  });
});

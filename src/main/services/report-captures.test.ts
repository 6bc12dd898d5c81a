import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ALL_REPORT_PARTS, type CaptureChoice } from '../../contract/report.ts';
import { createCaptureReader } from '../../core/capture/capture-reader.ts';
import { createSessionTracker } from '../../core/capture/session-tracker.ts';
import { applyCaseEvent, createCase } from '../../core/session/case-events.ts';
import { recogniseSymptom } from '../../core/symptom/recognise.ts';
import { analyseBytes, FIXTURES, REPOSITORY } from '../../test-support/analyse-bytes.ts';
import { pcapFile, type TcpPacket, tooBigRecord } from '../../test-support/build-capture.ts';
import { REPORT_PORTS } from '../../test-support/report-zip.ts';
import { handshake } from '../../test-support/sessions.ts';
import { loadProductFacts } from './product-facts.ts';
import { type MadeFile, makeWholeReport } from './report-files.ts';

const { playbook } = loadProductFacts(join(REPOSITORY, 'resources'));
const folder = mkdtempSync(join(tmpdir(), 'report-captures-'));
afterAll(() => rmSync(folder, { recursive: true }));

const AT = '2026-11-24T20:00:00Z';
async function reportOf(
  path: string,
  choice: CaptureChoice,
  masks: boolean,
  texts: { readonly symptom?: string; readonly note?: string; readonly title?: string } = {},
): Promise<MadeFile[]> {
  const symptomText = texts.symptom ?? '';
  const written = applyCaseEvent(
    createCase('OTTER-42', AT),
    {
      kind: 'symptom-written',
      text: symptomText,
      symptom: recogniseSymptom(symptomText, playbook.symptoms.signatures).symptom,
    },
    AT,
  );
  const current = { ...written, note: texts.note ?? '', title: texts.title ?? '' };
  const analysis = analyseBytes(readFileSync(path));
  const made = await makeWholeReport(
    { current, analysis, diagnosis: null, paths: null, parts: ALL_REPORT_PARTS, masks, inForce: [] },
    REPORT_PORTS,
    { paths: [path], choice, playbook },
  );
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}
const packetsIn = (files: readonly MadeFile[]): Buffer => {
  const found = files.filter(({ isCapture }) => isCapture);
  expect(found).toHaveLength(1);
  return Buffer.from(found[0]?.bytes ?? []);
};
const fixture = (name: string): string => join(FIXTURES, `${name}.pcap`);

describe('packets in a report', () => {
  test('masked, they are read as before: same verdict, same sessions, resets and features', async () => {
    for (const name of ['alternate-split', 'alternate-split-ethernet', 'firewall-reject']) {
      const before = analyseBytes(readFileSync(fixture(name)));
      const files = await reportOf(fixture(name), 'headers', true);
      const after = analyseBytes(packetsIn(files));
      expect(after.verdict.kind).toBe(before.verdict.kind);
      expect(after.files[0]?.linkTypes).toEqual(['RAW']);
      const told = (sessions: typeof before.sessions) =>
        sessions
          .filter(({ isTarget }) => isTarget)
          .map(({ server, bytes, packets, synAckTtl, edge, resets }) => [
            ...[server, bytes, packets, synAckTtl, edge],
            resets.map(({ at, ttl, sequence, delayMs, cause }) => [
              at.slice(0, 26),
              ttl,
              sequence,
              delayMs,
              cause,
            ]),
          ]);
      expect(told(after.sessions)).toEqual(told(before.sessions));
      const listed = JSON.parse(files.find((one) => one.name === 'report.json')?.text ?? '').analysis
        .sessions;
      const numbers = (address: string): string => address.replace('240.0.0.', 'ip-');
      expect(
        after.sessions.map(({ client }) => numbers(client.address)),
        'the placeholders of the page',
      ).toEqual(
        listed
          .filter((one: { isTarget: boolean }) => one.isTarget)
          .map((one: { client: { address: string } }) => one.client.address),
      );
    }
  });

  test('have right checksums after masking where they were right before, as tshark reckons them', async (context) => {
    if (spawnSync('tshark', ['--version']).error) return context.skip('tshark is not installed');
    const bad = (bytes: Uint8Array, filter: string): number => {
      const path = join(folder, 'check.pcap');
      writeFileSync(path, bytes);
      const options = ['-o', 'ip.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE'];
      const { stdout } = spawnSync('tshark', ['-n', '-r', path, ...options, '-Y', filter], {
        encoding: 'utf8',
      });
      return stdout.split('\n').filter((line) => line !== '').length;
    };
    const masked = packetsIn(await reportOf(fixture('alternate-split'), 'headers', true));
    const before = readFileSync(fixture('alternate-split'));
    const whole = 'tcp.len == 0 && ip.addr == 104.192.141.0/24';
    const good = `${whole} && tcp.checksum.status == 1`;
    expect(bad(masked, 'ip.checksum.status == 0')).toBe(0);
    expect(bad(masked, 'ip.checksum.status == 1')).toBeGreaterThan(100);
    expect(bad(masked, good)).toBe(bad(before, good));
    expect(bad(masked, good)).toBeGreaterThan(50);
    return undefined;
  });

  test('carry their payload only when that is asked for, and never with masks on', async () => {
    const secret: TcpPacket = { at: 21, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 100 };
    const path = join(folder, 'payload.pcap');
    writeFileSync(path, pcapFile([...handshake(), secret], { link: 'ethernet' }));
    const sizeOf = async (choice: CaptureChoice) => packetsIn(await reportOf(path, choice, false)).length;
    expect((await sizeOf('whole')) - (await sizeOf('headers'))).toBe(100);
    await expect(reportOf(path, 'whole', true)).rejects.toThrow('cannot be masked');
    expect((await reportOf(path, 'none', true)).some(({ isCapture }) => isCapture)).toBe(false);
  });

  test('hold what routers say about those sessions: the MTU is read from them as before', async () => {
    const path = join(folder, 'routers.pcap');
    const session = handshake();
    const about = session[0] as TcpPacket;
    const said = [
      { ...about, at: 30, router: '10.9.9.1', mtu: 1400 },
      { ...about, at: 31, router: '10.9.9.1', mtu: 1300, server: '203.0.113.7' },
      { ...about, at: 32, router: '10.9.9.1', mtu: 1200, client: '198.51.100.77' },
    ];
    const whole = pcapFile(session);
    writeFileSync(path, Buffer.concat([whole, ...said.map((one) => tooBigRecord(one))]));
    const read = async (masks: boolean) => {
      const tracker = createSessionTracker({ anycast: [], control: [] });
      createCaptureReader(tracker).push(packetsIn(await reportOf(path, 'headers', masks)));
      return [tracker.counts.packets, tracker.tooBigMessages, tracker.smallestMtu];
    };
    expect(await read(false), 'not about another server').toEqual([session.length + 2, 2, 1200]);
    const shown = (await reportOf(path, 'headers', true)).find(({ isCapture }) => isCapture)?.text ?? '';
    expect(shown.split('\n').slice(2)).toEqual([
      '09:26:40.000000Z 240.0.0.1:50000 > 104.192.141.1:443 [S] seq 1000 ack 0 ttl 64 payload 0, 60 of 60 bytes',
      expect.stringContaining('104.192.141.1:443 > 240.0.0.1:50000 [S.]'),
      expect.stringContaining('[.]'),
      '09:26:40.030000Z 240.0.0.2 > 240.0.0.1 ICMP MTU 1400, about 240.0.0.1:50000 > 104.192.141.1:443, 56 of 56 bytes',
    ]);
    expect(await read(true), 'nor, masked, of an address nobody knows').toEqual([
      session.length + 1,
      1,
      1400,
    ]);
  });

  test('are none but those of sessions with the service', async () => {
    const path = join(folder, 'others.pcap');
    const other = handshake({ clientPort: 50_009, server: '203.0.113.7' });
    writeFileSync(path, pcapFile([...handshake(), ...other], { link: 'ethernet' }));
    const { counts } = analyseBytes(packetsIn(await reportOf(path, 'headers', false)));
    expect(counts.packets).toBe(handshake().length);
  });
});

test('no part of a masked report holds what was planted: addresses, names, secrets, hardware addresses, payload', async () => {
  const word = fc.stringMatching(/^[a-z]{6,12}$/);
  await fc.assert(
    fc.asyncProperty(
      ...[fc.nat(255), fc.nat(255), fc.stringMatching(/^[A-Za-z0-9]{12,20}$/), word, word],
      async (third, fourth, token, workspace, person) => {
        const client = `192.168.${third}.${fourth}`;
        const packets: TcpPacket[] = [
          ...handshake().map((one) => ({ ...one, client })),
          { at: 21, from: 'client', flags: 'P.', seq: 1001, ack: 9001, payload: 64, client },
          // An option of MPTCP that tells another address of this machine (RFC 8684 section 3.4.1).
          {
            at: 22,
            from: 'client',
            flags: '.',
            seq: 1065,
            ack: 9001,
            client,
            options: [30, 8, 0x30, 1, 192, 168, third, fourth],
          },
          { at: 45, from: 'server', flags: 'R', seq: 9001, ttl: 52, client },
        ];
        const path = join(folder, 'planted.pcap');
        writeFileSync(path, pcapFile(packets, { link: 'ethernet' }));
        const files = await reportOf(path, 'headers', true, {
          symptom: `git push https://x:${token}@bitbucket.org/${workspace}q/${person}r.git from ${client}, 52:54:00:ab:cd:ef\nRecv failure: Connection was reset`,
          note: `Mail ${person}p@corp.example, in /home/${person}h/x, token=${token}`,
          title: `at ${client}`,
        });
        expect(files.map(({ name }) => name)).toContain('capture-masked.pcap');
        const planted = [
          ...[client, token, `${workspace}q`, `${person}r`, `${person}p`, `${person}h`, '52:54:00:ab:cd:ef'],
          ...['/home/anna'],
        ];
        const bytes = [Buffer.from([192, 168, third, fourth])];
        for (const { name, bytes: content } of files) {
          const found = Buffer.from(content);
          for (const one of planted) expect(found.includes(one), `${one} in ${name}`).toBe(false);
          if (name.endsWith('.pcap'))
            for (const one of bytes) expect(found.includes(one), `${client} in ${name}`).toBe(false);
        }
      },
    ),
    { numRuns: 40 },
  );
});

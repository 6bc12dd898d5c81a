import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordedCaptureSchema } from '../../contract/live-capture.ts';
import { problemSchema } from '../../contract/problem.ts';
import { createCaptureReader } from '../../core/capture/capture-reader.ts';
import { createSessionTracker } from '../../core/capture/session-tracker.ts';
import { talkOnLoopback, whyNoRealBroker, within } from '../../test-support/broker-parts.ts';

const program = join(import.meta.dirname, '..', 'index.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capture-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the command; `--target` keeps it from looking any name up. */
function run(words: readonly string[], uid?: number) {
  const child = spawn(process.execPath, [program, 'capture', ...words], uid === undefined ? {} : { uid });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    said.out += text;
  });
  child.stderr.on('data', (text) => {
    said.err += text;
  });
  const exit = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { child, said, exit };
}

function readPackets(file: string) {
  const tracker = createSessionTracker({ anycast: [], control: [] });
  const reader = createCaptureReader(tracker);
  reader.push(readFileSync(file));
  return { end: reader.end(), sessions: tracker.sessions };
}

const why = whyNoRealBroker();

describe.skipIf(why !== null)(`capture on the command line${why ? ` (${why})` : ''}`, () => {
  it('captures for the time given and says what it saw in one document', async () => {
    const out = join(folder, 'a.pcap');
    const { said, exit } = run(['--out', out, '--seconds', '3', '--target', '127.0.0.1', '--json']);
    expect(await within(30_000, () => existsSync(out) && statSync(out).size > 0)).toBe(true);
    const { port } = await talkOnLoopback(2);
    expect(await exit).toBe(0);
    const document = recordedCaptureSchema.parse(JSON.parse(said.out));
    expect(document).toMatchObject({
      reason: 'time',
      way: 'root',
      targets: ['127.0.0.1'],
      file: { name: 'a.pcap' },
    });
    expect(said.err).toContain(document.command[0]);
    const { end, sessions } = readPackets(out);
    expect(end).toMatchObject({ ok: true, summary: { damage: null, packets: document.packets } });
    expect(sessions.some(({ portLow, portHigh }) => portLow === port || portHigh === port)).toBe(true);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves a whole file at %s', async (signal) => {
    const out = join(folder, 'a.pcap');
    const { child, said, exit } = run(['--out', out, '--target', '127.0.0.1', '--json']);
    expect(await within(30_000, () => existsSync(out) && statSync(out).size > 0)).toBe(true);
    await talkOnLoopback(2);
    child.kill(signal);
    expect(await exit).toBe(130);
    expect(recordedCaptureSchema.parse(JSON.parse(said.out)).reason).toBe('stopped');
    expect(readPackets(out).end).toMatchObject({ ok: true, summary: { damage: null } });
  });

  it('makes its traffic to the targets with --connect and records what became of each', async () => {
    const out = join(folder, 'a.pcap');
    const { said, exit } = run([
      '--out',
      out,
      '--seconds',
      '2',
      '--target',
      '127.0.0.1',
      '--connect',
      '--json',
    ]);
    expect(await exit).toBe(0);
    const { attempts } = recordedCaptureSchema.parse(JSON.parse(said.out));
    expect(attempts.length).toBeGreaterThan(0);
    expect(new Set(attempts.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });

  it('says in words what to do without rights, and leaves no file', async () => {
    const out = '/tmp/capture-cli-nobody.pcap';
    const { said, exit } = run(['--out', out, '--target', '127.0.0.1', '--json'], 65_534);
    expect(await exit).toBe(4);
    const problem = problemSchema.parse(JSON.parse(said.out));
    expect(problem.kind).toBe('no-rights');
    expect(said.err).toContain('sudo /usr/bin/tcpdump');
    expect(existsSync(out)).toBe(false);
  });
});

describe('the words of capture', () => {
  it.each<[string, readonly string[]]>([
    ['no file', ['--seconds', '1']],
    ['no number', ['--out', 'x.pcap', '--seconds', 'soon']],
    ['too long', ['--out', 'x.pcap', '--seconds', '999999']],
    ['too much', ['--out', 'x.pcap', '--megabytes', '0']],
    ['a word too many', ['--out', 'x.pcap', 'y.pcap']],
    ['a target that is a name', ['--out', 'x.pcap', '--target', 'localhost']],
  ])('with %s are wrong usage', async (_name, words) => {
    const { said, exit } = run([...words, '--json']);
    expect(await exit).toBe(2);
    expect(problemSchema.parse(JSON.parse(said.out)).kind).toBe('usage');
  });

  it('never overwrite a file', async () => {
    const out = join(folder, 'mine.pcap');
    writeFileSync(out, 'mine');
    const { exit } = run(['--out', out, '--target', '127.0.0.1']);
    expect(await exit).toBe(2);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });
});

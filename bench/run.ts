import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onePacketSessions } from '../src/test-support/one-packet-sessions.ts';
import { type CaptureShape, writeMadeCapture } from './made-capture.ts';
import type { Order, Reading } from './reader-process.ts';

/**
 * How fast captures are read, beside the programs that people would use instead: every program reads the same file,
 * in turn with the others, in the same run. What counts are the ratios; seconds are this machine's alone.
 *
 * usage: npm run bench [-- --megabytes 1000] [--rounds 5] [--sessions 10000000]
 */
const PROJECT = join(import.meta.dirname, '..');
/** tshark takes a hundred times as long as the rest, so it runs this often at most. */
const MOST_TSHARK_ROUNDS = 2;
const RESETS_ONLY = 'tcp[tcpflags] & tcp-rst != 0';

interface Peer {
  readonly name: string;
  readonly mostRounds: number;
  /** Reads the file once. @returns milliseconds, or null when the program is not here */
  read(path: string): number | null | Promise<number | null>;
}

const program = (name: string, words: (path: string) => string[], mostRounds: number): Peer => ({
  name,
  mostRounds,
  read(path) {
    const [command = '', ...args] = words(path);
    const startedAt = performance.now();
    const ended = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'ignore'] });
    if (ended.error) return null;
    // A command line says by its exit code what it found; only a broken one ends in another way.
    if (ended.status === null || ended.status > 12) throw new Error(`${name} ended with ${ended.status}`);
    return performance.now() - startedAt;
  },
});

const ask = (reader: ChildProcess, path: string, forMemory = false): Promise<Reading> =>
  new Promise((resolve, reject) => {
    reader.once('message', (reading) => resolve(reading as Reading));
    reader.once('exit', (code) => reject(new Error(`the reader ended with ${code}`)));
    const order: Order = { path, forMemory };
    reader.send(order);
  });

const median = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[times.length >> 1] ?? Number.NaN;

/** The whole file in the page cache, so that nobody pays for the disk. */
const warm = (path: string): void => void readFileSync(path).length;

/** What the analysis thread of the window has for what dies young (`start-analysis.ts`): a third of it for each half. */
const READER_LIMITS = '--max-semi-space-size=4';

interface MadeCase {
  readonly title: string;
  /** @returns packets written */
  write(path: string): number;
  /** A short one of the same kind, read before. */
  writeSmall(path: string): number;
  readonly withTshark: boolean;
}

async function compare(made: MadeCase, rounds: number, folder: string): Promise<void> {
  const path = join(folder, 'capture.pcap');
  const packets = made.write(path);
  warm(path);
  const reader = fork(join(import.meta.dirname, 'reader-process.ts'), {
    execArgv: ['--expose-gc', '--no-warnings', READER_LIMITS],
  });
  const small = join(folder, 'small.pcap');
  made.writeSmall(small);
  await ask(reader, small);
  const first = await ask(reader, path, true);
  const peers: readonly Peer[] = [
    {
      name: 'this program, running',
      mostRounds: rounds,
      async read() {
        return (await ask(reader, path)).milliseconds;
      },
    },
    program(
      'this program, command line',
      (file) => [
        process.execPath,
        '--no-warnings',
        join(PROJECT, 'src/cli/index.ts'),
        'analyze',
        file,
        '--json',
      ],
      rounds,
    ),
    program('tcpdump, resets only', (file) => ['tcpdump', '-r', file, '-nn', RESETS_ONLY], rounds),
    program('tcpdump, copy', (file) => ['tcpdump', '-r', file, '-w', '/dev/null'], rounds),
    program(
      'tshark, resets only',
      (file) => ['tshark', '-n', '-r', file, '-Y', 'tcp.flags.reset==1'],
      made.withTshark ? Math.min(rounds, MOST_TSHARK_ROUNDS) : 0,
    ),
  ];
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const { name, mostRounds, read } of peers) {
      if (round >= mostRounds) continue;
      const milliseconds = await read(path);
      if (milliseconds !== null) times.set(name, [...(times.get(name) ?? []), milliseconds]);
    }
  const last = rounds > 1 ? await ask(reader, path, true) : first;
  reader.kill();
  const bytes = statSync(path).size;
  const base = median(times.get('tcpdump, resets only') ?? []);
  console.log(
    `\n${made.title}: ${(bytes / 1e6).toFixed(0)} MB, ${packets} packets, ${first.sessions} sessions, ${first.resets} resets\n`,
  );
  console.log('| program | seconds, median (least to most) | times tcpdump | packets/s |');
  console.log('| --- | --- | --- | --- |');
  for (const [name, all] of times) {
    const middle = median(all);
    const seconds = (value: number): string => (value / 1000).toFixed(2);
    console.log(
      `| ${name} | ${seconds(middle)} (${seconds(Math.min(...all))} to ${seconds(Math.max(...all))}) | ${(middle / base).toFixed(2)} | ${(packets / middle / 1000).toFixed(1)} million |`,
    );
  }
  const most = Math.max(first.memoryBytes, last.memoryBytes);
  console.log(`\nMemory above the idle process while reading, at most: ${(most / 1e6).toFixed(0)} MB.`);
}

const ofShape = (title: string, shape: CaptureShape): MadeCase => ({
  title,
  write: (path) => writeMadeCapture(path, shape),
  writeSmall: (path) => writeMadeCapture(path, { ...shape, bytes: 64 * 1024, sessions: 20, resets: 4 }),
  withTshark: true,
});

function writeOnePacketSessions(path: string, count: number): number {
  const file = openSync(path, 'w');
  for (const chunk of onePacketSessions(count, 100_000)) writeSync(file, chunk);
  closeSync(file);
  return count;
}

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    sessions: { type: 'string', default: '10000000' },
  },
});
const bytes = Number(values.megabytes) * 1e6;
const rounds = Number(values.rounds);
const sessions = Number(values.sessions);
if (!(bytes >= 1e6) || !(rounds >= 1) || !(sessions >= 0))
  throw new Error('usage: npm run bench [-- --megabytes N] [--rounds N] [--sessions N]');
const folder = mkdtempSync(join(tmpdir(), 'reset-doctor-bench-'));
try {
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}`);
  const whole = { bytes, sessions: Math.round(bytes / 204_000), resets: Math.round(bytes / 4e6) };
  await compare(
    ofShape('Whole packets', { ...whole, payloadBytes: 1394, snapLength: 65_535 }),
    rounds,
    folder,
  );
  const cut = { sessions: Math.round(bytes / 64_500), resets: Math.round(bytes / 1.25e6) };
  for (const size of [bytes / 5, bytes])
    await compare(
      ofShape('Cut to 96 bytes', { ...cut, bytes: size, payloadBytes: 700, snapLength: 96 }),
      rounds,
      folder,
    );
  if (sessions > 0) {
    // tshark keeps all of them and would need several gigabytes.
    const flood: MadeCase = {
      title: 'Sessions of one packet each',
      write: (path) => writeOnePacketSessions(path, sessions),
      writeSmall: (path) => writeOnePacketSessions(path, 1000),
      withTshark: false,
    };
    await compare(flood, 1, folder);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

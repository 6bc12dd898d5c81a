import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readHostsFile } from './read-hosts-file.ts';
import { writeHostsFile } from './write-hosts-file.ts';

const root = mkdtempSync(join(tmpdir(), 'killed-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const canTrace = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/strace');

const PROGRAM = join(import.meta.dirname, 'change-for-a-test.ts');
const OLD = '127.0.0.1 localhost\n10.1.1.1 bitbucket.org # mine\n10.2.2.2 printer\n';
/** Every call that changes what is on the disk, but for creating an empty file: between two of them it stays as it is. */
const CALLS =
  'write,pwrite64,writev,pwritev,ftruncate,truncate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,chmod,fchmod,chown,fchown,copy_file_range';

/** The Nth call of that name. */
type KillPoint = readonly [name: string, nth: number];

let count = 0;
function newHosts(content: string): { folder: string; path: string } {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(folder);
  const path = join(folder, 'hosts');
  writeFileSync(path, content);
  return { folder, path };
}

const heard = (child: ChildProcess, stream: 'stdout' | 'stderr', words: RegExp): Promise<void> =>
  new Promise((resolve, reject) => {
    let text = '';
    child[stream]?.on('data', (part: Buffer) => {
      text += part.toString();
      if (words.test(text)) resolve();
    });
    child.once('close', () => reject(new Error(`it never said ${words}: ${text}`)));
  });

const ended = (child: ChildProcess): Promise<NodeJS.Signals | null> =>
  new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal)));

/**
 * Runs one change under strace from the moment on at which the program is about to begin.
 *
 * @param killAt kills it before that call is carried out; null: lets it finish
 */
async function traced(command: readonly string[], killAt: KillPoint | null) {
  const [program = '', ...words] = command;
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const signalled = ended(child);
  await heard(child, 'stdout', /ready/);
  const log = join(root, `strace-${child.pid}`);
  const inject = killAt === null ? [] : ['-e', `inject=${killAt[0]}:signal=SIGKILL:when=${killAt[1]}`];
  const strace = spawn(
    '/usr/bin/strace',
    ['-e', `trace=${CALLS}`, ...inject, '-o', log, '-p', String(child.pid)],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const straced = ended(strace);
  await heard(strace, 'stderr', /attached/);
  child.stdin?.write('\n');
  const signal = await signalled;
  await straced;
  const calls = readFileSync(log, 'utf8')
    .split('\n')
    .flatMap((line) => /^(\w+)\(/.exec(line)?.[1] ?? []);
  rmSync(log);
  return { signal, calls };
}

/** The first `write` puts the owner into the lock; the later ones wake threads of Node's, as often as it happens to need. */
function pointsIn(calls: readonly string[]): KillPoint[] {
  const seen = new Map<string, number>();
  return calls.flatMap((name): KillPoint[] => {
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return name === 'write' && nth > 1 ? [] : [[name, nth]];
  });
}

/** Kills the change at each of its calls, two at a time. @returns what the file held after each */
async function killedAtEach(
  content: string,
  commandOf: (path: string, folder: string) => readonly string[],
): Promise<{
  left: { content: string; path: string; folder: string }[];
  names: readonly string[];
  wanted: string;
}> {
  const whole = newHosts(content);
  const { calls, signal } = await traced(commandOf(whole.path, whole.folder), null);
  expect(signal, 'let alone, it comes to its end').toBeNull();
  const wanted = readFileSync(whole.path, 'utf8');
  expect(wanted).not.toBe(content);
  const left: { content: string; path: string; folder: string }[] = [];
  const points = pointsIn(calls);
  const names = points.map(([name]) => name);
  const work = async (): Promise<void> => {
    for (let at = points.shift(); at !== undefined; at = points.shift()) {
      const { folder, path } = newHosts(content);
      const killed = await traced(commandOf(path, folder), at);
      expect(killed.signal, at.join()).toBe('SIGKILL');
      left.push({ content: readFileSync(path, 'utf8'), path, folder });
    }
  };
  await Promise.all([work(), work()]);
  return { left, names, wanted };
}

const node = (path: string, action: string): readonly string[] => [
  ...[process.execPath, PROGRAM, path, action, '0123abcd', 'wait'],
];

describe.runIf(canTrace)('killed before each call that changes something on the disk', () => {
  test('the file is the old or the new one, whole, and the next change cleans up', {
    timeout: 60_000,
  }, async () => {
    const { left, names, wanted } = await killedAtEach(OLD, (path) => node(path, 'apply'));
    expect(names).toEqual(['write', 'pwrite64', 'ftruncate', 'fsync', 'rename', 'fsync', 'unlink']);
    expect(new Set(left.map(({ content }) => content))).toEqual(new Set([OLD, wanted]));
    for (const { path, folder } of left) {
      const read = readHostsFile(path);
      if (!read.ok) throw new Error(read.kind);
      const next = Buffer.from(`${read.value.bytes}# one more\n`);
      expect(writeHostsFile({ path, expectedSha256: read.value.sha256, next })).toMatchObject({ ok: true });
      expect(readdirSync(folder)).toEqual(['hosts']);
    }
  });

  test('mounted into a container it is the old one, the new one, or the new one and empty lines', {
    timeout: 60_000,
  }, async () => {
    const { path: applied } = newHosts(OLD);
    await traced(node(applied, 'apply'), null);
    const mounted = (path: string, folder: string): readonly string[] => {
      const place = join(folder, 'mounted');
      writeFileSync(place, '');
      const quoted = node(place, 'revert')
        .map((word) => `'${word}'`)
        .join(' ');
      return ['unshare', '--mount', 'sh', '-c', `mount --bind '${path}' '${place}' && exec ${quoted}`];
    };
    const content = readFileSync(applied, 'utf8');
    const { left, names, wanted } = await killedAtEach(content, mounted);
    expect(names.slice(-5)).toEqual(['unlink', 'pwrite64', 'ftruncate', 'fsync', 'unlink']);
    expect(wanted).toBe(OLD);
    const found = new Set(left.map((one) => one.content));
    const filled = OLD.padEnd(content.length, '\n');
    expect(found).toEqual(new Set([content, filled, OLD]));
  });
});

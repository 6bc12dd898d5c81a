import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame } from '../../src/contract/broker-frames.ts';
import { systemHostsFile } from '../../src/hosts-file/hosts-file-path.ts';
import { readHostsFile } from '../../src/hosts-file/read-hosts-file.ts';
import { writeHostsFile } from '../../src/hosts-file/write-hosts-file.ts';
import { makeBootstrapFolder } from '../../src/main/bootstrap-folder.ts';
import { type LaunchBroker, openBroker } from '../../src/main/broker-client.ts';
import type { CaptureEnded } from '../../src/main/broker-link.ts';
import { promptCommand } from '../../src/main/elevation/prompt-command.ts';

/**
 * Runs in Node for Windows: the program's end of the pipe, the bundled broker on the other, and the real hosts file.
 *
 * usage: windows-side.cjs BROKER ["hold" FOLDER]; prints one line for each check
 */
const [broker = '', action, meeting = ''] = process.argv.slice(2);
const runtime = process.execPath;
const DATABASE_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters';

let failed = 0;
function check(what: string, isSo: boolean, told: unknown = null): void {
  console.log(`${isSo ? 'ok' : 'FAILED'}: ${what}`);
  if (isSo) return;
  failed += 1;
  console.log(JSON.stringify(told));
}

async function within(limitMs: number, isSo: () => boolean): Promise<boolean> {
  for (const end = performance.now() + limitMs; performance.now() < end; await sleep(20))
    if (isSo()) return true;
  return isSo();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const quiet = { bytes: async () => {}, grown: () => {}, ended: () => {}, closed: () => {} };

/** The very line the prompt gets, in a batch file, as sudo-prompt writes one; only that nobody is asked. */
const launchByBatch: LaunchBroker = (folder) =>
  new Promise((resolve) => {
    const line = promptCommand('win32', { runtime, broker }, folder);
    if (line === null) {
      resolve({ kind: 'failed', detail: 'no line' });
      return;
    }
    const batch = join(mkdtempSync(join(tmpdir(), 'batch-')), 'command.bat');
    writeFileSync(batch, `@echo off\r\n${line}\r\n`);
    const child = spawn('cmd.exe', ['/d', '/c', batch], {
      stdio: 'ignore',
      env: { ...process.env, NODE_OPTIONS: '--no-such-option' },
    });
    child.on('close', (code) => resolve({ kind: 'failed', detail: `it ended with ${code}` }));
  });

async function meetOverThePipe(): Promise<void> {
  let onEnded: (report: CaptureEnded) => void = () => {};
  const ended = new Promise<CaptureEnded>((resolve) => {
    onEnded = resolve;
  });
  let folder = '';
  let pipe = '';
  const opened = await openBroker(
    (path) => {
      folder = path;
      pipe = JSON.parse(readFileSync(join(path, 'bootstrap.json'), 'utf8')).pipe;
      return launchByBatch(path);
    },
    { ...quiet, ended: onEnded },
    tmpdir(),
  );
  check('the broker dials the named pipe and says the token', opened.kind === 'open', opened);
  if (opened.kind !== 'open') return;
  const { link } = opened;
  check('the folder is gone once they have met', !existsSync(folder), folder);
  const status = await link.request('status', {});
  check('it answers what it can', status.ok && !status.output.capturing, status);
  console.log(`   ${JSON.stringify(status)}`);
  const second = await new Promise<string>((resolve) => {
    connect(pipe)
      .on('connect', () => resolve('connected'))
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
  });
  check('who dials after the hello is not let in', second !== 'connected', second);
  const before = readdirSync('C:\\ProgramData');
  const [name = ''] = status.ok ? status.output.interfaces : [];
  const order = { interface: name, targets: ['127.0.0.1'], maxSeconds: 60, maxBytes: 1_000_000, ring: false };
  const unknown = await link.request('capture.start', { ...order, interface: 'nosuch0' });
  check(
    'it refuses an unknown interface',
    !unknown.ok && unknown.refusal.kind === 'unknown-interface',
    unknown,
  );
  const started = await link.request('capture.start', order);
  console.log(`   the first tool here started: ${JSON.stringify(started)}`);
  if (started.ok) {
    const during = readdirSync('C:\\ProgramData').filter((one) => !before.includes(one));
    check('a capture through a file has a folder of its own', during.length === 1, during);
    await link.request('capture.stop', {});
    check('it tells the end of the capture', (await ended).reason === 'stopped');
  }
  const after = readdirSync('C:\\ProgramData').filter((one) => !before.includes(one));
  check('no folder of a capture is left', after.length === 0, after);
  await link.close();
  check('it goes when it is told goodbye', await within(5_000, () => !isRunning(link.pid)), link.pid);
}

interface Peer {
  readonly child: ChildProcess;
  readonly socket: Socket;
  readonly exit: Promise<number | null>;
  readonly words: () => string;
  readonly heard: () => string;
  readonly hasToken: boolean;
}

async function meet(): Promise<Peer> {
  const folder = await makeBootstrapFolder(tmpdir());
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(folder.address, resolve));
  const child = spawn(runtime, [broker, folder.path], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  let words = '';
  child.stderr.on('data', (piece: Buffer) => {
    words += piece.toString('utf8');
  });
  const socket = await new Promise<Socket>((resolve) => server.once('connection', resolve));
  let heard = '';
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.on('data', (piece: Buffer) => {
      heard += piece.toString('latin1');
      resolve();
    });
  });
  const hasToken = existsSync(join(folder.path, 'token')) || !heard.includes(folder.token);
  server.close();
  await folder.remove();
  return { child, socket, exit, words: () => words, heard: () => heard, hasToken };
}

const frame = (message: unknown): Uint8Array => encodeFrame('control', Buffer.from(JSON.stringify(message)));

async function endInEveryCase(): Promise<void> {
  const bad: [string, Uint8Array][] = [
    ['a frame of an unknown kind', new Uint8Array([0, 0, 0, 1, 9, 0])],
    ['a frame longer than any may be', new Uint8Array([0xff, 0xff, 0xff, 0xff, 0])],
    ['text that is no JSON', encodeFrame('control', Buffer.from('{'))],
    ['an unknown verb', frame({ kind: 'request', id: 1, verb: 'run', input: {} })],
  ];
  for (const [what, bytes] of bad) {
    const peer = await meet();
    peer.socket.write(bytes);
    const code = await peer.exit;
    check(`it hangs up and ends after ${what}`, code === 1, [code, peer.words()]);
  }
  const read = await meet();
  check('the token is read once and unlinked', !read.hasToken);
  read.socket.destroy();
  check('it ends when the pipe closes', (await read.exit) === 0, read.words());

  const silent = await meet();
  const since = performance.now();
  silent.socket.write(frame({ kind: 'request', id: 7, verb: 'status', input: {} }));
  check('it answers before the silence', await within(5_000, () => silent.heard().includes('"done"')));
  await silent.exit;
  const seconds = Math.round((performance.now() - since) / 1000);
  check('it ends by itself when the program falls silent', silent.words().includes('silent'), silent.words());
  console.log(`   after ${seconds} s`);
}

async function refuseBadFolders(): Promise<void> {
  const spoilt: [string, (path: string) => void][] = [
    [
      'without a pipe',
      (path) => writeFileSync(join(path, 'bootstrap.json'), '{"protocol":1,"ownerId":null,"pipe":null}'),
    ],
    [
      'with a pipe of another machine',
      (path) =>
        writeFileSync(
          join(path, 'bootstrap.json'),
          JSON.stringify({
            protocol: 1,
            ownerId: null,
            pipe: `\\\\elsewhere\\pipe\\bitbucket-reset-doctor-${'a'.repeat(32)}`,
          }),
        ),
    ],
    ['with a short token', (path) => writeFileSync(join(path, 'token'), 'abc')],
  ];
  for (const [what, spoil] of spoilt) {
    const folder = await makeBootstrapFolder(tmpdir());
    spoil(folder.path);
    const { status, stderr } = spawnSync(runtime, [broker, folder.path], { encoding: 'utf8' });
    check(`it does not believe a folder ${what}`, status === 65, [status, stderr]);
    await folder.remove();
  }
}

/** The program is ended the hard way, as the task manager does it. */
async function outliveNoProgram(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hold-'));
  const [script = ''] = process.argv.slice(1);
  const child = spawn(runtime, [script, broker, 'hold', folder], { stdio: ['ignore', 'pipe', 'ignore'] });
  const pid = await new Promise<number>((resolve) => {
    child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString('utf8'))));
  });
  check('a broker of another program is there', isRunning(pid), pid);
  child.kill('SIGKILL');
  check(
    'it is gone within five seconds when that is killed',
    await within(5_000, () => !isRunning(pid)),
    pid,
  );
}

function hostsFile(): void {
  const registry = (...words: string[]): string =>
    spawnSync('C:\\Windows\\System32\\reg.exe', words, { encoding: 'utf8' }).stdout ?? '';
  const usual = systemHostsFile();
  check(
    'the hosts file is in drivers\\etc',
    /^C:\\windows\\system32\\drivers\\etc\\hosts$/i.test(usual),
    usual,
  );
  const elsewhere = 'C:\\net\\etc';
  mkdirSync(elsewhere, { recursive: true });
  const saved = registry('query', DATABASE_KEY, '/v', 'DataBasePath');
  console.log(`   the registry says: ${saved.trim().split('\n').at(-1)?.trim() || 'nothing'}`);
  registry('add', DATABASE_KEY, '/v', 'DataBasePath', '/t', 'REG_EXPAND_SZ', '/d', elsewhere, '/f');
  const moved = systemHostsFile();
  check('it is where the registry says', moved === `${elsewhere}\\hosts`, moved);
  const normal = '%SystemRoot%\\System32\\drivers\\etc';
  registry('add', DATABASE_KEY, '/v', 'DataBasePath', '/t', 'REG_EXPAND_SZ', '/d', normal, '/f');
  const expanded = systemHostsFile();
  check('its one variable is expanded', expanded.toLowerCase() === usual.toLowerCase(), expanded);

  const old = '\ufeff# a comment\r\n127.0.0.1 localhost\r\n';
  writeFileSync(usual, old);
  const next = Buffer.from(`${old}18.205.93.1 bitbucket.org\r\n`);
  const write = (path: string) => {
    const read = readHostsFile(path);
    return read.ok ? writeHostsFile({ path, expectedSha256: read.value.sha256, next }) : read;
  };
  const { ino } = statSync(usual);
  const written = write(usual);
  check('it is rewritten in place', written.ok && written.value.way === 'in-place', written);
  check('every byte of it is what was meant', readFileSync(usual).equals(next));
  check('it is the same file as before', statSync(usual).ino === ino);
  writeFileSync(usual, old);
  chmodSync(usual, 0o444);
  const guarded = write(usual);
  check('a read-only file is rewritten, too', guarded.ok && readFileSync(usual).equals(next), guarded);
  check('and is read-only again', (statSync(usual).mode & 0o200) === 0);
  chmodSync(usual, 0o666);
  const late = writeHostsFile({ path: usual, expectedSha256: '0'.repeat(64), next });
  check('a file that changed meanwhile is left alone', !late.ok && late.kind === 'changed-meanwhile', late);
  check(
    'nothing else lies in the folder',
    readdirSync(join(usual, '..')).every((name) => !name.startsWith('.hosts-')),
  );
}

async function hold(): Promise<void> {
  const opened = await openBroker(launchByBatch, quiet, meeting);
  if (opened.kind === 'open') console.log(opened.link.pid);
}

async function main(): Promise<void> {
  console.log(`Node ${process.version}, ${process.platform}`);
  hostsFile();
  await meetOverThePipe();
  await refuseBadFolders();
  await endInEveryCase();
  await outliveNoProgram();
  process.exit(failed === 0 ? 0 : 1);
}

void (action === 'hold' ? hold() : main());

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../contract/broker-frames.ts';
import { checkTrustedPath, type PathFacts } from '../../scheduler/trusted-path.ts';
import type { LaunchBroker } from '../broker-client.ts';
import type { CaptureSourceEvents } from './capture-source.ts';
import { type AbleTool, chooseWay, type ElevationFacts } from './choose-way.ts';
import { createElevation, type ElevationParts } from './create-elevation.ts';
import { promptCommand } from './prompt-command.ts';
import { meaningOf } from './prompt-failure.ts';

const able: AbleTool = { tool: 'tcpdump', program: '/usr/bin/tcpdump', interface: 'any' };
const usual: ElevationFacts = {
  platform: 'linux',
  isRoot: false,
  able: null,
  trust: { kind: 'trusted' },
  canAsk: true,
  wasDeclined: false,
};
const untrusted = { kind: 'untrusted', why: 'x' } as const;

describe('the way to rights', () => {
  it.each<[string, Partial<ElevationFacts>, string]>([
    ['root asks nobody', { isRoot: true, able, wasDeclined: true, trust: untrusted }, 'root'],
    ['who may capture already is not asked', { able, trust: untrusted, canAsk: false }, 'able'],
    ['who said no may still capture without asking', { able, wasDeclined: true }, 'able'],
    ['an ordinary user is asked', {}, 'prompt'],
    ['an ordinary user of macOS is asked', { platform: 'darwin' }, 'prompt'],
    ['an ordinary user of Windows is asked', { platform: 'win32' }, 'prompt'],
    ['a program others can change asks nobody', { trust: untrusted }, 'untrusted-program'],
    ['without a way to ask there is the manual one', { canAsk: false }, 'no-way-to-ask'],
    ['a no is not questioned', { wasDeclined: true }, 'declined'],
    ['an unknown system is left alone', { platform: 'sunos', isRoot: true }, 'unknown-system'],
  ])('%s', (_name, facts, expected) => {
    const way = chooseWay({ ...usual, ...facts });
    expect(way.kind === 'manual' ? way.reason : way.kind).toBe(expected);
  });
});

describe('what runs as root', () => {
  type Entry = { uid?: number; mode?: number; link?: string };
  const tree = (entries: Record<string, Entry>): PathFacts => ({
    lstat: async (path) => {
      const { uid = 0, mode = 0o755, link } = entries[path] ?? {};
      return { uid, mode, isSymbolicLink: () => link !== undefined };
    },
    realpath: async (path) => entries[path]?.link ?? path,
  });
  const check = (entries: Record<string, Entry>, path = '/opt/app/broker.cjs') =>
    checkTrustedPath(path, 'linux', tree(entries));

  it.each<[string, Record<string, Entry>]>([
    ['belongs to a user', { '/opt/app/broker.cjs': { uid: 1000 } }],
    ['lies in a folder of a user', { '/opt/app': { uid: 1000 } }],
    ['can be written by a group', { '/opt/app/broker.cjs': { mode: 0o664 } }],
    ['lies in a folder everybody writes to, sticky or not', { '/opt': { mode: 0o1777 } }],
    [
      'is a link into a home folder',
      { '/opt/app/broker.cjs': { link: '/home/eve/x' }, '/home/eve': { uid: 1000 } },
    ],
  ])('is not trusted when it %s', async (_name, entries) => {
    expect((await check(entries)).kind).toBe('untrusted');
  });

  it('is trusted when every component is root’s alone, links included', async () => {
    expect(await check({ '/opt/app/broker.cjs': { mode: 0o644 } })).toEqual({ kind: 'trusted' });
    const linked = { '/opt/app/broker.cjs': { link: '/usr/lib/app/broker.cjs', mode: 0o777 } };
    expect(await check(linked)).toEqual({ kind: 'trusted' });
  });

  it('is looked at as it really lies there', async () => {
    const place = mkdtempSync(join(tmpdir(), 'trusted-'));
    writeFileSync(join(place, 'broker.cjs'), '');
    expect(await checkTrustedPath(join(place, 'broker.cjs'))).toEqual({
      kind: 'untrusted',
      why: expect.stringMatching(/can be written by others|does not belong to root/),
    });
    rmSync(place, { recursive: true });
    if (process.platform === 'linux')
      expect(await checkTrustedPath('/usr/bin/env')).toEqual({ kind: 'trusted' });
  });

  it('is not trusted when it is not there, or named from wherever we are', async () => {
    expect((await checkTrustedPath('/nonexistent/x', 'linux')).kind).toBe('untrusted');
    expect((await check({}, 'broker.cjs')).kind).toBe('untrusted');
  });

  it('lies in the programs folder on Windows, also after dots', async () => {
    const kindOf = async (path: string) => (await checkTrustedPath(path, 'win32')).kind;
    expect(await kindOf('C:\\Program Files\\App\\broker.cjs')).toBe('trusted');
    expect(await kindOf('C:\\Users\\eve\\AppData\\broker.cjs')).toBe('untrusted');
    expect(await kindOf('C:\\Program Files\\..\\Users\\eve\\broker.cjs')).toBe('untrusted');
  });
});

describe('the line for the prompt', () => {
  const program = { runtime: '/opt/App/app', broker: '/opt/App/resources/broker/broker.cjs' };

  it('is fixed words around three paths', () => {
    expect(promptCommand('linux', program, '/run/user/1000/b-x')).toBe(
      '/usr/bin/env -u NODE_OPTIONS ELECTRON_RUN_AS_NODE=1 "/opt/App/app" "/opt/App/resources/broker/broker.cjs" "/run/user/1000/b-x"',
    );
    expect(
      promptCommand('win32', { runtime: 'C:\\Program Files\\A\\a.exe', broker: 'C:\\b.cjs' }, 'C:\\T\\x'),
    ).toBe(
      'set "NODE_OPTIONS=" & set "ELECTRON_RUN_AS_NODE=1" & "C:\\Program Files\\A\\a.exe" "C:\\b.cjs" "C:\\T\\x"',
    );
  });

  it.each([
    '/tmp/$(id)',
    '/tmp/`id`',
    '/tmp/a"b',
    "/tmp/a'b",
    '/tmp/a;b',
    '/tmp/a\nb',
    '/tmp/%x%',
    '/tmp/a&b',
    'C:\\x\\',
    '-x',
    '',
  ])('is refused for the path %j', (path) => {
    expect(promptCommand('linux', program, path)).toBeNull();
    expect(promptCommand('win32', { ...program, broker: path }, 'C:\\x')).toBeNull();
  });
});

describe('what the prompt said at its end', () => {
  const denied = 'User did not grant permission.';
  it.each<[string, string, number | null, string]>([
    [denied, 'Error executing command as another user: Request dismissed\n', 126, 'declined'],
    [denied, '', 126, 'declined'],
    [
      denied,
      'Start-Process : This command cannot be run due to the error: The operation was canceled by the user.',
      1,
      'declined',
    ],
    [
      'No polkit authentication agent found.',
      'polkit-agent-helper-1: error: No authentication agent found.',
      127,
      'no-agent',
    ],
    [
      denied,
      'Error executing command as another user: Not authorized\n\nThis incident has been reported.\n',
      127,
      'policy-forbids',
    ],
    [
      denied,
      'Start-Process : This program is blocked by group policy. For more information, contact your system administrator.',
      1,
      'policy-forbids',
    ],
    [
      'Command failed: /usr/bin/env …\nbroker: not started with rights',
      'broker: not started with rights',
      77,
      'policy-forbids',
    ],
    [
      denied,
      'execution error: The administrator user name or password was incorrect. (-60007)',
      1,
      'standard-user',
    ],
    ['Unable to find pkexec or kdesudo.', '', null, 'unavailable'],
    [denied, 'pkexec must be setuid root\n', 127, 'unavailable'],
    [
      denied,
      'Error getting authority: Error initializing authority: Could not connect: No such file or directory (g-io-error-quark, 1)',
      127,
      'unavailable',
    ],
    ["env['USER'] not defined.", '', null, 'unavailable'],
    ['Command failed: ./applet\n/bin/sh: ./applet: Operation not permitted', '', 126, 'unavailable'],
    [denied, "'powershell.exe' is not recognized as an internal or external command,", 1, 'unavailable'],
    ['Command failed: /usr/bin/env …', 'broker: others may enter the folder', 65, 'failed'],
    ['the broker ended', '', null, 'failed'],
  ])('%s %s (%s) means %s', (message, stderr, code, kind) => {
    expect(meaningOf({ message, stderr, code }).kind).toBe(kind);
  });
});

describe('elevation through a session', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'elevation-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const events: CaptureSourceEvents = {
    bytes: async () => {},
    grown: () => {},
    ended: () => {},
    lost: () => {},
  };
  const declines: LaunchBroker = async () => ({ kind: 'declined', detail: '' });
  /** Says a good hello and then does as a broker would on goodbye. */
  const grants: LaunchBroker = (path) => {
    const token = readFileSync(join(path, 'token'), 'utf8');
    const socket = connect(join(path, 'b.sock'));
    socket.on('data', (bytes) => {
      if (bytes.includes('"bye"')) socket.end();
    });
    const hello = { kind: 'hello', protocol: 1, version: '1', pid: 1, token };
    socket.write(encodeFrame('control', Buffer.from(JSON.stringify(hello))));
    return new Promise(() => {});
  };

  function create(more: Partial<ElevationParts>) {
    const asked: string[] = [];
    const counted =
      (name: string, launch: LaunchBroker): LaunchBroker =>
      (path) => {
        asked.push(name);
        return launch(path);
      };
    const elevation = createElevation({
      platform: 'linux',
      isRoot: false,
      temporaryFolder: folder,
      probe: async () => null,
      checkTrust: async () => ({ kind: 'trusted' }),
      canAsk: () => true,
      launchAsRoot: counted('root', grants),
      launchWithPrompt: counted('prompt', more.launchWithPrompt ?? grants),
      ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'launchWithPrompt')),
    });
    return { elevation, asked };
  }

  it('asks once for everything', async () => {
    const { elevation, asked } = create({});
    expect((await elevation.open(events, false)).kind).toBe('open');
    expect((await elevation.open(events, false)).kind).toBe('open');
    expect(asked).toEqual(['prompt']);
    await elevation.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('remembers a no, asks again only when told to, and forgets it after a yes', async () => {
    let answer = declines;
    const { elevation, asked } = create({ launchWithPrompt: (path) => answer(path) });
    expect(await elevation.open(events, false)).toMatchObject({ failure: { kind: 'declined' } });
    expect(await elevation.open(events, false)).toMatchObject({ kind: 'manual', reason: 'declined' });
    expect(await elevation.look()).toMatchObject({ wasDeclined: true, way: { kind: 'manual' } });
    expect(asked).toHaveLength(1);
    answer = grants;
    expect((await elevation.open(events, true)).kind).toBe('open');
    expect(asked).toHaveLength(2);
    expect(await elevation.look()).toEqual({ wasDeclined: false, way: { kind: 'open' } });
    await elevation.close();
  });

  it('asks nobody where the program could have been exchanged, or where it need not', async () => {
    const doubtful = create({ checkTrust: async () => ({ kind: 'untrusted', why: '/x is yours' }) });
    expect(await doubtful.elevation.open(events, true)).toMatchObject({ reason: 'untrusted-program' });
    const may = create({ probe: async () => able });
    expect((await may.elevation.open(events, false)).kind).toBe('open');
    expect([...doubtful.asked, ...may.asked]).toEqual([]);
    const root = create({ isRoot: true });
    expect((await root.elevation.open(events, false)).kind).toBe('open');
    expect(root.asked).toEqual(['root']);
    await root.elevation.close();
  });
});

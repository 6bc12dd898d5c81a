import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeFrame } from '../contract/broker-frames.ts';
import { within } from '../test-support/broker-parts.ts';
import { type LaunchBroker, openBroker } from './broker-client.ts';

const silent = { bytes: async () => {}, grown: () => {}, ended: () => {}, closed: () => {} };
const never = new Promise<never>(() => {});

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'client-test-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** Dials in as a broker would, and says what it is told. */
function dial(folder: string, hello: object, more: readonly object[] = []): Socket {
  const socket = connect(join(folder, 'b.sock'));
  socket.on('error', () => {});
  for (const message of [hello, ...more])
    socket.write(encodeFrame('control', Buffer.from(JSON.stringify(message))));
  return socket;
}

const tokenIn = (folder: string): string => readFileSync(join(folder, 'token'), 'utf8');
const helloWith = (token: string, more = {}) => ({
  kind: 'hello',
  protocol: 1,
  version: '1.0.0',
  pid: 1,
  token,
  ...more,
});

describe('the program waiting for its broker', () => {
  it('meets it in a folder and over files that are the user’s alone, which are gone afterwards', async () => {
    let seen: Record<string, number> = {};
    const launch: LaunchBroker = (folder) => {
      const modeOf = (name: string): number => statSync(join(folder, name)).mode & 0o777;
      seen = { folder: modeOf('.'), token: modeOf('token'), bootstrap: modeOf('bootstrap.json') };
      dial(folder, helloWith(tokenIn(folder)));
      return never;
    };
    const opened = await openBroker(launch, silent, parent);
    expect(opened.kind).toBe('open');
    expect(seen).toEqual({ folder: 0o700, token: 0o600, bootstrap: 0o600 });
    expect(readdirSync(parent)).toEqual([]);
    if (opened.kind === 'open') void opened.link.close();
  });

  it('draws another token each time', async () => {
    const tokens: string[] = [];
    const launch: LaunchBroker = async (folder) => {
      tokens.push(tokenIn(folder));
      return { kind: 'declined', detail: '' };
    };
    await openBroker(launch, silent, parent);
    await openBroker(launch, silent, parent);
    expect(tokens[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  it('sends a stranger with a wrong token away and goes on waiting for the right one', async () => {
    let stranger: Socket | undefined;
    const launch: LaunchBroker = (folder) => {
      const token = tokenIn(folder);
      stranger = dial(folder, helloWith('0'.repeat(64)));
      stranger.on('close', () => dial(folder, helloWith(token)));
      return never;
    };
    const opened = await openBroker(launch, silent, parent);
    expect(opened.kind).toBe('open');
    expect(stranger?.destroyed).toBe(true);
  });

  it('does not take the token of a meeting before for this one', async () => {
    let old = '';
    await openBroker(
      async (folder) => {
        old = tokenIn(folder);
        return { kind: 'declined', detail: '' };
      },
      silent,
      parent,
    );
    let replayed: Socket | undefined;
    const launch: LaunchBroker = (folder) => {
      const token = tokenIn(folder);
      replayed = dial(folder, helloWith(old));
      replayed.on('close', () => dial(folder, helloWith(token, { version: '2.0.0' })));
      return never;
    };
    const opened = await openBroker(launch, silent, parent);
    expect(opened).toMatchObject({ kind: 'open', link: { version: '2.0.0' } });
    expect(replayed?.destroyed).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ['more than a hello may be', new Uint8Array([0xff, 0xff, 0xff, 0xff, 0])],
    ['capture bytes before its hello', encodeFrame('capture', new Uint8Array(10))],
    ['what is no frame', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['text that is no JSON', encodeFrame('control', Buffer.from('{'))],
  ])('sends who says %s away', async (_name, bytes) => {
    const launch: LaunchBroker = (folder) => {
      const token = tokenIn(folder);
      const stranger = connect(join(folder, 'b.sock'));
      stranger.on('error', () => {});
      stranger.on('close', () => dial(folder, helloWith(token)));
      stranger.write(bytes);
      return never;
    };
    expect((await openBroker(launch, silent, parent)).kind).toBe('open');
  });

  it('takes one connection: who dials after the hello finds nobody', async () => {
    let address = '';
    let early: Socket | undefined;
    const launch: LaunchBroker = (folder) => {
      address = join(folder, 'b.sock');
      early = connect(address, () => dial(folder, helloWith(tokenIn(folder))));
      early.on('error', () => {});
      return never;
    };
    expect((await openBroker(launch, silent, parent)).kind).toBe('open');
    expect(await within(1_000, () => early?.destroyed === true || early?.readableEnded === true)).toBe(true);
    const failure = await new Promise((resolve) => {
      connect(address).on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(failure).toBe('ENOENT');
  });

  it('does not talk to a broker of another protocol', async () => {
    const launch: LaunchBroker = (folder) => {
      dial(folder, helloWith(tokenIn(folder), { protocol: 2 }));
      return never;
    };
    expect(await openBroker(launch, silent, parent)).toMatchObject({
      kind: 'refused',
      failure: { kind: 'failed', detail: expect.stringContaining('protocol 2') },
    });
  });

  it.each(['declined', 'no-agent', 'failed'] as const)(
    'passes on that it was %s, and tidies up',
    async (kind) => {
      const opened = await openBroker(async () => ({ kind, detail: 'x' }), silent, parent);
      expect(opened).toEqual({ kind: 'refused', failure: { kind, detail: 'x' } });
      expect(readdirSync(parent)).toEqual([]);
    },
  );

  it('says so when there is no place to meet', async () => {
    const opened = await openBroker(() => never, silent, join(parent, 'nowhere'));
    expect(opened).toMatchObject({ kind: 'refused', failure: { kind: 'failed' } });
  });

  it('waits as long as the prompt is open, until the user gives up waiting', async () => {
    const giveUp = new AbortController();
    const opening = openBroker(() => never, silent, parent, giveUp.signal);
    await within(1_000, () => readdirSync(parent).length === 1);
    giveUp.abort();
    expect(await opening).toMatchObject({ kind: 'refused', failure: { kind: 'cancelled' } });
    expect(readdirSync(parent)).toEqual([]);
  });

  it.each<[string, object]>([
    ['a second hello', helloWith('a'.repeat(64))],
    ['an answer to nothing', { kind: 'done', id: 77, output: {} }],
    ['what is no message', { kind: 'run', argv: ['x'] }],
  ])('hangs up on a broker that says %s', async (_name, message) => {
    let socket: Socket | undefined;
    const launch: LaunchBroker = (folder) => {
      socket = dial(folder, helloWith(tokenIn(folder)));
      return never;
    };
    let isClosed = false;
    const opened = await openBroker(launch, { ...silent, closed: () => (isClosed = true) }, parent);
    expect(opened.kind).toBe('open');
    socket?.write(encodeFrame('control', Buffer.from(JSON.stringify(message))));
    expect(await within(1_000, () => isClosed)).toBe(true);
    if (opened.kind === 'open') expect(await opened.link.request('status', {})).toMatchObject({ ok: false });
  });

  it('holds the broker back while its bytes are not written yet', async () => {
    let release: () => void = () => {};
    const taken: number[] = [];
    let socket: Socket | undefined;
    const launch: LaunchBroker = (folder) => {
      socket = dial(folder, helloWith(tokenIn(folder)));
      return never;
    };
    const bytes = (piece: Uint8Array): Promise<void> => {
      taken.push(piece.length);
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    await openBroker(launch, { ...silent, bytes }, parent);
    for (let index = 0; index < 40; index += 1)
      socket?.write(encodeFrame('capture', new Uint8Array(200_000)));
    await within(1_000, () => taken.length > 0);
    expect(taken).toHaveLength(1);
    expect(socket?.writableLength).toBeGreaterThan(1_000_000);
    release();
    expect(await within(1_000, () => taken.length === 2)).toBe(true);
    socket?.destroy();
    expect(existsSync(parent)).toBe(true);
  });
});

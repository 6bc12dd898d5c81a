import { spawn } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleBroker } from '../../scripts/bundle-broker.ts';
import { encodeFrame } from '../contract/broker-frames.ts';
import { makeBootstrapFolder } from '../main/bootstrap-folder.ts';
import { childrenOf, whyNoRealBroker, within } from '../test-support/broker-parts.ts';
import { meetBroker, type RawBroker, startBroker } from '../test-support/raw-broker.ts';

const why = whyNoRealBroker();
const start = { interface: 'lo', targets: ['127.0.0.1'], maxSeconds: 60, maxBytes: 1_000_000, ring: false };
/** Of no file, so that nothing would be written even if the border let one of these through. */
const digests = { expectedSha256: 'a'.repeat(64), nextSha256: 'b'.repeat(64) };
const override = {
  ...{ address: '18.205.93.1', names: ['bitbucket.org'], id: '0123abcd', madeAt: 1, lastsSeconds: 3600 },
  ...{ setAsideOthers: false, timedRevert: false, ...digests },
};
const trace = { address: '127.0.0.1', port: 443, sourcePort: 40_001, probes: 6, maxHops: 30 };
const request = (verb: string, input: unknown = {}) => ({ kind: 'request', id: 1, verb, input });

describe.skipIf(why !== null)(`a broker under attack${why ? ` (${why})` : ''}`, () => {
  let folder: string;
  let broker: string;
  /** Told to capture at the very beginning and never spoken to again; asked after at the end. */
  let silent: RawBroker;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broker-attacks-'));
    chmodSync(folder, 0o755);
    broker = join(folder, 'broker.cjs');
    await bundleBroker(broker);
    chmodSync(broker, 0o644);
    silent = await meetBroker(broker, folder);
    silent.say(request('capture.start', start));
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[string, unknown]>([
    ['an unknown verb', request('hosts.write', { entries: [] })],
    ['lines for the hosts file', request('hosts.apply', { ...override, content: '1.2.3.4 bitbucket.org' })],
    ['a command for the scheduler', request('hosts.apply', { ...override, timedRevert: ['/bin/sh'] })],
    ['a moment for the scheduler', request('hosts.apply', { ...override, timedRevert: 4_000_000_000 })],
    ['a path to write to', request('hosts.apply', { ...override, path: '/etc/passwd' })],
    ['an address of one’s own', request('hosts.apply', { ...override, address: '10.0.0.1' })],
    ['a name of one’s own', request('hosts.apply', { ...override, names: ['example.org'] })],
    ['a line end in a name', request('hosts.apply', { ...override, names: ['bitbucket.org\n1.2.3.4 x'] })],
    ['a path to take off from', request('hosts.revert', { ...digests, path: '/etc/passwd' })],
    ['a verb of the prototype', request('constructor')],
    ['a path where an address belongs', request('capture.start', { ...start, targets: ['/etc/shadow'] })],
    ['an option where an address belongs', request('capture.start', { ...start, targets: ['-w/etc/x'] })],
    [
      'a filter where an address belongs',
      request('capture.start', { ...start, targets: ['1.1.1.1 or tcp'] }),
    ],
    ['an option where an interface belongs', request('capture.start', { ...start, interface: '-w' })],
    ['a path where an interface belongs', request('capture.start', { ...start, interface: '/dev/sda' })],
    [
      'a path behind an address',
      request('capture.start', { ...start, targets: ['127.0.0.1/../../etc/passwd'] }),
    ],
    ['a name to trace to', request('trace.run', { ...trace, address: 'bitbucket.org' })],
    ['an option to trace with', request('trace.run', { ...trace, address: '-i' })],
    ['an option behind the address of a trace', request('trace.run', { ...trace, address: '127.0.0.1 -i' })],
    ['words for the tracing program', request('trace.run', { ...trace, args: ['--module=/tmp/x'] })],
    ['a port no trace goes to', request('trace.run', { ...trace, port: 25 })],
    ['a source port of a service', request('trace.run', { ...trace, sourcePort: 22 })],
    ['text for a source port', request('trace.run', { ...trace, sourcePort: '40001 -i eth0' })],
    ['no number of probes', request('trace.run', { ...trace, probes: null })],
    ['a path to stop', request('trace.stop', { path: '/proc/1' })],
    ['a path as its goodbye', request('bye', '/etc/passwd')],
    ['a path as one field more', request('capture.start', { ...start, path: '/etc/passwd' })],
    ['no target at all', request('capture.start', { ...start, targets: [] })],
    ['a negative limit', request('capture.start', { ...start, maxSeconds: -1 })],
    ['a second hello', { kind: 'hello', protocol: 1, version: '1', pid: 1, token: 'a'.repeat(64) }],
    ['something that is no message', [1, 2, 3]],
  ])('hangs up and ends after %s', async (_name, message) => {
    const peer = await meetBroker(broker, folder);
    peer.say(message);
    expect(await peer.exit).toBe(1);
  });

  it.each<[string, Uint8Array]>([
    ['a frame of an unknown kind', new Uint8Array([0, 0, 0, 1, 9, 0])],
    ['a frame longer than any may be', new Uint8Array([0xff, 0xff, 0xff, 0xff, 0])],
    ['an empty frame', new Uint8Array([0, 0, 0, 0, 0])],
    ['capture bytes, which only it may send', encodeFrame('capture', new Uint8Array(10))],
    ['text that is no JSON', encodeFrame('control', Buffer.from('{'))],
    ['what a browser would say', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
  ])('hangs up and ends after %s', async (_name, bytes) => {
    const peer = await meetBroker(broker, folder);
    peer.write(bytes);
    expect(await peer.exit).toBe(1);
  });

  it('answers 10,000 frames of the contract, however they are cut, and none of them starts anything', async () => {
    const peer = await meetBroker(broker, folder);
    const random = seeded(20_261_124);
    const frames = Array.from({ length: 10_000 }, (_, id) => harmlessFrame(random, id));
    const asked = frames.filter(({ isRequest }) => isRequest).length;
    const bytes = Buffer.concat(frames.map(({ frame }) => frame));
    for (let at = 0; at < bytes.length; ) {
      const end = at + 1 + Math.floor(random() * 9_000);
      peer.write(bytes.subarray(at, end));
      at = end;
    }
    const answers = (): number => peer.heard().match(/"kind":"(done|refused)"/g)?.length ?? 0;
    expect(await within(30_000, () => answers() === asked)).toBe(true);
    expect(peer.heard()).toContain('"unknown-interface"');
    expect(peer.heard()).toContain('"over-limit"');
    expect(childrenOf(peer.pid)).toEqual([]);
    peer.say({ kind: 'request', id: 10_001, verb: 'bye', input: {} });
    expect(await peer.exit).toBe(0);
  }, 60_000);

  it('survives 10,000 frames of random bytes by ending at the first, and starts nothing', async () => {
    const random = seeded(1_124);
    const noise = (): Uint8Array => {
      const frame = new Uint8Array(5 + Math.floor(random() * 200));
      for (let at = 0; at < frame.length; at += 1) frame[at] = Math.floor(random() * 256);
      // Half of them look like a control frame of the right length, so that their text is read, too.
      if (random() < 0.5) frame.set([0, 0, 0, frame.length - 5, 0]);
      return frame;
    };
    for (let round = 0; round < 40; round += 1) {
      const peer = await meetBroker(broker, folder);
      for (let frame = 0; frame < 250; frame += 1) peer.write(noise());
      expect(await peer.exit, `round ${round}`).toBe(1);
      expect(peer.heard()).not.toMatch(/"kind":"(done|refused)"/);
    }
  }, 90_000);

  it('takes its tcpdump along when it hangs up', async () => {
    const peer = await meetBroker(broker, folder);
    peer.say(request('capture.start', start));
    expect(await within(5_000, () => peer.heard().includes('"done"'))).toBe(true);
    const tools = childrenOf(peer.pid);
    expect(tools).toHaveLength(1);
    peer.write(new Uint8Array([0, 0, 0, 1, 9, 0]));
    expect(await peer.exit).toBe(1);
    expect(tools.flatMap((tool) => (childrenOf(1).includes(tool) ? tool : []))).toEqual([]);
  });

  it('believes a folder once: whoever starts another with it is not served', async () => {
    const place = await makeBootstrapFolder(folder);
    const server = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => server.listen(place.address, resolve));
    const start = () => spawn(process.execPath, [broker, place.path], { env: {}, stdio: 'ignore' });
    const first = start();
    await new Promise((resolve) => server.once('connection', resolve));
    const second = start();
    expect(await new Promise((resolve) => second.once('exit', resolve)), 'the token is gone').toBe(65);
    first.kill();
    await new Promise((resolve) => first.once('exit', resolve));
    server.close();
    await place.remove();
  });

  it('ends by itself when nobody listens in its folder', async () => {
    const { code } = await startBroker(broker, folder, { spoil: ({ path }) => rmSync(join(path, 'b.sock')) });
    expect(code).toBe(65);
  });

  it('does nothing without rights', async () => {
    expect(await startBroker(broker, folder, { uid: 65_534 })).toMatchObject({ code: 77 });
  });

  const spoilt: [string, Parameters<typeof startBroker>[2], RegExp][] = [
    ['open to others', { spoil: ({ path }) => chmodSync(path, 0o755) }, /others may enter/],
    ['of somebody else than who asked', { env: { PKEXEC_UID: '1234' } }, /belongs to somebody else/],
    ['of somebody else than who asked with sudo', { env: { SUDO_UID: '1234' } }, /belongs to somebody else/],
    [
      'that is a link',
      {
        argument: ({ path }) => {
          symlinkSync(path, `${path}-link`);
          return `${path}-link`;
        },
      },
      /a link or no folder/,
    ],
    [
      'named in a roundabout way',
      { argument: ({ path }) => `${path}/../${path.split('/').pop()}` },
      /plainly/,
    ],
    ['named from wherever we are', { argument: () => 'somewhere' }, /plainly/],
    ['that is not there', { argument: () => '/nonexistent' }, /ENOENT/],
    [
      'whose token is a link',
      {
        spoil: ({ path }) => {
          renameSync(join(path, 'token'), join(path, 'other'));
          symlinkSync('other', join(path, 'token'));
        },
      },
      /ELOOP/,
    ],
    [
      'whose socket is a link',
      {
        spoil: ({ path }) => {
          renameSync(join(path, 'b.sock'), join(path, 'other'));
          symlinkSync('other', join(path, 'b.sock'));
        },
      },
      /the socket is not theirs/,
    ],
    [
      'whose token has a second name',
      { spoil: ({ path }) => linkSync(join(path, 'token'), join(path, 'other')) },
      /token is not a file of theirs alone/,
    ],
    [
      'whose token others may read',
      { spoil: ({ path }) => chmodSync(join(path, 'token'), 0o644) },
      /token is not a file of theirs alone/,
    ],
    [
      'whose token is short',
      { spoil: ({ path }) => writeFileSync(join(path, 'token'), 'abc') },
      /no good token/,
    ],
    [
      'of another protocol',
      {
        spoil: ({ path }) =>
          writeFileSync(join(path, 'bootstrap.json'), '{"protocol":99,"ownerId":0,"pipe":null}'),
      },
      /another protocol/,
    ],
    [
      'with something more in its bootstrap file',
      {
        spoil: ({ path }) =>
          writeFileSync(join(path, 'bootstrap.json'), '{"protocol":1,"ownerId":0,"pipe":null,"run":"x"}'),
      },
      /run/,
    ],
  ];

  it.each(spoilt)('does not believe a folder %s', async (_name, options, reason) => {
    const { code, said } = await startBroker(broker, folder, options);
    expect(said).toMatch(reason);
    expect(code).toBe(65);
  });

  it('ends with its tcpdump when the program falls silent in the middle of a capture', async () => {
    expect(silent.heard()).toContain('"done"');
    expect(await silent.exit).toBe(1);
    expect(childrenOf(silent.pid)).toEqual([]);
    // Those of a dead parent are taken over by process 1.
    const orphans = childrenOf(1).filter((pid) => commandOf(pid).includes('tcpdump'));
    expect(orphans).toEqual([]);
  }, 45_000);
});

/** A small generator of numbers from 0 to 1 (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a program may say without anything coming of it: heartbeats, questions, orders that cannot be carried out. */
function harmlessFrame(
  random: () => number,
  id: number,
): { readonly frame: Uint8Array; readonly isRequest: boolean } {
  const number = (most: number): number => Math.floor(random() * most);
  const target = `${number(256)}.${number(256)}.${number(256)}.${number(256)}`;
  const order = {
    interface: 'lo',
    targets: [target],
    maxSeconds: 1 + number(60),
    maxBytes: 1 + number(1e6),
    ring: number(2) === 1,
  };
  const messages = [
    { kind: 'heartbeat' },
    { kind: 'request', id, verb: 'status', input: {} },
    { kind: 'request', id, verb: 'capture.stop', input: {} },
    { kind: 'request', id, verb: 'capture.start', input: { ...order, interface: `nosuch${number(1e6)}` } },
    { kind: 'request', id, verb: 'capture.start', input: { ...order, maxSeconds: 7_201 + number(1e9) } },
  ];
  const message = messages[number(messages.length)];
  const frame = encodeFrame('control', Buffer.from(JSON.stringify(message)));
  return { frame, isRequest: message?.kind === 'request' };
}

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
};

import { chmodSync, linkSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleBroker } from '../../scripts/bundle-broker.ts';
import { encodeFrame } from '../contract/broker-frames.ts';
import { childrenOf, whyNoRealBroker, within } from '../test-support/broker-parts.ts';
import { meetBroker, startBroker } from '../test-support/raw-broker.ts';

const why = whyNoRealBroker();
const start = { interface: 'lo', targets: ['127.0.0.1'], maxSeconds: 60, maxBytes: 1_000_000 };
/** Of no file, so that nothing would be written even if the border let one of these through. */
const digests = { expectedSha256: 'a'.repeat(64), nextSha256: 'b'.repeat(64) };
const override = {
  ...{ address: '18.205.93.1', names: ['bitbucket.org'], id: '0123abcd', madeAt: 1, lastsSeconds: 3600 },
  ...{ setAsideOthers: false, ...digests },
};
const request = (verb: string, input: unknown = {}) => ({ kind: 'request', id: 1, verb, input });

describe.skipIf(why !== null)(`a broker under attack${why ? ` (${why})` : ''}`, () => {
  let folder: string;
  let broker: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broker-attacks-'));
    chmodSync(folder, 0o755);
    broker = join(folder, 'broker.cjs');
    await bundleBroker(broker);
    chmodSync(broker, 0o644);
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each<[string, unknown]>([
    ['an unknown verb', request('hosts.write', { entries: [] })],
    ['lines for the hosts file', request('hosts.apply', { ...override, content: '1.2.3.4 bitbucket.org' })],
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
});

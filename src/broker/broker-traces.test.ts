import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleBroker } from '../../scripts/bundle-broker.ts';
import { childrenOf, isRunning, whyNoRealBroker, within } from '../test-support/broker-parts.ts';
import { meetBroker, type RawBroker } from '../test-support/raw-broker.ts';

const why =
  whyNoRealBroker() ?? (existsSync('/usr/sbin/traceroute') ? null : 'needs the Debian package traceroute');

/** A network of its own in which nothing leaves this machine: what goes to 203.0.113.0/24 is never answered. */
const SILENT = [
  ...['unshare', '--net', 'sh', '-c'],
  'ip link set lo up && ip route add 203.0.113.0/24 dev lo && ip -6 route add 2001:db8::/32 dev lo && exec "$@"',
  'sh',
];
const slow = { address: '203.0.113.9', port: 443, sourcePort: 40_001, probes: 6, maxHops: 30 };
const request = (id: number, verb: string, input: unknown = {}) => ({ kind: 'request', id, verb, input });
const wordsOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);

describe.skipIf(why !== null)(`traces by the real broker${why ? ` (${why})` : ''}`, () => {
  let folder: string;
  let broker: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broker-traces-'));
    chmodSync(folder, 0o755);
    broker = join(folder, 'broker.cjs');
    await bundleBroker(broker);
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** A broker with a trace under way that takes a minute unless it is ended. */
  async function tracing(order: object = slow): Promise<{ peer: RawBroker; tool: number }> {
    const peer = await meetBroker(broker, folder, SILENT);
    peer.say(request(1, 'trace.run', order));
    expect(await within(5_000, () => childrenOf(peer.pid).length === 1)).toBe(true);
    const [tool = 0] = childrenOf(peer.pid);
    // A child that was just forked stands there under its parent's name.
    expect(await within(5_000, () => wordsOf(tool)[0]?.includes('traceroute') === true)).toBe(true);
    return { peer, tool };
  }

  it('run one program of the system, with words that are all the broker’s own', async () => {
    const { peer, tool } = await tracing();
    const words = '-n -T -O info -p 443 --sport=40001 -q 6 -w 1 -m 30';
    expect(wordsOf(tool).join(' ')).toMatch(/^\/usr\/s?bin\/traceroute(\.db)? /);
    expect(wordsOf(tool).slice(1).join(' ')).toBe(`${words} 203.0.113.9`);
    await peer.end();
    const other = await meetBroker(broker, folder, SILENT);
    other.say(request(1, 'trace.run', { ...slow, address: '2001:0DB8:0:0:0:0:0:9', sourcePort: null }));
    expect(await within(10_000, () => other.heard().includes('"done"'))).toBe(true);
    expect(other.heard(), 'an address is written anew').toContain('"30","2001:db8::9"],"text"');
    expect(other.heard()).not.toContain('0DB8');
    expect(other.heard()).not.toContain('sport');
    await other.end();
  });

  it('hold nothing else up: it answers meanwhile, and a capture begins and ends', async () => {
    const { peer, tool } = await tracing();
    const capture = { interface: 'lo', targets: ['127.0.0.1'], maxSeconds: 60, maxBytes: 1_000, ring: false };
    peer.say(request(2, 'status'));
    peer.say(request(3, 'capture.start', capture));
    peer.say(request(4, 'capture.stop'));
    expect(await within(8_000, () => peer.heard().includes('"capture.ended"'))).toBe(true);
    expect(peer.heard()).toMatch(/"done","id":2.*"done","id":3.*"done","id":4/s);
    expect(peer.heard()).not.toContain('"id":1,');
    expect(isRunning(tool)).toBe(true);
    await peer.end();
  });

  it('are stopped when that is asked, and what they printed until then is given', async () => {
    const { peer, tool } = await tracing();
    const written = (): number =>
      Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${tool}/io`, 'utf8'))?.[1]);
    expect(await within(3_000, () => written() > 60), 'its first line is longer').toBe(true);
    peer.say(request(2, 'trace.stop'));
    expect(await within(3_000, () => /"id":1,.*"isPartial":true/s.test(peer.heard()))).toBe(true);
    expect(peer.heard()).toContain('traceroute to 203.0.113.9');
    expect(await within(1_000, () => !isRunning(tool))).toBe(true);
    await peer.end();
  });

  it('are one at a time, however many are ordered at once, and another only after a rest', async () => {
    const { peer } = await tracing();
    for (let id = 2; id <= 1_001; id += 1) peer.say(request(id, 'trace.run', slow));
    const busy = (): number => peer.heard().match(/"busy"/g)?.length ?? 0;
    expect(await within(10_000, () => busy() === 1_000)).toBe(true);
    expect(childrenOf(peer.pid)).toHaveLength(1);
    peer.say(request(2_000, 'trace.stop'));
    expect(await within(3_000, () => peer.heard().includes('"done","id":1,'))).toBe(true);
    peer.say(request(2_001, 'trace.run', slow));
    expect(await within(3_000, () => busy() === 1_001)).toBe(true);
    await peer.end();
  });

  it('are refused beyond the limits of the broker’s own side, and nothing is started', async () => {
    const peer = await meetBroker(broker, folder, SILENT);
    peer.say(request(1, 'trace.run', { ...slow, probes: 11 }));
    peer.say(request(2, 'trace.run', { ...slow, maxHops: 31 }));
    peer.say(request(3, 'trace.run', { ...slow, probes: Number.MAX_SAFE_INTEGER }));
    const refused = (): number => peer.heard().match(/"over-limit"/g)?.length ?? 0;
    expect(await within(5_000, () => refused() === 3)).toBe(true);
    expect(childrenOf(peer.pid)).toEqual([]);
    await peer.end();
  });

  it.each<[string, (peer: RawBroker) => unknown]>([
    ['the program goes in the middle of one', (peer) => peer.end()],
    ['the program says what makes no sense', (peer) => peer.write(new Uint8Array([0, 0, 0, 1, 9, 0]))],
    ['the program says goodbye', (peer) => peer.say(request(9, 'bye'))],
    ['the broker is told to go', (peer) => process.kill(peer.pid, 'SIGTERM')],
  ])('are gone with the broker when %s', async (_name, happen) => {
    const { peer, tool } = await tracing();
    await happen(peer);
    await peer.exit;
    expect(await within(1_000, () => !isRunning(tool))).toBe(true);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TraceCommand } from '../../core/trace/trace-commands.ts';
import { lookUpNetworks } from '../node/look-up-networks.ts';
import { loadProductFacts } from './product-facts.ts';
import { type TracePathPorts, tracePath } from './trace-path.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const { playbook } = loadProductFacts(join(PROJECT, 'resources'));
const saved = (name: string): Buffer => readFileSync(join(PROJECT, 'e2e', 'fixtures', 'traces', name));
const WISH = { address: '104.192.141.1', port: 443 };

const command = (flow: 'same' | 'varied'): TraceCommand => ({
  ...{ program: '/usr/sbin/traceroute', words: ['-n', WISH.address], flow, protocol: 'udp', origin: 'linux' },
});
function ports(
  outputs: readonly [TraceCommand['flow'] & ('same' | 'varied'), string | Buffer][],
  isPartial = false,
): TracePathPorts {
  let next = 0;
  return {
    commands: () => Promise.resolve(outputs.map(([flow]) => command(flow))),
    run: () => {
      const output = outputs[next]?.[1] ?? '';
      next += 1;
      return Promise.resolve({ bytes: Buffer.from(output), isPartial });
    },
    pause: () => Promise.resolve(),
    isElevated: false,
  };
}
const never = new AbortController().signal;

test('two runs of one flow that part, and a varied one, are a split by packet', async () => {
  const split = saved('laboratory-alternate-udp.txt');
  const read = await tracePath(
    WISH,
    playbook,
    ports([
      ['same', split],
      ['varied', split],
      ['same', split],
    ]),
    never,
  );
  expect(read.ok && read.value.classification).toMatchObject({
    kind: 'per-packet',
    confidence: 'strong',
    splitAt: 3,
  });
  expect(read.ok && read.value.traces.map(({ source, protocol }) => [source, protocol])[0]).toEqual([
    ...['/usr/sbin/traceroute -n 104.192.141.1', 'udp'],
  ]);
});

test('what an ended trace had shown counts, and is marked', async () => {
  const cut = saved('laboratory-alternate-udp.txt').toString().split('\n').slice(0, 3).join('\n');
  const read = await tracePath(WISH, playbook, ports([['same', cut]], true), never);
  expect(read.ok && read.value.traces[0]?.notes).toEqual(['Ended before it was through.']);
  expect(read.ok && read.value.hops).toHaveLength(2);
});

test('no tool and an early stop are problems with words', async () => {
  expect(await tracePath(WISH, playbook, ports([]), never)).toMatchObject({
    ok: false,
    problem: { kind: 'no-tool' },
  });
  expect(await tracePath({ ...WISH, protocol: 'tcp' }, playbook, ports([]), never)).toMatchObject({
    ok: false,
    problem: { kind: 'no-rights' },
  });
  const stopped = AbortSignal.abort();
  expect(await tracePath(WISH, playbook, ports([['same', '']]), stopped)).toMatchObject({
    ok: false,
    problem: { kind: 'cancelled' },
  });
});

test('whose network a hop belongs to is asked only when that was agreed to, and of public addresses alone', async () => {
  const asked: string[] = [];
  const networks: TracePathPorts['networks'] = (addresses, stop) =>
    lookUpNetworks(addresses, stop, async (name) => {
      asked.push(name);
      return [['64500 | 104.192.136.0/21 | US | arin | 2014-07-01']];
    });
  const split = saved('laboratory-alternate-udp.txt');
  const without = await tracePath(WISH, playbook, ports([['same', split]]), never);
  const read = await tracePath(WISH, playbook, { ...ports([['same', split]]), networks }, never);
  const named = (paths: typeof read) =>
    paths.ok
      ? paths.value.hops.flatMap(({ responders }) => responders.flatMap(({ network }) => network ?? []))
      : [];
  expect(named(without)).toEqual([]);
  expect(asked).toEqual(['1.141.192.104.origin.asn.cymru.com']);
  expect(new Set(named(read))).toEqual(new Set(['AS64500']));
});

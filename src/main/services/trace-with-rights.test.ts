import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TraceOrder } from '../../contract/broker.ts';
import type { TraceOutput } from '../../contract/diagnose.ts';
import type { Tracer } from '../elevation/capture-source.ts';
import { loadProductFacts } from './product-facts.ts';
import { pathsOf } from './trace-path.ts';
import { traceWithRights } from './trace-with-rights.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const { playbook } = loadProductFacts(join(PROJECT, 'resources'));
const SPLIT = readFileSync(
  join(PROJECT, 'e2e', 'fixtures', 'traces', 'laboratory-alternate-tcp.txt'),
  'utf8',
);
const OWN: readonly TraceOutput[] = [
  {
    source: 'own',
    text: '',
    origin: 'linux',
    flow: 'same',
    protocol: 'udp',
    address: null,
    isPartial: false,
    isOwn: true,
  },
];
const own = () => Promise.resolve(OWN);
const ports = { random: () => 0.5, pause: () => Promise.resolve(), platform: 'linux' };
const effort = { most: 3, limitMs: 45_000 } as const;
const never = new AbortController().signal;
const ran = (order: TraceOrder) => ({
  ...{ command: ['/usr/bin/traceroute', `--sport=${order.sourcePort}`], text: SPLIT, isPartial: false },
});

test('whoever has rights traces TCP: one flow, a varied one, the same flow again', async () => {
  const orders: TraceOrder[] = [];
  const tracer: Tracer = async (order) => {
    orders.push(order);
    return ran(order);
  };
  const outputs = await traceWithRights(own, () => tracer, ports)('104.192.141.1', effort, never);
  expect(orders.map(({ sourcePort, port, probes }) => [sourcePort, port, probes])).toEqual([
    [50_000, 443, 6],
    [null, 443, 6],
    [50_000, 443, 6],
  ]);
  const paths = pathsOf(outputs ?? [], playbook);
  expect(paths?.classification.kind).toBe('per-packet');
  expect(paths?.traces.every(({ protocol, isElevated }) => protocol === 'tcp' && isElevated)).toBe(true);
});

test('without rights, or where they are of no use, the own traces are made', async () => {
  expect(await traceWithRights(own, () => null, ports)('104.192.141.1', effort, never)).toBe(OWN);
  const gone: Tracer = async () => ({ kind: 'no-tool', message: '' });
  expect(await traceWithRights(own, () => gone, ports)('104.192.141.1', effort, never)).toBe(OWN);
});

test('rights that go between two traces leave what the first one showed', async () => {
  let asked = 0;
  const tracer: Tracer = async (order) => {
    asked += 1;
    return asked === 1 ? ran(order) : { kind: 'failed', message: 'gone' };
  };
  expect(await traceWithRights(own, () => tracer, ports)('104.192.141.1', effort, never)).toHaveLength(1);
});

test('a trace is stopped at its time, and by the user, and none follows', async () => {
  const halted: Tracer = (order, stop) =>
    new Promise((resolve) => {
      stop.addEventListener('abort', () => resolve({ ...ran(order), isPartial: true }));
    });
  const late = traceWithRights(own, () => halted, ports)(
    '104.192.141.1',
    { ...effort, most: 1, limitMs: 20 } as never,
    never,
  );
  expect(await late).toMatchObject([{ isPartial: true, isElevated: true }]);
  const user = new AbortController();
  setTimeout(() => user.abort(), 20);
  const outputs = await traceWithRights(own, () => halted, ports)('104.192.141.1', effort, user.signal);
  expect(outputs).toHaveLength(1);
});

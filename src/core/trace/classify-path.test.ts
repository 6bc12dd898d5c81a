import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathsSchema } from '../../contract/paths.ts';
import { readOrder } from './answer-order.ts';
import { buildPaths } from './build-paths.ts';
import { classifyPath } from './classify-path.ts';
import { parseTraces } from './parse-traces.ts';
import type { ProbeFlow } from './parsed-trace.ts';
import type { ProbedTrace } from './probed-trace.ts';
import { probesToSee, stoppingCount } from './stopping-counts.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'e2e', 'fixtures', 'traces');

const load = (file: string, flow: ProbeFlow): ProbedTrace[] =>
  parseTraces(readFileSync(join(FOLDER, file), 'utf8'), null).traces.map((trace) => ({
    ...trace,
    source: file,
    flow,
  }));
const classify = (...files: readonly (readonly [string, ProbeFlow])[]) =>
  classifyPath(files.flatMap(([file, flow]) => load(file, flow)));
/** `A B A A B` at hop 2 and the rest, with times that say nothing. */
const trace = (flow: ProbeFlow, ...rows: readonly string[]): ProbedTrace[] =>
  parseTraces(
    rows
      .map(
        (row, index) =>
          ` ${index + 1} ${row
            .split(' ')
            .map((who) => (who === '*' ? '*' : `192.0.2.${who.charCodeAt(0)}  1.0 ms`))
            .join(' ')}`,
      )
      .join('\n'),
    'linux',
  ).traces.map((one) => ({ ...one, source: 'test', flow }));

const INTERLEAVED = 'linux-same-interleaved.txt';

describe('what one flow shows', () => {
  test('A B A A B A with ways that stay apart is a split by packet', () => {
    expect(classify([INTERLEAVED, 'same'])).toMatchObject({
      ...{ kind: 'per-packet', splitAt: 3, confidence: 'moderate', after: '203.0.113.9' },
      between: ['198.51.100.2', '198.51.100.34'],
    });
  });

  test('two runs that agree make it strong', () => {
    expect(classify(['linux-two-in-one.txt', 'same'])).toMatchObject({
      kind: 'per-packet',
      confidence: 'strong',
    });
  });

  test('A A A B B B is a change of route', () => {
    expect(classify(['linux-same-route-change.txt', 'same'])).toMatchObject({
      ...{ kind: 'route-change', splitAt: 3, confidence: 'moderate' },
      between: ['198.51.100.2', '198.51.100.34'],
    });
  });

  test('rounds in which all hops change at once are one change of route', () => {
    expect(classifyPath(trace('same', 'A A A A A A', 'B B B C C C', 'D D D E E E')).kind).toBe(
      'route-change',
    );
  });

  test('hops that change at different moments are no single change', () => {
    expect(classifyPath(trace('same', 'A A A A', 'B C C C', 'D D D E')).kind).toBe('per-packet');
  });

  test('several addresses with nothing different behind them may be one router', () => {
    expect(classify(['linux-same-alias.txt', 'same'])).toMatchObject({
      kind: 'possible-alias',
      confidence: 'weak',
      splitAt: 3,
    });
  });

  test('a target at two distances is a difference that matters', () => {
    const { kind, because } = classify(['linux-same-target-at-two-ttls.txt', 'same']);
    expect(kind).toBe('per-packet');
    expect(because.join(' ')).toContain('3 and 4 hops away');
  });

  test('bare ACKs among SYN-ACKs are a difference that matters, with no later hop to see', () => {
    expect(classify(['linux-challenge-acks.txt', 'same'])).toMatchObject({
      kind: 'per-packet',
      confidence: 'moderate',
    });
  });

  test('one change among three answers is too little', () => {
    expect(classifyPath(trace('same', 'A A A', 'A B B', 'C C C'))).toMatchObject({
      kind: 'unknown',
      splitAt: 2,
      confidence: 'none',
    });
  });

  test('traces that differ only from one another prove nothing: the ports may differ', () => {
    const two = [
      ...trace('same', 'A A A A A A', 'B B B B B B'),
      ...trace('same', 'A A A A A A', 'C C C C C C'),
    ];
    expect(classifyPath(two)).toMatchObject({ kind: 'unknown', splitAt: 2 });
  });

  test('mtr’s report does not tell the order, so its split is weak', () => {
    expect(classify(['mtr-report.txt', 'same'])).toMatchObject({ kind: 'per-packet', confidence: 'weak' });
    expect(classify(['mtr-raw.txt', 'same'])).toMatchObject({ kind: 'per-packet', confidence: 'moderate' });
  });

  test('ICMP supports and never proves', () => {
    const icmp = load('linux-two-in-one.txt', 'same').map((one) => ({ ...one, protocol: 'icmp' as const }));
    expect(classifyPath(icmp)).toMatchObject({ kind: 'per-packet', confidence: 'weak' });
  });
});

describe('what is ordinary', () => {
  test('many responders with a varied flow are spread by flow', () => {
    expect(classify(['linux-varied-many.txt', 'varied'])).toMatchObject({
      kind: 'per-flow',
      splitAt: 3,
      confidence: 'weak',
    });
  });

  test('the very answers of a split are ordinary when the flow varied', () => {
    expect(classify([INTERLEAVED, 'varied']).kind).toBe('per-flow');
  });

  test('one flow that keeps to its way beside many that differ makes it sure', () => {
    expect(classify(['linux-varied-many.txt', 'varied'], ['linux-same-one-path.txt', 'same'])).toMatchObject({
      ...{ kind: 'per-flow', confidence: 'strong' },
    });
  });

  test('one responder everywhere is one path, as sure as the answers are many', () => {
    expect(classify(['linux-same-one-path.txt', 'same'])).toMatchObject({
      kind: 'single-path',
      confidence: 'strong',
    });
    expect(classifyPath(trace('same', 'A A A', 'B B B'))).toMatchObject({
      kind: 'single-path',
      confidence: 'weak',
    });
  });
});

describe('what proves nothing', () => {
  test.each([INTERLEAVED, 'linux-same-one-path.txt', 'linux-varied-many.txt', 'mtr-report.txt'])(
    '%s with a flow nobody knows',
    (file) => {
      expect(classify([file, 'unknown'])).toMatchObject({
        kind: 'unknown',
        confidence: 'none',
        splitAt: null,
      });
    },
  );

  test.each(['tracert-en.txt', 'mtr-json-095.json', 'pathping-en.txt'])(
    '%s prints one address a hop',
    (file) => {
      for (const flow of ['same', 'varied'] as const) expect(classify([file, flow]).kind).toBe('unknown');
    },
  );

  test('no trace at all', () => {
    expect(classifyPath([])).toMatchObject({ kind: 'unknown', confidence: 'none' });
  });
});

test('traces to two targets are two paths, the service’s first', () => {
  const legacy = load('linux-same-one-path.txt', 'same').map((one) => ({
    ...one,
    target: { name: null, address: '18.205.93.1' },
  }));
  const paths = pathsSchema.parse(
    buildPaths([...legacy, ...load(INTERLEAVED, 'same')], (address) => address.startsWith('104.192.')),
  );
  expect(paths.classification.kind).toBe('per-packet');
  expect(paths.others.map(({ target, classification }) => [target.address, classification.kind])).toEqual([
    ['18.205.93.1', 'single-path'],
  ]);
});

test('answers keep their order in the document', () => {
  const { hops } = buildPaths(load(INTERLEAVED, 'same'), () => true);
  expect(hops[3]?.order).toEqual([{ trace: 0, answers: [0, 1, null, 0, 1, 1] }]);
  expect(hops[3]?.responders.map(({ address, answers, flow }) => [address, answers, flow])).toEqual([
    ['198.51.100.38', 2, 'same'],
    ['198.51.100.6', 3, 'same'],
  ]);
});

test('a healthy order is never called interleaved, an alternating one always', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (first, second) => {
      const blocks = [...Array<number>(first).fill(0), ...Array<number>(second).fill(1)];
      expect(readOrder(blocks).kind).toBe('changed-once');
      expect(readOrder([...blocks, 0]).kind).toBe('interleaved');
      expect(readOrder(Array<number>(first).fill(0)).kind).toBe('one');
    }),
  );
});

test('stopping counts are those of scamper’s table, and the probes for a rare path those of the binomial', () => {
  const two = Array.from({ length: 15 }, (_, index) => index + 2);
  expect(two.map((paths) => stoppingCount(paths, 0.95))).toEqual([
    6, 11, 16, 21, 27, 33, 38, 44, 51, 57, 63, 70, 76, 83, 90,
  ]);
  expect(two.map((paths) => stoppingCount(paths, 0.99))).toEqual([
    8, 15, 21, 28, 36, 43, 51, 58, 66, 74, 82, 90, 98, 106, 115,
  ]);
  expect(
    [0.5, 0.25, 0.125, 0.1, 0.05].map((share) => [probesToSee(share, 0.95), probesToSee(share, 0.99)]),
  ).toEqual([
    ...[
      [5, 7],
      [11, 17],
      [23, 35],
      [29, 44],
      [59, 90],
    ],
  ]);
});

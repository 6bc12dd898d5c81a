import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProbeAttempt } from '../../contract/diagnosis.ts';
import { playedAttempt } from '../../test-support/probe-attempts.ts';
import { expectWhole } from '../../test-support/whole-drawing.ts';
import { compareAttempts } from '../diagnosis/compare-attempts.ts';
import { probePlan } from '../diagnosis/probe-plan.ts';
import { buildPaths } from '../trace/build-paths.ts';
import { parseTraces } from '../trace/parse-traces.ts';
import { attemptStrip } from './attempt-strip.ts';
import { percentText } from './drawing.ts';
import { drawingSvg, tableHtml } from './drawing-svg.ts';
import { intervalPlot } from './interval-plot.ts';
import { pathGraph } from './path-graph.ts';
import { survivalOf } from './survival.ts';
import { survivalPlot } from './survival-plot.ts';

const ADDRESS = { anycast: '104.192.141.1', legacy: '18.205.93.1' } as const;

/** A whole plan of which every anycast upload dies after its thirtieth packet. */
const attempts: ProbeAttempt[] = probePlan('standard').steps.flatMap(({ rung, port }, index) =>
  (['anycast', 'legacy'] as const).map((arm, place) => {
    const outcome = arm === 'anycast' && rung === 'upload' ? ('reset' as const) : ('ok' as const);
    return {
      ...playedAttempt({ number: 2 * index + place + 1, arm, rung, port, address: ADDRESS[arm], outcome }),
      clientPackets: outcome === 'reset' ? 30 : rung === 'upload' ? 106 : 3,
    };
  }),
);
const comparison = compareAttempts(probePlan('standard').plan, attempts);
const tracesOf = (file: string) =>
  buildPaths(
    parseTraces(
      readFileSync(join(import.meta.dirname, '../../../e2e/fixtures/traces', file), 'utf8'),
      null,
    ).traces.map((trace) => ({ ...trace, source: file, flow: 'same' as const })),
    () => true,
  );

test.each([860, 420])('every picture is whole at a width of %i', (width) => {
  for (const drawing of [
    intervalPlot(comparison, width),
    attemptStrip(attempts, 32, width),
    survivalPlot({ attempts, comparison }, width),
  ])
    expectWhole(drawing);
});

test('titles say what was found', () => {
  expect(intervalPlot(comparison, 860).title).toBe(
    'The anycast addresses fail more often than the legacy ones: 10 of 32 against 0 of 32.',
  );
  expect(attemptStrip(attempts, 32, 860).title).toBe(
    '10 of 64 attempts did not go through, all at the anycast addresses.',
  );
  expect(survivalPlot({ attempts, comparison }, 860).title).toContain('0 % after 30 packets, against 100 %');
  const clean = attempts.map((one) => ({ ...one, outcome: 'ok' as const }));
  const calm = compareAttempts(probePlan('standard').plan, clean);
  expect(intervalPlot(calm, 860).title).toContain('may be as high as 9 %');
});

test('the strip has a mark for each attempt, at its place in time, whatever comes after it', () => {
  const early = attemptStrip(attempts.slice(0, 6), 32, 860);
  const late = attemptStrip(attempts, 32, 860);
  expect(late.marks.slice(0, 6).map(({ x, y }) => [x, y])).toEqual(early.marks.map(({ x, y }) => [x, y]));
  expect(late.marks[2]?.label).toBe(
    'Attempt 3: upload in single bytes to anycast 104.192.141.1 port 443 was reset after 1 ms, 30 packets sent.',
  );
  expect(attemptStrip([], 20, 860).marks).toEqual([]);
});

test('survival is the product over the resets, with those we ended ourselves out of sight', () => {
  const one = (clientPackets: number, outcome: 'ok' | 'reset', number: number): ProbeAttempt => ({
    ...playedAttempt({ number, arm: 'anycast', rung: 'upload', port: 443, address: '1', outcome }),
    clientPackets,
  });
  const steps = survivalOf([one(2, 'reset', 1), one(3, 'ok', 2), one(5, 'reset', 3), one(9, 'ok', 4)]);
  expect(steps.map(({ packets, atRisk, alive }) => [packets, atRisk, alive])).toEqual([
    [2, 4, 0.75],
    [5, 2, 0.375],
  ]);
  // By hand: 0.75 to the power of exp(±1.96 · sqrt(1 / (4 · 3)) / |ln 0.75|).
  expect(steps[0]?.low).toBeCloseTo(0.128, 3);
  expect(steps[0]?.high).toBeCloseTo(0.961, 3);
});

test('the hop where one flow parts is ringed and named, its lines are heavy', () => {
  const paths = tracesOf('linux-two-in-one.txt');
  const graph = pathGraph(paths, paths.traces);
  expectWhole(graph);
  expect(graph.title).toBe(paths.classification.summary);
  expect(graph.shapes.filter(({ look }) => look === 'ring')).toHaveLength(1);
  expect(graph.shapes.filter(({ look }) => look === 'link same').length).toBeGreaterThan(3);
  const single = tracesOf('linux-same-one-path.txt');
  expect(pathGraph(single, single.traces).shapes.filter(({ look }) => look === 'ring')).toHaveLength(0);
});

test('long addresses of version 6 are shown whole, on two lines, and none reaches into the next column', () => {
  const [near, far] = ['2001:db8:1111:2222:3333:4444:5555:6666', '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff'];
  const text = [
    'traceroute to 2401:1d80:1010:1111:2222:3333:4444:150 (2401:1d80:1010:1111:2222:3333:4444:150), 30 hops max, 80 byte packets',
    ` 1  ${near}  1.1 ms ${far}  1.2 ms ${near}  1.1 ms`,
    ` 2  ${far}  2.1 ms ${near}  2.2 ms ${far}  2.1 ms`,
    ' 3  2001:db8::1  3.1 ms  3.2 ms  3.1 ms',
    ' 4  2401:1d80:1010:1111:2222:3333:4444:150  4.1 ms  4.2 ms  4.1 ms',
  ].join('\n');
  const paths = buildPaths(
    parseTraces(text, null).traces.map((trace) => ({ ...trace, source: 'x', flow: 'same' as const })),
    () => true,
  );
  const graph = pathGraph(paths, paths.traces);
  expectWhole(graph);
  const labels = graph.shapes.flatMap((shape) =>
    shape.kind === 'text' && shape.look.startsWith('address') ? [shape] : [],
  );
  const words = labels.map((shape) => shape.text);
  expect(words.filter((one) => one === '2001:db8:1111:2222:')).toHaveLength(2);
  expect(words).toContain('3333:4444:5555:6666');
  expect(words).toContain('2001:db8::1');
  expect(words.join()).not.toContain('…');
  const columns = [...new Set(labels.map(({ x }) => x))];
  const gap = (columns[1] ?? 0) - (columns[0] ?? 0);
  const longest = Math.max(...words.map(({ length }) => length));
  expect(gap, 'six and a half units a character of the small type').toBeGreaterThanOrEqual(6.5 * longest);
  expect(graph.title).toMatch(/^Over IPv6: /);
});

test('twenty hops with eight answers each stay apart', () => {
  const lines = Array.from({ length: 20 }, (_, hop) => {
    const answers = Array.from(
      { length: 8 },
      (_, index) => `203.0.${113 + hop}.${100 + index}  1.${index} ms`,
    );
    return `${String(hop + 1).padStart(2)}  ${answers.join(' ')}`;
  });
  const text = ['traceroute to 104.192.141.1 (104.192.141.1), 30 hops max, 60 byte packets', ...lines].join(
    '\n',
  );
  const paths = buildPaths(
    parseTraces(text, null).traces.map((trace) => ({ ...trace, source: 'x', flow: 'same' as const })),
    () => true,
  );
  const graph = pathGraph(paths, paths.traces);
  expectWhole(graph);
  expect(graph.table.rows).toHaveLength(160);
  expect(graph.shapes.filter(({ kind }) => kind === 'circle')).toHaveLength(160);
});

test('in the report words are inert', () => {
  const drawing = { ...attemptStrip(attempts, 32, 860), title: '<b>"' };
  expect(drawingSvg(drawing, 'x')).toContain('&lt;b&gt;&quot;');
  expect(tableHtml({ columns: [{ name: '<', isNumber: false }], rows: [['&']] })).not.toContain('<<');
});

test('a share is never rounded to nothing or to all', () => {
  expect([0, 0.0004, 0.004, 0.2, 0.996, 1].map(percentText)).toEqual([
    '0 %',
    '0.1 %',
    '0.4 %',
    '20 %',
    '99.6 %',
    '100 %',
  ]);
});

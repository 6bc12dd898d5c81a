import { expect, test } from 'vitest';
import { loadScenario, scenarioNames } from '../network/scenario.ts';
import { planTopology } from '../network/topology.ts';
import { drawScenario } from './draw-scenario.ts';
import { isFalseAlarm, type Run, summariseRuns } from './summarise-runs.ts';

test('one seed is one network, another seed another, and every one can be built', () => {
  for (const name of scenarioNames()) {
    const scenario = loadScenario(name);
    expect(drawScenario(scenario, 7)).toEqual(drawScenario(scenario, 7));
    expect(drawScenario(scenario, 7)).not.toEqual(drawScenario(scenario, 8));
    for (let seed = 1; seed <= 50; seed += 1) {
      const { edges, legacy, faults, split } = drawScenario(scenario, seed);
      expect(faults).toEqual(scenario.faults);
      expect(split.kind).toBe(scenario.split.kind);
      const addresses = planTopology({ edges, legacy }).links.flatMap(({ near, far }) => [
        near.address,
        far.address,
      ]);
      expect(new Set(addresses).size, `${name} ${seed}`).toBe(addresses.length);
    }
  }
});

test('edges at equal distance stay so, and a share lies between one in two hundred and every other', () => {
  const shares: number[] = [];
  for (let seed = 1; seed <= 200; seed += 1) {
    const [one, other] = drawScenario(loadScenario('alternate-split-equal'), seed).edges;
    expect([one?.hops, one?.initialTtl]).toEqual([other?.hops, other?.initialTtl]);
    const { split } = drawScenario(loadScenario('random-5-percent'), seed);
    if (split.kind === 'random') shares.push(split.share);
  }
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.005);
  expect(Math.max(...shares)).toBeLessThanOrEqual(0.5);
  expect(shares.filter((share) => share < 0.05).length).toBeGreaterThan(60);
  const fixed = drawScenario(loadScenario('random-5-percent'), 7, 0.02).split;
  expect(fixed).toEqual({ kind: 'random', share: 0.02 });
});

test('the table tells shares apart, and a false alarm is named', () => {
  const run = (scenario: string, share: number | null, expected: string, said: string): Run => ({
    ...{ kind: 'live', scenario, repetition: 1, share, parted: null, expected, said },
    ...{ confidence: 'moderate', measuredSeconds: 40, seconds: 55 },
  });
  const shift = 'anycast-shift-per-packet';
  const runs = [
    run('random-5-percent', 0.3, shift, shift),
    run('random-5-percent', 0.012, shift, 'healthy'),
    run('firewall-reject', null, 'firewall-reset', shift),
  ];
  expect(runs.map(isFalseAlarm)).toEqual([false, false, true]);
  const text = summariseRuns(runs);
  expect(text).toContain('| random-5-percent, up to 2 % | anycast-shift-per-packet | 1 | healthy 1 | 40 |');
  expect(text).toContain('| random-5-percent, over 10 % up to 50 % |');
  expect(text).toContain('3 runs, 1 as expected, 1 called anycast shift that were not.');
  expect(text).toContain('FALSE ALARM: firewall-reject 1');
});

import { expect, test } from 'vitest';
import type { ProbeOutcome } from '../../contract/diagnosis.ts';
import { type ProbePlan, probePlan } from '../../core/diagnosis/probe-plan.ts';
import { playedAttempt } from '../../test-support/probe-attempts.ts';
import { type ExperimentPorts, runExperiment } from './run-experiment.ts';

const TARGETS = {
  anycast: ['104.192.141.1', '104.192.141.2'],
  legacy: ['18.205.93.0', '18.205.93.1', '18.205.93.2'],
  six: [] as string[],
  serverName: 'bitbucket.org',
};

function ports(outcome: (arm: string, number: number) => ProbeOutcome) {
  const pauses: number[] = [];
  let open = 0;
  let mostOpen = 0;
  const used: ExperimentPorts = {
    attempt: async ({ rung, port }, { arm, address }, number) => {
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      await Promise.resolve();
      open -= 1;
      const ended = outcome(arm, number);
      return playedAttempt({ number, arm, rung, port, address, outcome: ended });
    },
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    random: () => 0.7,
  };
  return { used, pauses, mostOpen: () => mostOpen };
}
const run = (plan: ProbePlan, used: ExperimentPorts, stop = new AbortController().signal) =>
  runExperiment(plan, TARGETS, used, stop);

test('both arms are tried side by side, address after address, with a pause after each pair', async () => {
  const { used, pauses, mostOpen } = ports(() => 'ok');
  const plan = probePlan('standard');
  const { attempts, end } = await run(plan, used);
  expect(end).toBe('complete');
  expect(attempts).toHaveLength(2 * plan.steps.length);
  expect(mostOpen()).toBe(2);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(250);
  const tried = (arm: string) =>
    new Set(attempts.filter((one) => one.arm === arm).map(({ address }) => address));
  expect([...tried('anycast')]).toEqual(TARGETS.anycast);
  expect([...tried('legacy')]).toEqual(TARGETS.legacy);
});

test('it stops the moment the service asks for less', async () => {
  const { used } = ports((_arm, number) => (number === 7 ? 'rate-limited' : 'ok'));
  const { attempts, end } = await run(probePlan('thorough'), used);
  expect([attempts.length, end]).toEqual([8, 'asked-for-less']);
});

test('the sequential plan ends early, the fixed one never does', async () => {
  const clean = await run(probePlan('quick'), ports(() => 'ok').used);
  expect(clean.attempts).toHaveLength(30);
  const broken = await run(probePlan('quick'), ports((arm) => (arm === 'anycast' ? 'reset' : 'ok')).used);
  expect(broken.attempts).toHaveLength(20);
  const fixed = await run(probePlan('standard'), ports((arm) => (arm === 'anycast' ? 'reset' : 'ok')).used);
  expect(fixed.attempts).toHaveLength(2 * probePlan('standard').steps.length);
});

test('when nothing at all answers, ten tries are enough, and five for a first answer', async () => {
  const silent = ports(() => 'timeout');
  const used: ExperimentPorts = {
    ...silent.used,
    attempt: async (...given) => ({ ...(await silent.used.attempt(...given)), connectMs: null }),
  };
  const { attempts, end } = await run(probePlan('standard'), used);
  expect([attempts.length, end]).toEqual([20, 'no-answer']);
  const quick = await run(probePlan('quick'), used);
  expect([quick.attempts.length, quick.end]).toEqual([10, 'no-answer']);
});

test('a stop before and between is obeyed', async () => {
  expect(await run(probePlan('quick'), ports(() => 'ok').used, AbortSignal.abort())).toEqual({
    attempts: [],
    ipv6: [],
    end: 'stopped',
  });
  const { used } = ports((_arm, number) => (number > 4 ? 'stopped' : 'ok'));
  expect((await run(probePlan('quick'), used)).end).toBe('stopped');
});

test('a watch spreads its pairs over the time it has, and goes on where nothing answers', async () => {
  const { used, pauses } = ports(() => 'timeout');
  const silent: ExperimentPorts = {
    ...used,
    attempt: async (...words) => ({ ...(await used.attempt(...words)), connectMs: null, ms: 4500 }),
  };
  const { attempts, end } = await run(probePlan('watch', 60), silent);
  expect([attempts.length, end]).toEqual([108, 'complete']);
  const whole = pauses.reduce((sum, one) => sum + one, 0) + 54 * 4500;
  expect(whole / 60_000).toBeGreaterThan(58);
  expect(whole / 60_000).toBeLessThan(61);
  expect(probePlan('watch', 1).steps).toHaveLength(6);
});

test('IPv6 is tried beside each pair, and counted in neither arm', async () => {
  const { used, mostOpen } = ports((_arm, number) => (number > 20 ? 'reset' : 'ok'));
  const six = ['2401:1d80:1010::150', '2401:1d80:1010::151'];
  const plan = probePlan('standard');
  const told: string[] = [];
  const stop = new AbortController().signal;
  const done = await runExperiment(
    plan,
    { ...TARGETS, six },
    used,
    stop,
    () => {},
    () => {},
    ({ address }) => void told.push(address),
  );
  expect(mostOpen()).toBe(3);
  expect(done.attempts).toHaveLength(2 * plan.steps.length);
  expect(done.attempts.filter(({ address }) => address.includes(':'))).toEqual([]);
  expect(done.ipv6.map(({ number }) => number)).toEqual(plan.steps.map((_, index) => index + 1));
  expect(new Set(done.ipv6.map(({ address }) => address))).toEqual(new Set(six));
  expect(told).toHaveLength(plan.steps.length);
});

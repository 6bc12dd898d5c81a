import { describe, expect, test } from 'vitest';
import { hasTool } from '../network/requirements.ts';
import { loadScenario } from '../network/scenario.ts';
import { diagnoseIn } from './diagnose-in.ts';

const quick = (name: string) => diagnoseIn(loadScenario(name), ['--quick']);

const why = !hasTool('dropbear')
  ? 'needs the Debian package dropbear-bin'
  : !hasTool('traceroute')
    ? 'needs the Debian package traceroute'
    : !hasTool('ping')
      ? 'needs the Debian package iputils-ping'
      : null;

describe.skipIf(why !== null)(`a live diagnosis${why ? ` (${why})` : ''}`, () => {
  test('calls a split by packet anycast shift, by the resets of one arm and by the trace', async () => {
    const { exit, diagnosis } = await quick('alternate-split');
    expect(exit).toBe(10);
    expect(diagnosis.verdict.kind).toBe('anycast-shift-per-packet');
    expect(diagnosis.comparison.legacy.failures).toBe(0);
    expect(diagnosis.comparison.anycast.resets).toBeGreaterThanOrEqual(5);
    expect(diagnosis.paths?.classification.kind).toBe('per-packet');
    expect(diagnosis.environment).toMatchObject({ anycast: ['104.192.141.1'] });
    // Three scans of keys at once may take longer than their three seconds on a busy machine.
    const legacy = diagnosis.identities.filter(({ address }) => address.startsWith('18.205.93.'));
    const outcomes = (service: string) =>
      new Set(legacy.filter((one) => one.service === service).map(({ outcome }) => outcome));
    expect([...outcomes('https')], 'the control is the service').toEqual(['proved']);
    expect(outcomes('ssh')).toContain('proved');
    expect(outcomes('ssh')).not.toContain('foreign');
  });

  test('does not where two paths are shared by session, and says what rate it still allows', async () => {
    const { exit, diagnosis } = await quick('healthy-per-flow');
    expect(exit).toBe(0);
    expect(diagnosis.verdict.kind).toBe('healthy');
    expect(diagnosis.verdict.summary).toMatch(/as high as \d+ %/);
    expect(diagnosis.comparison.anycast.failures).toBe(0);
    expect(diagnosis.paths?.classification.kind).not.toBe('per-packet');
    expect(diagnosis.pathMtu?.ways.map(({ kind }) => kind)).toEqual(['whole', 'whole']);
    expect(diagnosis.verdict.ruledOut.map(({ kind }) => kind)).toContain('pmtud-blackhole');
  });
});

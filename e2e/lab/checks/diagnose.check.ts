import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analyseCaptures } from '../../../src/main/services/analyse-captures.ts';
import { loadProductFacts } from '../../../src/main/services/product-facts.ts';
import { hasTool } from '../network/requirements.ts';
import { loadScenario } from '../network/scenario.ts';
import { diagnoseIn } from './diagnose-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-recorded-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const recordedIn = (name: string): string => join(folder, `${name}.pcap`);
const quick = (name: string) => diagnoseIn(loadScenario(name), ['--quick', '--record', recordedIn(name)]);
const facts = loadProductFacts(join(import.meta.dirname, '..', '..', '..', 'resources'));

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
    // Recorded meanwhile: the packets of every attempt that was reset are kept, and say the same by themselves.
    expect(diagnosis.recording?.files).toMatchObject([{ verdict: { kind: 'anycast-shift-per-packet' } }]);
    const paths = [recordedIn('alternate-split')];
    const kept = await analyseCaptures({ paths, targets: [], selection: 'reset' }, facts);
    if (!kept.ok) throw new Error(kept.problem.message);
    const broken = kept.value.sessions.filter(({ resets }) => resets.some(({ from }) => from === 'server'));
    // A connection that was reset while it opened has no port to find it by.
    const reset = diagnosis.attempts.flatMap(({ outcome, sourcePort }) =>
      outcome === 'reset' && sourcePort !== null ? sourcePort : [],
    );
    expect(reset.length).toBeGreaterThan(0);
    expect(broken.map(({ client }) => client.port)).toEqual(expect.arrayContaining(reset));
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
    // Resets pass here, too (of the trace's own probes): none is of a session that broke, so nothing is kept.
    expect(diagnosis.recording).toMatchObject({ reason: 'stopped', files: [] });
    expect(existsSync(recordedIn('healthy-per-flow'))).toBe(false);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Diagnosis, diagnosisSchema } from '../../../src/contract/diagnosis.ts';
import { hasTool } from '../network/requirements.ts';
import { loadScenario } from '../network/scenario.ts';
import { withLab } from '../recording/with-lab.ts';
import { makeClient } from './client-of-the-lab.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const OF_THIS_SYSTEM = readFileSync('/etc/hosts');

/** The quick plan, carried out by the command line as the client of a scenario; SSH is spoken by a real server. */
async function diagnoseIn(name: string): Promise<{ exit: number | null; diagnosis: Diagnosis }> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-diagnose-'));
  let seen: { exit: number | null; diagnosis: Diagnosis } | null = null;
  const scenario = {
    ...loadScenario(name),
    faults: [{ kind: 'closed-port' as const, edges: ['A', 'B', 'legacy'], port: 22 }],
  };
  try {
    await withLab(scenario, async (lab) => {
      const client = makeClient(lab, folder);
      try {
        const cli = join(PROJECT, 'src', 'cli', 'index.ts');
        const { stdout, stderr, status } = client.run(process.execPath, cli, 'diagnose', '--quick', '--json');
        if (stdout === '') throw new Error(`the command line said nothing: ${stderr}`);
        seen = { exit: status, diagnosis: diagnosisSchema.parse(JSON.parse(stdout)) };
      } finally {
        client.close();
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect(readFileSync('/etc/hosts').equals(OF_THIS_SYSTEM)).toBe(true);
  if (seen === null) throw new Error('the laboratory gave nothing');
  return seen;
}

const why = !hasTool('dropbear')
  ? 'needs the Debian package dropbear-bin'
  : !hasTool('traceroute')
    ? 'needs the Debian package traceroute'
    : !hasTool('ping')
      ? 'needs the Debian package iputils-ping'
      : null;

describe.skipIf(why !== null)(`a live diagnosis${why ? ` (${why})` : ''}`, () => {
  test('calls a split by packet anycast shift, by the resets of one arm and by the trace', async () => {
    const { exit, diagnosis } = await diagnoseIn('alternate-split');
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
    const { exit, diagnosis } = await diagnoseIn('healthy-per-flow');
    expect(exit).toBe(0);
    expect(diagnosis.verdict.kind).toBe('healthy');
    expect(diagnosis.verdict.summary).toMatch(/as high as \d+ %/);
    expect(diagnosis.comparison.anycast.failures).toBe(0);
    expect(diagnosis.paths?.classification.kind).not.toBe('per-packet');
    expect(diagnosis.pathMtu?.ways.map(({ kind }) => kind)).toEqual(['whole', 'whole']);
    expect(diagnosis.verdict.ruledOut.map(({ kind }) => kind)).toContain('pmtud-blackhole');
  });
});

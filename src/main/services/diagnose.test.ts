import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { TraceOutput } from '../../contract/diagnose.ts';
import type { Diagnosis, ProbeOutcome } from '../../contract/diagnosis.ts';
import { type MeasuredWorld, measuredWorld } from '../../test-support/measured-world.ts';
import { diagnose } from './diagnose.ts';
import type { DiagnosePorts } from './diagnose-ports.ts';
import { loadProductFacts } from './product-facts.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const TRACES_FOLDER = join(PROJECT, 'e2e', 'fixtures', 'traces');
const facts = loadProductFacts(join(PROJECT, 'resources'));
const schema = JSON.parse(readFileSync(join(PROJECT, 'resources', 'schemas', 'diagnosis-1.json'), 'utf8'));
const isValid = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

async function run(
  world: MeasuredWorld,
  mode: 'quick' | 'standard' = 'standard',
  idleMinutes: number | null = null,
  namesNetworks = false,
): Promise<{ diagnosis: Diagnosis; asked: string[]; named: string[] }> {
  const { used, asked, named } = measuredWorld(world);
  const diagnosis = await diagnose(
    { mode, idleMinutes, namesNetworks },
    facts,
    used,
    new AbortController().signal,
  );
  expect(isValid(diagnosis), JSON.stringify(isValid.errors)).toBe(true);
  return { diagnosis, asked, named };
}

test('a clean run measures IPv4 anycast and legacy addresses alone, and is healthy with its bound', async () => {
  const { diagnosis, asked } = await run({});
  expect(diagnosis.verdict.kind).toBe('healthy');
  expect(new Set(asked)).toEqual(new Set(['104.192.141.1', '18.205.93.0', '18.205.93.1', '18.205.93.2']));
  expect(diagnosis.environment.findings.map(({ kind }) => kind)).toEqual(['ipv6', 'versions']);
  expect(diagnosis.checks.map(({ id, state }) => [id, state])).toEqual([
    ...[
      ['addresses', 'done'],
      ['environment', 'done'],
      ['certificates', 'done'],
    ],
    ...[
      ['host-keys', 'not-done'],
      ['experiment', 'done'],
      ['path-mtu', 'done'],
      ['paths', 'not-done'],
    ],
  ]);
});

test('under an override the usual addresses are asked of DNS', async () => {
  const { diagnosis, asked } = await run({ system: ['18.205.93.1'], dns: ['104.192.141.7'] }, 'quick');
  expect(diagnosis.environment.anycast).toEqual(['104.192.141.7']);
  expect(asked).toContain('104.192.141.7');
  expect(diagnosis.environment.findings.map(({ kind }) => kind)).toContain('override');
});

test('without any usual address nothing is measured, and that is said', async () => {
  const { diagnosis, asked } = await run({ system: [] });
  expect(asked).toEqual([]);
  expect(diagnosis).toMatchObject({
    end: 'nothing-to-measure',
    verdict: { kind: 'insufficient', confidence: 'none' },
  });
});

test('a tunnel and a foreign certificate cap what resets on one arm would earn', async () => {
  const outcome = (arm: string): ProbeOutcome => (arm === 'anycast' ? 'reset' : 'ok');
  const tunnel = { interfaces: [{ name: 'wg0', addresses: ['10.9.0.2'] }] };
  const { diagnosis } = await run({ outcome, machine: tunnel, certificate: 'untrusted' });
  expect(diagnosis.verdict).toMatchObject({ kind: 'anycast-shift-per-packet', confidence: 'weak' });
  const kinds = diagnosis.environment.findings
    .filter(({ severity }) => severity === 'caps')
    .map(({ kind }) => kind);
  expect(kinds).toEqual(['tunnel', 'foreign-certificate']);
});

test('a service that asks for less ends it, and nothing is concluded', async () => {
  const { diagnosis } = await run({ outcome: () => 'rate-limited' });
  expect(diagnosis.attempts).toHaveLength(2);
  expect(diagnosis).toMatchObject({ end: 'asked-for-less', verdict: { kind: 'insufficient' } });
});

test('a quiet session is left alone only when asked for, and forgotten it is the verdict where all else passes', async () => {
  const { diagnosis: usual } = await run({ idle: 'reset-on-next-packet' });
  expect(usual.idle).toBeNull();
  expect(usual.checks.map(({ id }) => id)).not.toContain('idle');
  const { diagnosis } = await run({ idle: 'reset-on-next-packet' }, 'standard', 10);
  expect(diagnosis.checks.at(-1)).toMatchObject({ id: 'idle', state: 'trouble' });
  expect(diagnosis.environment.findings.map(({ kind }) => kind)).toContain('idle-firewall');
  expect(diagnosis.verdict).toMatchObject({ kind: 'idle-timeout', confidence: 'weak' });
  const { diagnosis: alive } = await run({}, 'standard', 10);
  expect(alive.verdict.kind).toBe('healthy');
  const reset = (arm: string): ProbeOutcome => (arm === 'anycast' ? 'reset' : 'ok');
  const { diagnosis: split } = await run({ idle: 'no-answer', outcome: reset }, 'standard', 10);
  expect(split.verdict.kind, 'resets of sessions in use come first').toBe('anycast-shift-per-packet');
});

test('a login page in between caps the confidence, and a clock that is wrong is said', async () => {
  const { diagnosis } = await run({
    ...{ certificate: 'untrusted', serverDate: '2026-11-24T20:12:00.000Z' },
    answer: { status: 302, date: null, location: 'http://login.example/' },
  });
  const kinds = diagnosis.environment.findings.map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['captive-portal', 'clock-wrong', 'versions']));
  expect(diagnosis.environment.clockOffsetSeconds).toBe(721);
  const check = diagnosis.checks.find(({ id }) => id === 'environment');
  expect(check?.text).toContain('captive portal');
  expect(check?.text).toContain('12 minutes behind');
});

test('a third party hears of the public routers only when the user agreed', async () => {
  const text = [
    'traceroute to 104.192.141.1 (104.192.141.1), 30 hops max, 60 byte packets',
    ' 1  192.168.1.1  0.3 ms',
    ' 2  100.64.0.1  2.0 ms',
    ' 3  62.115.1.1  9.0 ms',
    ' 4  104.192.141.1  18.0 ms',
  ].join('\n');
  const trace = { source: 'traceroute', text, flow: 'same', origin: 'linux', protocol: 'udp' } as const;
  const traces = [{ ...trace, address: '104.192.141.1', isPartial: false, isOwn: true }];
  const networks = ({ paths }: Diagnosis) =>
    paths?.hops.map(({ responders }) => responders[0]?.network ?? null);
  const silent = await run({ traces });
  expect(silent.named).toEqual([]);
  expect(networks(silent.diagnosis)).toEqual([null, null, null, null]);
  const agreed = await run({ traces }, 'standard', null, true);
  expect(agreed.named).toEqual(['62.115.1.1', '104.192.141.1']);
  expect(networks(agreed.diagnosis)).toEqual([null, null, 'AS64500', 'AS64500']);
});

const overSix =
  (ended: ProbeOutcome) =>
  (_arm: string, address: string): ProbeOutcome =>
    address.includes(':') ? ended : 'ok';

test('where a way over IPv6 exists it is measured apart, and what fails there alone is said and is not healthy', async () => {
  const { diagnosis } = await run({ hasSix: true, outcome: overSix('reset') });
  expect(diagnosis.attempts.every(({ address }) => !address.includes(':'))).toBe(true);
  expect(diagnosis.comparison.anycast).toMatchObject({ attempts: 32, failures: 0 });
  expect(diagnosis.ipv6).toMatchObject({ addresses: ['2401:1d80:1010::150'], attempts: 32, resets: 32 });
  expect(diagnosis.ipv6?.oneSided).toBeLessThan(0.001);
  expect(diagnosis.identities.map(({ address }) => address)).toContain('2401:1d80:1010::150');
  const found = diagnosis.environment.findings.find(({ kind }) => kind === 'ipv6-fails');
  expect(found?.text).toContain('Over IPv6 32 of 32 attempts failed, over IPv4 to the same service 0 of 32');
  expect(diagnosis.verdict).toMatchObject({
    ...{ kind: 'insufficient', confidence: 'none' },
    runnerUp: { kind: 'ipv6-flow-label-rehash' },
  });
});

test('IPv6 that works is a fact with its bound, by the sequential plan, too', async () => {
  for (const mode of ['standard', 'quick'] as const) {
    const { diagnosis } = await run({ hasSix: true }, mode);
    expect(diagnosis.verdict.kind).toBe('healthy');
    const found = diagnosis.environment.findings.filter(({ kind }) => kind.startsWith('ipv6'));
    expect(found.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['ipv6', 'fact'],
      ['ipv6-measured', 'fact'],
    ]);
    expect(found[0]?.text).toContain('measured apart');
    expect(found[1]?.text).toMatch(/may be as high as \d+ %/);
  }
  const { diagnosis } = await run({ hasSix: true, outcome: overSix('reset') }, 'quick');
  expect(diagnosis.ipv6).toMatchObject({ sequential: 'faulty', oneSided: null });
  expect(diagnosis.verdict.kind).toBe('insufficient');
});

test('failures over both families stay with the arms: IPv6 then only is said beside them', async () => {
  const split = (arm: string): ProbeOutcome => (arm === 'anycast' ? 'reset' : 'ok');
  const { diagnosis } = await run({ hasSix: true, outcome: split });
  const { diagnosis: alone } = await run({ outcome: split });
  expect(diagnosis.comparison).toEqual(alone.comparison);
  expect(diagnosis.verdict).toEqual(alone.verdict);
  expect(diagnosis.environment.findings.map(({ kind }) => kind)).toContain('ipv6-measured');
  expect(alone.ipv6).toBeNull();
});

test('the way over IPv6 is traced beside the other, and counts in nothing that decides', async () => {
  const output = (file: string, address: string): TraceOutput => ({
    source: file,
    text: readFileSync(join(TRACES_FOLDER, file), 'utf8'),
    origin: null,
    flow: 'same',
    protocol: null,
    address,
    isPartial: false,
    isOwn: true,
  });
  const four = output('linux-same-one-path.txt', '104.192.141.1');
  const six = output('macos-v6.txt', '2401:1d80:1010::150');
  const world = measuredWorld({ hasSix: true });
  const traced: string[] = [];
  const ports: DiagnosePorts = {
    ...world.used,
    trace: async (address) => {
      traced.push(address);
      return [address.includes(':') ? six : four];
    },
  };
  const { paths, verdict, checks } = await diagnose(
    { mode: 'standard', idleMinutes: null },
    facts,
    ports,
    new AbortController().signal,
  );
  expect(traced).toEqual(['104.192.141.1', '2401:1d80:1010::150']);
  expect(paths).toMatchObject({
    target: { address: '104.192.141.1' },
    classification: { kind: 'single-path' },
    others: [{ target: { address: '2401:1d80:1010::150' }, classification: { kind: 'per-packet' } }],
  });
  expect(verdict.kind, 'a split over IPv6 alone accuses nobody over IPv4').toBe('healthy');
  expect(checks.find(({ id }) => id === 'paths')?.text).toContain('Over IPv6, which counts apart: Packets');

  traced.length = 0;
  await diagnose({ mode: 'quick', idleMinutes: null }, facts, ports, new AbortController().signal);
  expect(traced, 'a first answer does not wait for it').toEqual(['104.192.141.1']);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';
import type { DiagnoseView, PartDiagnosis } from '../../src/contract/diagnose.ts';
import type { Arm, Diagnosis, ProbeAttempt, ProbeOutcome, Rung } from '../../src/contract/diagnosis.ts';
import type { Paths } from '../../src/contract/paths.ts';
import { verdictWeightsSchema } from '../../src/contract/verdict-weights.ts';
import { compareAttempts } from '../../src/core/diagnosis/compare-attempts.ts';
import { compareWithEarlier } from '../../src/core/diagnosis/compare-with-earlier.ts';
import { decideDiagnosis } from '../../src/core/diagnosis/decide-diagnosis.ts';
import { probePlan } from '../../src/core/diagnosis/probe-plan.ts';
import { buildPaths } from '../../src/core/trace/build-paths.ts';
import { parseTraces } from '../../src/core/trace/parse-traces.ts';

/** What the main process says of a measurement, made by the same functions; nothing is measured in a test of the window. */

const weights = verdictWeightsSchema.parse(
  JSON.parse(readFileSync(join(projectFolder, 'resources', 'verdict-weights.json'), 'utf8')),
);
const ANYCAST = ['104.192.141.1', '104.192.142.1'];
const LEGACY = ['18.205.93.0', '18.205.93.1', '18.205.93.2'];
const BEGAN = Date.UTC(2026, 10, 26, 9, 12, 4);

export const traceText = (name: string): string =>
  readFileSync(join(projectFolder, 'e2e', 'fixtures', 'traces', name), 'utf8');

const pathsIn = (text: string, flow: 'same' | 'varied' = 'same'): Paths =>
  buildPaths(
    parseTraces(text, null).traces.map((trace) => ({ ...trace, source: 'traceroute -n -U -q 6', flow })),
    () => true,
  );

type Ends = (arm: Arm, rung: Rung, index: number) => ProbeOutcome;

const attemptsOf = (end: Ends): ProbeAttempt[] =>
  probePlan('standard').steps.flatMap(({ rung, port, bytes }, index) =>
    (['anycast', 'legacy'] as const).map((arm, place): ProbeAttempt => {
      const outcome = end(arm, rung, index);
      const addresses = arm === 'anycast' ? ANYCAST : LEGACY;
      const whole = rung === 'upload' ? bytes + 6 : rung === 'tls' ? 5 : 3;
      const isCut = outcome === 'reset';
      return {
        ...{ number: 2 * index + place + 1, arm, rung, port, outcome },
        address: addresses[index % addresses.length] ?? '',
        sourcePort: outcome === 'refused' ? null : 40_100 + 2 * index + place,
        startedAt: new Date(BEGAN + 3000 * index).toISOString(),
        phase: outcome === 'ok' ? 'done' : rung === 'upload' ? 'upload' : 'hold',
        ms: isCut ? 260 + 31 * index : 640 + 7 * index,
        connectMs: 18.4 + (index % 5),
        resetDelayMs: isCut ? 21 + (index % 7) : null,
        clientPackets: isCut ? Math.min(whole, rung === 'upload' ? 4 + ((index * 17) % 70) : 3) : whole,
        ...{ answer: null, error: isCut ? 'ECONNRESET' : null },
      };
    }),
  );

const diagnosisOf = (end: Ends, paths: Paths | null, more: Partial<Diagnosis> = {}): Diagnosis => {
  const attempts = attemptsOf(end);
  const comparison = compareAttempts(probePlan('standard').plan, attempts);
  const verdict = decideDiagnosis(
    {
      ...{ attempts, comparison, paths, pathMtu: null, idle: null, ipv6: null, findings: [] },
      hasForeignCertificate: false,
      end: 'complete',
    },
    weights,
  );
  return {
    ...{ schema: 'diagnosis/1', mode: 'standard', end: 'complete' },
    startedAt: new Date(BEGAN).toISOString(),
    endedAt: new Date(BEGAN + 102_000).toISOString(),
    environment: {
      system: ANYCAST,
      dns: ANYCAST,
      anycast: ANYCAST,
      legacy: LEGACY,
      clockOffsetSeconds: 0,
      findings: [],
    },
    checks: [
      { id: 'addresses', state: 'done', text: `Anycast addresses: ${ANYCAST.join(', ')}.` },
      {
        id: 'environment',
        state: 'trouble',
        text: 'A tunnel is up (wg0): what it does to the way is not seen.',
      },
      { id: 'certificates', state: 'done', text: '5 of 5 addresses showed the service’s certificate.' },
      { id: 'host-keys', state: 'done', text: '5 of 5 addresses showed a published host key.' },
      { id: 'experiment', state: 'done', text: '64 attempts, by plan.' },
      {
        id: 'path-mtu',
        state: 'done',
        text: 'Packets of 1500 bytes to the anycast address and the legacy address pass.',
      },
      paths === null
        ? { id: 'paths', state: 'not-done', text: 'No trace: no program for it here, or stopped.' }
        : { id: 'paths', state: 'done', text: paths.classification.summary },
    ],
    ...{ identities: [], attempts, comparison, paths, pathMtu: null, idle: null, verdict, earlier: null },
    ...{ ipv6: null, recording: null },
    ...more,
  };
};

const shifted: Ends = (arm, rung, index) =>
  arm === 'anycast' && (rung === 'upload' || index % 13 === 0) ? 'reset' : 'ok';

export const SPLIT_PATHS = pathsIn(traceText('linux-two-in-one.txt'));
export const SHIFT = diagnosisOf(shifted, SPLIT_PATHS);
const CLEAN = diagnosisOf(() => 'ok', pathsIn(traceText('linux-same-one-path.txt')), {
  startedAt: new Date(BEGAN + 17 * 60_000).toISOString(),
  endedAt: new Date(BEGAN + 19 * 60_000).toISOString(),
});
/** The look again after a measurement in which much failed. */
export const HEALTHY: Diagnosis = { ...CLEAN, earlier: compareWithEarlier(SHIFT, CLEAN) };
const OUTCOMES = ['ok', 'timeout', 'refused', 'reset', 'unreachable', 'closed', 'ok'] as const;
export const MIXED = diagnosisOf(
  (arm, _rung, index) => OUTCOMES[(index + (arm === 'legacy' ? 3 : 0)) % OUTCOMES.length] ?? 'ok',
  null,
  {
    recording: {
      startedAt: new Date(BEGAN).toISOString(),
      endedAt: new Date(BEGAN + 102_000).toISOString(),
      ...{ reason: 'connection-lost', packets: 48_213, resets: 9 },
      files: [
        {
          ...{ name: 'capture-2026-11-26T09-00-00-000Z.pcap', bytes: 76_219 },
          verdict: {
            ...{ kind: 'firewall-reset', confidence: 'moderate' },
            summary: 'A box near here reset 9 of 41 sessions.',
          },
        },
      ],
    },
  },
);

/** Twenty hops with eight answers each: the widest graph that has to be readable. */
const wide = [
  'traceroute to 104.192.141.1 (104.192.141.1), 30 hops max, 60 byte packets',
  ...Array.from({ length: 20 }, (_, hop) => {
    const count = hop < 2 ? 1 : 8;
    const answers = Array.from(
      { length: 8 },
      (_, index) => `203.0.${113 + hop}.${100 + ((index * 3 + hop) % count)}  ${hop + 1}.${index} ms`,
    );
    return `${String(hop + 1).padStart(2)}  ${answers.join(' ')}`;
  }),
].join('\n');
export const WIDE = diagnosisOf(shifted, pathsIn(wide));

const NOTHING: DiagnoseView = { running: null, left: null, result: null, paths: null, againAt: null };

const part = (attempts: readonly ProbeAttempt[]): PartDiagnosis => ({
  ...{ schema: 'part-diagnosis/1', mode: 'standard', plannedPerArm: 32, limitPerArm: 60, secondsLeft: 71 },
  startedAt: new Date(BEGAN).toISOString(),
  updatedAt: new Date(BEGAN + 31_000).toISOString(),
  checks: SHIFT.checks.map(({ id, text, state }) =>
    id === 'experiment' || id === 'paths' ? { id, state: 'running', text: '' } : { id, state, text },
  ),
  attempts: [...attempts],
  ipv6Tries: [],
});

export const PART = part(SHIFT.attempts.slice(0, 22));
export const BEGINNING: PartDiagnosis = {
  ...part([]),
  checks: SHIFT.checks.map(({ id }) => ({
    ...{ id, text: '' },
    state: id === 'addresses' || id === 'environment' ? 'running' : 'waiting',
  })),
  secondsLeft: 98,
};

export const view = (more: Partial<DiagnoseView>): { readonly ok: true; readonly value: DiagnoseView } => ({
  ok: true,
  value: { ...NOTHING, paths: more.result?.paths ?? null, ...more },
});

import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import { compareAttempts } from '../../core/diagnosis/compare-attempts.ts';
import { decideDiagnosis } from '../../core/diagnosis/decide-diagnosis.ts';
import { addressFindings, environmentFindings } from '../../core/diagnosis/environment-findings.ts';
import { type DiagnosisMode, probePlan } from '../../core/diagnosis/probe-plan.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import type { ObstacleFacts } from '../../core/workaround/obstacles.ts';
import { askSsh } from '../node/ask-ssh.ts';
import { probeAttempt } from '../node/probe-attempt.ts';
import { proveSshIdentity } from '../node/prove-ssh-identity.ts';
import { type IdentityProof, proveTlsIdentity } from '../node/prove-tls-identity.ts';
import { readObstacleFacts } from '../node/read-obstacle-facts.ts';
import { type ResolvedService, resolveService } from '../node/resolve-service.ts';
import type { ProductFacts } from './product-facts.ts';
import { type Experiment, type ExperimentPorts, runExperiment } from './run-experiment.ts';
import { isServiceAddress, ownTracePorts, tracePath } from './trace-path.ts';

export interface DiagnosePorts {
  readonly resolve: (name: string) => Promise<ResolvedService>;
  readonly environment: (names: readonly string[]) => Promise<ObstacleFacts>;
  readonly proveTls: (address: string, name: string) => Promise<IdentityProof>;
  readonly proveSsh: (address: string) => Promise<IdentityProof>;
  readonly trace: (address: string, effort: TraceEffort, stop: AbortSignal) => Promise<Paths | null>;
  readonly experiment: ExperimentPorts;
  readonly now: () => Date;
}

const IDENTITY_LIMIT_MS = 3000;
/** More addresses than the service ever had at once would only thin the attempts out. */
const MOST_ADDRESSES = 4;
/** How many traces, and how long each may take: a silent hop takes six seconds, and the answer is waited for. */
const TRACES = {
  quick: { most: 1, limitMs: 20_000 },
  standard: { most: 3, limitMs: 45_000 },
  thorough: { most: 3, limitMs: 60_000 },
} as const;
type TraceEffort = (typeof TRACES)[DiagnosisMode];

export const ownDiagnosePorts = ({ playbook }: ProductFacts): DiagnosePorts => ({
  resolve: resolveService,
  environment: (names) => readObstacleFacts(names, askSsh()),
  proveTls: (address, name) => proveTlsIdentity(address, name, IDENTITY_LIMIT_MS),
  proveSsh: (address) => proveSshIdentity(address, playbook.hostKeys.fingerprints, IDENTITY_LIMIT_MS),
  trace: async (address, { most, limitMs }, stop) => {
    const traced = await tracePath({ address, port: 443, most }, playbook, ownTracePorts(limitMs), stop);
    return traced.ok ? traced.value : null;
  },
  experiment: {
    attempt: probeAttempt,
    pause: (ms, stop) => sleep(ms, undefined, { signal: stop }).catch(() => {}),
    random: Math.random,
  },
  now: () => new Date(),
});

/**
 * All live checks: addresses, environment, identities, then the experiment and the traces side by side, and the verdict
 * that follows. Stopped early, it gives what was measured until then.
 */
export async function diagnose(
  mode: DiagnosisMode,
  { playbook, weights }: ProductFacts,
  ports: DiagnosePorts,
  stop: AbortSignal,
  onProgress: (text: string) => void = () => {},
): Promise<Diagnosis> {
  const startedAt = ports.now().toISOString();
  const [serverName = ''] = playbook.names.hosts;
  const all = legacyAddresses(playbook);
  onProgress('Looking up addresses and settings.');
  const [resolved, environment] = await Promise.all([
    ports.resolve(serverName),
    ports.environment(playbook.override.usual),
  ]);
  const usual = (found: readonly string[]): string[] =>
    found.filter((address) => !all.includes(address) && !address.includes(':')).slice(0, MOST_ADDRESSES);
  const anycast = usual(resolved.system).length > 0 ? usual(resolved.system) : usual(resolved.dns);
  const findings = [
    ...environmentFindings(environment),
    ...addressFindings(resolved.system, resolved.dns, all, (address) => isServiceAddress(playbook, address)),
  ];
  const probing = probePlan(mode);
  const canMeasure = anycast.length > 0 && !stop.aborted;
  if (canMeasure) onProgress('Checking who answers at each address.');
  const identities = canMeasure ? await proveAll([...anycast, ...all], serverName, ports) : [];
  const none: Experiment = { attempts: [], end: 'stopped' };
  const [experiment, paths] = canMeasure
    ? await Promise.all([
        runExperiment(probing, { anycast, legacy: all, serverName }, ports.experiment, stop, (done, whole) =>
          onProgress(`Attempt ${done} of at most ${whole} on each kind of address.`),
        ),
        ports.trace(anycast[0] ?? '', TRACES[mode], stop),
      ])
    : [none, null];
  const end = anycast.length === 0 ? 'nothing-to-measure' : experiment.end;
  const comparison = compareAttempts(probing.plan, experiment.attempts);
  const foreign = identities.filter(({ outcome }) => outcome === 'foreign' || outcome === 'untrusted');
  const hasForeignCertificate = foreign.some(({ service }) => service === 'https');
  if (hasForeignCertificate)
    findings.push({
      ...{ kind: 'foreign-certificate', severity: 'caps' },
      text: 'A certificate is not the service’s, or nobody here vouches for it: TLS is inspected, a portal asks for a login, or the address is another’s.',
    });
  const verdict = decideDiagnosis(
    { attempts: experiment.attempts, comparison, paths, findings, hasForeignCertificate, end },
    weights,
  );
  const checks = describeChecks({ anycast, findings, identities, experiment, end, paths });
  return {
    ...{ schema: 'diagnosis/1', mode, startedAt, endedAt: ports.now().toISOString(), end },
    environment: { system: [...resolved.system], dns: [...resolved.dns], anycast, legacy: all, findings },
    ...{ checks, identities, attempts: [...experiment.attempts], comparison, paths, verdict },
  };
}

type Identity = Diagnosis['identities'][number];

/** One address after the other, both services at once: a handful of connections. */
async function proveAll(
  addresses: readonly string[],
  name: string,
  ports: DiagnosePorts,
): Promise<Identity[]> {
  const proved = await Promise.all(
    addresses.map(async (address) => {
      const [https, ssh] = await Promise.all([ports.proveTls(address, name), ports.proveSsh(address)]);
      return [
        { address, service: 'https' as const, outcome: https.outcome, detail: https.detail },
        { address, service: 'ssh' as const, outcome: ssh.outcome, detail: ssh.detail },
      ];
    }),
  );
  return proved.flat();
}

function describeChecks(seen: {
  readonly anycast: readonly string[];
  readonly findings: Diagnosis['environment']['findings'];
  readonly identities: readonly Identity[];
  readonly experiment: Experiment;
  readonly end: Diagnosis['end'];
  readonly paths: Paths | null;
}): Diagnosis['checks'] {
  const { anycast, findings, identities, experiment, end, paths } = seen;
  const checks: Diagnosis['checks'] = [];
  const add = (
    id: Diagnosis['checks'][number]['id'],
    state: Diagnosis['checks'][number]['state'],
    text: string,
  ): void => {
    checks.push({ id, state, text });
  };
  if (anycast.length > 0) add('addresses', 'done', `Anycast addresses: ${anycast.join(', ')}.`);
  else add('addresses', 'trouble', 'No anycast address of the service could be found out.');
  const weighty = findings.filter(({ severity }) => severity !== 'fact');
  add(
    'environment',
    weighty.length > 0 ? 'trouble' : 'done',
    weighty.map(({ text }) => text).join(' ') || 'Nothing in the way was found.',
  );
  for (const [id, service, what] of [
    ['certificates', 'https', 'the service’s certificate'],
    ['host-keys', 'ssh', 'a published host key'],
  ] as const) {
    const mine = identities.filter((one) => one.service === service);
    const proved = mine.filter(({ outcome }) => outcome === 'proved').length;
    const open = mine.every(({ outcome }) => outcome === 'not-checked');
    if (mine.length === 0 || open) add(id, 'not-done', 'Not checked.');
    else
      add(
        id,
        proved === mine.length ? 'done' : 'trouble',
        `${proved} of ${mine.length} addresses showed ${what}.`,
      );
  }
  add(
    'experiment',
    experiment.attempts.length > 0 ? 'done' : 'not-done',
    `${experiment.attempts.length} attempts, ${end === 'complete' ? 'by plan' : end}.`,
  );
  if (paths === null) add('paths', 'not-done', 'No trace: no program for it here, or stopped.');
  else add('paths', 'done', paths.classification.summary);
  return checks;
}

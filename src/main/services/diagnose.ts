import { type CheckId, checksOf, type DiagnosisWish, type TraceOutput } from '../../contract/diagnose.ts';
import type { Diagnosis, ProbeAttempt } from '../../contract/diagnosis.ts';
import type { IdleSession } from '../../contract/idle-session.ts';
import type { PathMtu } from '../../contract/path-mtu.ts';
import { clockFindings, clockOffset, portalFindings } from '../../core/diagnosis/answer-findings.ts';
import { compareAttempts } from '../../core/diagnosis/compare-attempts.ts';
import { decideDiagnosis } from '../../core/diagnosis/decide-diagnosis.ts';
import { addressFindings, environmentFindings } from '../../core/diagnosis/environment-findings.ts';
import { idleFindings } from '../../core/diagnosis/idle-reading.ts';
import { ipv6ArmFindings, readIpv6 } from '../../core/diagnosis/ipv6-reading.ts';
import { pathMtuFindings } from '../../core/diagnosis/path-mtu-reading.ts';
import { probePlan } from '../../core/diagnosis/probe-plan.ts';
import { versionFindings } from '../../core/diagnosis/version-findings.ts';
import { hasForeignCertificate } from '../../core/diagnosis/with-paths.ts';
import { idlePauses } from '../../core/probe/idle-plan.ts';
import { publicResponders, withNetworks } from '../../core/trace/network-names.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import {
  addressesResult,
  type CheckResult,
  checkOf,
  environmentResult,
  experimentResult,
  identitiesResult,
  idleResult,
  pathMtuResult,
  pathsResult,
  STOPPED,
} from './describe-checks.ts';
import { type DiagnosePorts, TRACES, type TraceEffort } from './diagnose-ports.ts';
import { measureBursts, measureSizes } from './measure-path-mtu.ts';
import type { ProductFacts } from './product-facts.ts';
import { type Identity, proveAll } from './prove-addresses.ts';
import { type Experiment, runExperiment } from './run-experiment.ts';
import { eitherOf, unlessStopped } from './stopping.ts';
import { isServiceAddress, PAUSE_MS, pathsOf } from './trace-path.ts';

/** More addresses than the service ever had at once would only thin the attempts out. */
const MOST_ADDRESSES = 4;
/** Who wants to know what happens meanwhile, and may end single checks. */
export interface DiagnosisWatch {
  readonly say?: (text: string) => void;
  readonly onCheck?: (id: CheckId, check: CheckResult | 'running') => void;
  readonly onAttempt?: (attempt: ProbeAttempt) => void;
  /** Of those over IPv6, which no count of the others holds. */
  readonly onIpv6Attempt?: (attempt: ProbeAttempt) => void;
  /** What the traces printed, however they ended. */
  readonly onTraces?: (outputs: readonly TraceOutput[]) => void;
  /** Ends one check alone; what it found until then counts. */
  readonly stopOf?: (id: CheckId) => AbortSignal;
}

/** Where a way over IPv6 exists, its addresses are measured, too: the very ones, so that no program chooses a family. */
async function sixAddresses(
  found: readonly string[],
  hasRoute: DiagnosePorts['hasRoute'],
): Promise<string[]> {
  const all = [...new Set(found.filter((address) => address.includes(':')))].slice(0, MOST_ADDRESSES);
  const reached = await Promise.all(all.map(hasRoute));
  return all.filter((_, index) => reached[index]);
}

/** One way after the other: the first routers are the same ones, and answer only so often. */
async function traceBoth(
  addresses: readonly string[],
  effort: TraceEffort,
  { trace, experiment }: DiagnosePorts,
  stop: AbortSignal,
): Promise<TraceOutput[]> {
  const outputs: TraceOutput[] = [];
  for (const [index, address] of addresses.entries()) {
    if (index > 0) await experiment.pause(PAUSE_MS, stop);
    if (stop.aborted) break;
    outputs.push(...((await trace(address, effort, stop)) ?? []));
  }
  return outputs;
}

/**
 * All live checks: addresses, environment, identities, then the experiment and the traces side by side, and the verdict
 * that follows. Stopped early, it gives what was measured until then.
 */
export async function diagnose(
  wish: DiagnosisWish,
  { playbook, weights }: ProductFacts,
  ports: DiagnosePorts,
  stop: AbortSignal,
  watch: DiagnosisWatch = {},
): Promise<Diagnosis> {
  const { mode, idleMinutes } = wish;
  const startedAt = ports.now().toISOString();
  const [serverName = ''] = playbook.names.hosts;
  const all = legacyAddresses(playbook);
  const stopOf = (id: CheckId): AbortSignal =>
    watch.stopOf === undefined ? stop : eitherOf(stop, watch.stopOf(id));
  const ended = new Map<CheckId, CheckResult>();
  const end = (id: CheckId, result: CheckResult): void => {
    ended.set(id, result);
    watch.onCheck?.(id, result);
  };
  const begin = (...ids: readonly CheckId[]): void => {
    for (const id of ids) watch.onCheck?.(id, 'running');
  };
  const usual = (found: readonly string[]): string[] =>
    found.filter((address) => !all.includes(address) && !address.includes(':')).slice(0, MOST_ADDRESSES);

  watch.say?.('Looking up addresses and settings.');
  begin('addresses', 'environment');
  const versions = unlessStopped(ports.versions(), stopOf('environment'));
  const resolving = unlessStopped(ports.resolve(serverName), stopOf('addresses'));
  const looking = unlessStopped(ports.environment(playbook.override.usual), stopOf('environment'));
  const resolved = (await resolving) ?? { system: [], dns: [] };
  const anycast = usual(resolved.system).length > 0 ? usual(resolved.system) : usual(resolved.dns);
  const six = await sixAddresses([...resolved.system, ...resolved.dns], ports.hasRoute);
  end('addresses', (await resolving) === null ? STOPPED : addressesResult([...anycast, ...six]));
  const environment = await looking;
  const own = environment?.interfaces.flatMap(({ addresses }) => addresses) ?? [];
  const findings = [
    ...(environment === null ? [] : environmentFindings(environment)),
    ...addressFindings({ ...resolved, legacy: all, own, measuredSix: six }, (one) =>
      isServiceAddress(playbook, one),
    ),
    ...versionFindings(await versions),
  ];
  end('environment', environment === null ? STOPPED : environmentResult(findings));

  const probing = probePlan(mode, wish.watchMinutes);
  const canMeasure = anycast.length > 0 && !stop.aborted;
  if (canMeasure) watch.say?.('Checking who answers at each address.');
  const proveBy = async (id: CheckId, service: Identity['service']): Promise<Identity[]> => {
    if (!canMeasure) return [];
    begin(id);
    const prove = service === 'https' ? ports.proveTls : ports.proveSsh;
    const proved = await unlessStopped(
      proveAll([...anycast, ...six, ...all], service, (address) => prove(address, serverName)),
      stopOf(id),
    );
    end(id, proved === null ? STOPPED : identitiesResult(service, proved));
    return proved ?? [];
  };
  const asking = canMeasure ? unlessStopped(ports.askPlainly(anycast[0] ?? '', serverName), stop) : null;
  const identities = (
    await Promise.all([proveBy('certificates', 'https'), proveBy('host-keys', 'ssh')])
  ).flat();
  findings.push(...portalFindings(await asking, identities, playbook.override.usual));

  const experimenting = async (): Promise<Experiment> => {
    begin('experiment');
    const done = await runExperiment(
      probing,
      { anycast, legacy: all, six, serverName },
      ports.experiment,
      stopOf('experiment'),
      (count, whole) => watch.say?.(`Attempt ${count} of at most ${whole} on each kind of address.`),
      watch.onAttempt,
      watch.onIpv6Attempt,
    );
    end('experiment', experimentResult(done, done.end));
    return done;
  };
  const tracing = async () => {
    begin('paths');
    const ending = stopOf('paths');
    const ways = [anycast[0] ?? '', ...six.slice(0, 1)].slice(0, TRACES[mode].ways);
    const traced = await traceBoth(ways, TRACES[mode], ports, ending);
    const outputs = wish.namesNetworks
      ? withNetworks(traced, await ports.networks(publicResponders(traced), ending))
      : traced;
    watch.onTraces?.(outputs);
    const found = pathsOf(outputs, playbook);
    end('paths', pathsResult(found));
    return found;
  };
  const sizing = async (experimented: Promise<unknown>): Promise<PathMtu> => {
    begin('path-mtu');
    const ending = stopOf('path-mtu');
    const [first = '', control = ''] = [anycast[0], all[0]];
    const ways = [
      { arm: 'anycast', address: first },
      { arm: 'legacy', address: control },
    ] as const;
    const sizes = await measureSizes(ways, ports.pathMtu, ending);
    // Never more than one session an arm at a time, whichever check it belongs to.
    await unlessStopped(experimented, ending);
    const found = await measureBursts(sizes, serverName, ports.pathMtu, ending);
    end('path-mtu', pathMtuResult(found));
    return found;
  };
  const leavingQuiet = async (): Promise<IdleSession | null> => {
    const [address] = anycast;
    if (idleMinutes === null || address === undefined) return null;
    begin('idle');
    const quiet = { address, serverName, minutes: idleMinutes, pauses: idlePauses(idleMinutes) };
    const found = await ports.idle(quiet, stopOf('idle'));
    end('idle', idleResult(found));
    return found;
  };
  const none: Experiment = { attempts: [], ipv6: [], end: 'stopped' };
  const measuring = async () => {
    // A watch lasts too long to wait for its end.
    const sized = mode === 'watch' ? sizing(Promise.resolve()) : null;
    const experimented = sized === null ? experimenting() : sized.then(experimenting);
    return Promise.all([experimented, tracing(), sized ?? sizing(experimented), leavingQuiet()]);
  };
  const [experiment, paths, pathMtu, idle] = canMeasure ? await measuring() : [none, null, null, null];
  const whole = anycast.length === 0 ? 'nothing-to-measure' : experiment.end;
  const comparison = compareAttempts(probing.plan, experiment.attempts);
  const ipv6 = canMeasure ? readIpv6(probing.plan, six, experiment.ipv6, comparison.anycast) : null;
  const isForeign = hasForeignCertificate(identities);
  if (isForeign)
    findings.push({
      ...{ kind: 'foreign-certificate', severity: 'caps' },
      text: 'A certificate is not the service’s, or nobody here vouches for it: TLS is inspected, a portal asks for a login, or the address is another’s.',
    });
  const clockOffsetSeconds = clockOffset(pathMtu);
  findings.push(...clockFindings(clockOffsetSeconds));
  const ofThisComputer = environmentResult(findings);
  findings.push(...pathMtuFindings(pathMtu), ...idleFindings(idle));
  findings.push(...ipv6ArmFindings(ipv6, comparison.anycast));
  const verdict = decideDiagnosis(
    {
      ...{ attempts: experiment.attempts, comparison, paths, pathMtu, idle, ipv6, findings, end: whole },
      hasForeignCertificate: isForeign,
    },
    weights,
  );
  const results: Readonly<Record<CheckId, CheckResult>> = {
    addresses: ended.get('addresses') ?? STOPPED,
    environment: environment === null ? STOPPED : ofThisComputer,
    certificates: ended.get('certificates') ?? identitiesResult('https', []),
    'host-keys': ended.get('host-keys') ?? identitiesResult('ssh', []),
    experiment: experimentResult(experiment, whole),
    'path-mtu': pathMtuResult(pathMtu),
    paths: pathsResult(paths),
    idle: idleResult(idle),
  };
  const checks = checksOf(wish).map((id) => checkOf(id, results[id]));
  return {
    ...{ schema: 'diagnosis/1', mode, startedAt, endedAt: ports.now().toISOString(), end: whole },
    environment: {
      system: [...resolved.system],
      dns: [...resolved.dns],
      anycast,
      legacy: all,
      clockOffsetSeconds,
      findings,
    },
    ...{
      checks,
      identities,
      attempts: [...experiment.attempts],
      comparison,
      paths,
      pathMtu,
      idle,
      verdict,
      ipv6,
      earlier: null,
      recording: null,
    },
  };
}

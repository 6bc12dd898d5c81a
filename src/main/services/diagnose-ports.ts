import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceOutput } from '../../contract/diagnose.ts';
import type { IdleSession } from '../../contract/idle-session.ts';
import type { DiagnosisMode } from '../../core/diagnosis/probe-plan.ts';
import type { Versions } from '../../core/diagnosis/version-findings.ts';
import type { AnswerHead } from '../../core/probe/answer-head.ts';
import type { ObstacleFacts } from '../../core/workaround/obstacles.ts';
import { askPlainly } from '../node/ask-plainly.ts';
import { askSsh } from '../node/ask-ssh.ts';
import { hasRoute } from '../node/has-route.ts';
import { type IdleWish, idleSession } from '../node/idle-session.ts';
import { lookUpNetworks } from '../node/look-up-networks.ts';
import { probeAttempt } from '../node/probe-attempt.ts';
import { proveSshIdentity } from '../node/prove-ssh-identity.ts';
import { type IdentityProof, proveTlsIdentity } from '../node/prove-tls-identity.ts';
import { readObstacleFacts } from '../node/read-obstacle-facts.ts';
import { readVersions } from '../node/read-versions.ts';
import { type ResolvedService, resolveService } from '../node/resolve-service.ts';
import { ownPathMtuPorts, type PathMtuPorts } from './measure-path-mtu.ts';
import type { ProductFacts } from './product-facts.ts';
import type { ExperimentPorts } from './run-experiment.ts';
import { type AskNetworks, ownTracePorts, PAUSE_MS, runTraces } from './trace-path.ts';

export interface DiagnosePorts {
  readonly resolve: (name: string) => Promise<ResolvedService>;
  readonly environment: (names: readonly string[]) => Promise<ObstacleFacts>;
  readonly versions: () => Promise<Versions>;
  readonly hasRoute: (address: string) => Promise<boolean>;
  readonly askPlainly: (address: string, name: string) => Promise<AnswerHead | null>;
  readonly proveTls: (address: string, name: string) => Promise<IdentityProof>;
  readonly proveSsh: (address: string) => Promise<IdentityProof>;
  /** What the programs printed; null when none of them is here. */
  readonly trace: (
    address: string,
    effort: TraceEffort,
    stop: AbortSignal,
  ) => Promise<readonly TraceOutput[] | null>;
  /** Asks a third party; only when the user agreed. */
  readonly networks: AskNetworks;
  readonly experiment: ExperimentPorts;
  readonly pathMtu: PathMtuPorts;
  readonly idle: (wish: IdleWish, stop: AbortSignal) => Promise<IdleSession>;
  readonly now: () => Date;
}

const IDENTITY_LIMIT_MS = 3000;
/**
 * How many traces, and how long each may take: a silent hop takes six seconds, and the answer is waited for. `ways` is 2
 * where IPv6 is traced, too, if there is a way; who wants a first answer in half a minute does not wait for that.
 */
export const TRACES = {
  quick: { most: 1, limitMs: 20_000, ways: 1 },
  standard: { most: 3, limitMs: 45_000, ways: 2 },
  thorough: { most: 3, limitMs: 60_000, ways: 2 },
  watch: { most: 3, limitMs: 45_000, ways: 2 },
} as const;
export interface TraceEffort {
  readonly most: number;
  readonly limitMs: number;
}

/** The longest that the traces of a mode may take, their pauses included, in seconds. */
export const longestTraceSeconds = (mode: DiagnosisMode, hasIpv6: boolean): number => {
  const { most, limitMs } = TRACES[mode];
  const ways = hasIpv6 ? TRACES[mode].ways : 1;
  return Math.ceil((ways * most * limitMs + (ways * most - 1) * PAUSE_MS) / 1000);
};

export const ownDiagnosePorts = ({ playbook }: ProductFacts): DiagnosePorts => ({
  resolve: resolveService,
  environment: (names) => readObstacleFacts(names, askSsh()),
  versions: readVersions,
  hasRoute: (address) => hasRoute(address),
  askPlainly,
  proveTls: (address, name) => proveTlsIdentity(address, name, IDENTITY_LIMIT_MS),
  proveSsh: (address) => proveSshIdentity(address, playbook.hostKeys.fingerprints, IDENTITY_LIMIT_MS),
  trace: (address, { most, limitMs }, stop) =>
    runTraces({ address, port: 443, most }, ownTracePorts(limitMs), stop),
  networks: lookUpNetworks,
  experiment: {
    attempt: probeAttempt,
    pause: (ms, stop) => sleep(ms, undefined, { signal: stop }).catch(() => {}),
    random: Math.random,
  },
  pathMtu: ownPathMtuPorts(),
  idle: idleSession,
  now: () => new Date(),
});

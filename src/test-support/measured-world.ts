import type { TraceOutput } from '../contract/diagnose.ts';
import type { ProbeOutcome } from '../contract/diagnosis.ts';
import type { IdleSession } from '../contract/idle-session.ts';
import type { Burst, SizeProbe } from '../contract/path-mtu.ts';
import type { AnswerHead } from '../core/probe/answer-head.ts';
import type { ObstacleFacts } from '../core/workaround/obstacles.ts';
import type { DiagnosePorts } from '../main/services/diagnose-ports.ts';
import { playedAttempt } from './probe-attempts.ts';

const quietMachine: ObstacleFacts = {
  ...{
    platform: 'linux',
    names: ['bitbucket.org'],
    environment: {},
    gitProxy: null,
    gitSsh: null,
    remotes: [],
    ssh: [],
    sshAliases: [],
  },
  ...{
    keptSessions: [],
    systemProxy: { proxy: null, script: null },
    interfaces: [],
    procVersion: null,
    wslConf: null,
  },
  ...{
    nsswitch: null,
    resolvedConf: null,
    isContainer: false,
    runsContainers: false,
    hasDesktop: false,
    askedBy: null,
  },
};

/** What a played world answers; a clean one unless told otherwise. */
export interface MeasuredWorld {
  readonly system?: readonly string[];
  readonly dns?: readonly string[];
  readonly machine?: Partial<ObstacleFacts>;
  readonly certificate?: 'proved' | 'untrusted';
  /** Whether there is a way to an address over IPv6; there is none unless told otherwise. */
  readonly hasSix?: boolean;
  readonly outcome?: (arm: string, address: string) => ProbeOutcome;
  readonly traces?: readonly TraceOutput[];
  readonly burst?: (address: string) => Burst['outcome'];
  readonly ping?: (sizeBytes: number) => Omit<SizeProbe, 'sizeBytes'> | null;
  readonly answer?: AnswerHead | null;
  readonly serverDate?: string | null;
  readonly idle?: IdleSession['end'];
  /** Resolved before each attempt ends. */
  readonly wait?: (number: number, stop: AbortSignal) => Promise<void>;
}

/** A network that answers at once, and the addresses that were asked, and those whose network was. */
export function measuredWorld({
  system = ['104.192.141.1', '2401:1d80:1010::150'],
  dns = [],
  machine = {},
  certificate = 'proved',
  hasSix = false,
  outcome = () => 'ok',
  traces,
  burst = () => 'answered',
  ping = () => ({ answer: 'echo', mtuBytes: null }),
  answer = { status: 301, date: null, location: 'https://bitbucket.org/' },
  serverDate = null,
  idle = 'alive',
  wait = () => Promise.resolve(),
}: MeasuredWorld) {
  const asked: string[] = [];
  const named: string[] = [];
  const used: DiagnosePorts = {
    resolve: () => Promise.resolve({ system, dns }),
    environment: () => Promise.resolve({ ...quietMachine, ...machine }),
    versions: () =>
      Promise.resolve({
        ...{ git: 'git version 2.39.5', ssh: 'OpenSSH_9.2p1', system: 'Debian 12', tools: [] },
      }),
    hasRoute: async () => hasSix,
    askPlainly: () => Promise.resolve(answer),
    proveTls: () => Promise.resolve({ outcome: certificate, ms: 1, detail: null }),
    proveSsh: () => Promise.resolve({ outcome: 'not-checked', ms: null, detail: null }),
    trace: (address) => {
      asked.push(address);
      return Promise.resolve(traces ?? null);
    },
    networks: (addresses) => {
      named.push(...addresses);
      return Promise.resolve(Object.fromEntries(addresses.map((address) => [address, 'AS64500'])));
    },
    experiment: {
      attempt: async ({ rung, port }, { arm, address }, number, stop) => {
        asked.push(address);
        await wait(number, stop);
        const ended = stop.aborted ? 'stopped' : outcome(arm, address);
        return {
          ...playedAttempt({ number, arm, rung, port, address, outcome: ended }),
          ...{
            phase: ended === 'ok' ? 'done' : 'hold',
            connectMs: 12,
            resetDelayMs: ended === 'reset' ? 24 : null,
            clientPackets: rung === 'upload' ? 100 : 3,
          },
        };
      },
      pause: () => Promise.resolve(),
      random: () => 0.5,
    },
    pathMtu: {
      ping: (_address, sizeBytes) => Promise.resolve(ping(sizeBytes)),
      burst: (address) =>
        Promise.resolve({
          ...{ bytes: 6000, outcome: burst(address), phase: 'request', ms: 20 },
          ...{ serverDate, answeredAt: serverDate === null ? null : '2026-11-24T20:00:00.000Z' },
          ...{ segmentBytes: null, pathMtuBytes: null, retransmitted: null },
        }),
    },
    idle: ({ address, minutes }) =>
      Promise.resolve({
        ...{ minutes, address, port: 443, sourcePort: 1, startedAt: '2026-11-24T20:00:00.000Z', end: idle },
        pauses: [{ quietSeconds: 0, isAnswered: true }],
        ...{ quietSeconds: idle === 'alive' ? null : 120, survivedSeconds: 60 },
      }),
    now: () => new Date('2026-11-24T20:00:00Z'),
  };
  return { used, asked, named };
}

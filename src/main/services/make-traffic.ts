import type { Attempt } from '../../contract/live-capture.ts';
import type { Playbook } from '../../contract/playbook.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import { attemptBanner, attemptHttps, attemptTls, type Endpoint } from './connect-attempt.ts';
import { listRemote } from './list-remote.ts';

/** What to talk to. The tests put loopback in; the product the service's own addresses. */
export interface TrafficPlan {
  readonly anycast: readonly string[];
  readonly control: readonly string[];
  readonly serverName: string;
  readonly httpsPort: number;
  readonly sshPort: number;
  /** A repository the user named, or null. */
  readonly repository: string | null;
  /** Pause between two attempts. */
  readonly pauseMs: number;
  readonly rounds: number;
}

/**
 * Twelve conversations with each arm hold some hundred packets of ours, enough to meet even a small split, and little
 * enough to be no burden: two a second at most, one at a time, and it ends by itself after two minutes.
 */
const ROUNDS = 12;
const PAUSE_MS = 500;
const WHOLE_LIMIT_MS = 2 * 60_000;

/** The product's own traffic: to what is being captured, and to nothing else. */
export function trafficPlan(
  playbook: Playbook,
  targets: readonly string[],
  repository: string | null = null,
): TrafficPlan {
  const legacy = legacyAddresses(playbook);
  return {
    anycast: targets.filter((address) => !legacy.includes(address)),
    control: targets.filter((address) => legacy.includes(address)),
    serverName: playbook.names.hosts[0] ?? 'bitbucket.org',
    httpsPort: 443,
    sshPort: 22,
    repository,
    pauseMs: PAUSE_MS,
    rounds: ROUNDS,
  };
}

/**
 * Makes polite traffic for a capture to see: a TLS handshake, a request, an SSH greeting, in turn to an anycast and a
 * legacy address, so that both arms see the same minute. Ends early with the signal; may be told so twice.
 */
export async function makeTraffic(
  plan: TrafficPlan,
  onAttempt: (attempt: Attempt) => void,
  signal: AbortSignal,
): Promise<void> {
  const limited = new AbortController();
  const limit = setTimeout(() => limited.abort(), WHOLE_LIMIT_MS);
  const onStop = (): void => limited.abort();
  signal.addEventListener('abort', onStop, { once: true });
  if (signal.aborted) limited.abort();
  try {
    await talk(plan, onAttempt, limited.signal);
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', onStop);
  }
}

async function talk(
  plan: TrafficPlan,
  onAttempt: (attempt: Attempt) => void,
  stop: AbortSignal,
): Promise<void> {
  if (plan.repository !== null) onAttempt(await listRemote(plan.repository, stop));
  const kinds = [attemptTls, attemptBanner, attemptHttps] as const;
  for (let round = 0; round < plan.rounds; round += 1)
    for (const arm of ['anycast', 'control'] as const) {
      const addresses = plan[arm];
      const address = addresses[round % Math.max(1, addresses.length)];
      if (address === undefined) continue;
      if (stop.aborted) return;
      const attempt = kinds[(round % kinds.length) as 0];
      const port = attempt === (attemptBanner as typeof attempt) ? plan.sshPort : plan.httpsPort;
      const endpoint: Endpoint = { arm, address, port, serverName: plan.serverName };
      onAttempt(await attempt(endpoint, stop));
      await pause(plan.pauseMs, stop);
    }
}

const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop.addEventListener('abort', done, { once: true });
  });

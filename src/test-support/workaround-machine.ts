import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseAction } from '../contract/case.ts';
import type { Result } from '../contract/problem.ts';
import type { AddressAttemptView, OverrideChoice } from '../contract/workaround.ts';
import type { AddressChoice } from '../core/workaround/judge-addresses.ts';
import { applyOverride, revertOverride } from '../hosts-file/change-hosts.ts';
import type { Elevation, HostsChanged, HostsOrder } from '../main/elevation/capture-source.ts';
import { askSsh } from '../main/node/ask-ssh.ts';
import type { SeenConnection } from '../main/node/fresh-connection.ts';
import { readObstacleFacts } from '../main/node/read-obstacle-facts.ts';
import { loadProductFacts } from '../main/services/product-facts.ts';
import { createWorkaroundService } from '../main/services/workaround-service.ts';
import type { SchedulerPlace } from '../scheduler/timed-revert.ts';
import type { Trust } from '../scheduler/trusted-path.ts';

const facts = loadProductFacts(join(import.meta.dirname, '..', '..', 'resources'));
const choice: OverrideChoice = {
  ...{ address: '18.205.93.2', names: ['bitbucket.org', 'ssh.bitbucket.org'], days: 3, setAsideOthers: true },
  timedRevert: false,
};

/**
 * The workaround on a made-up machine: its hosts file, accounts, timers and clock are the test's own.
 *
 * @param folder the test's own; the file `hosts` in it is the hosts file
 * @param answer what the helper with rights says; without it, it does its work on that file
 */
export function startWorkaround(folder: string, answer?: HostsChanged) {
  const path = join(folder, 'hosts');
  const orders: HostsOrder[] = [];
  const attempts: AddressAttemptView[] = [];
  const expired: string[][] = [];
  const notices: string[] = [];
  /** What happened, in order. */
  const done: string[] = [];
  let usualAddresses: readonly string[] = ['104.192.141.1'];
  let trust: Trust = { kind: 'trusted' };
  let clock = new Date('2026-11-24T12:00:00Z');
  const timers = join(folder, 'timers');
  mkdirSync(timers, { recursive: true });
  const scheduler = (scope: SchedulerPlace['scope']): SchedulerPlace => ({
    ...{ platform: 'linux', scope, folder: join(timers, scope), uid: 1 },
    run: async () => true,
  });
  const seen = (address: string | null): SeenConnection => ({ address, detail: '', absent: false });
  const work = (order: HostsOrder): HostsChanged => {
    const done =
      order.verb === 'hosts.apply'
        ? applyOverride(path, order.input, '1.2.3')
        : revertOverride(path, order.input);
    const timer =
      order.verb === 'hosts.apply' && order.input.timedRevert ? { installed: true, because: null } : null;
    return 'output' in done
      ? { kind: 'done', written: { ...done.output, timer } }
      : { kind: 'not-done', refusal: done.refusal };
  };
  const elevation: Elevation = {
    look: async () => ({ way: { kind: 'prompt' }, wasDeclined: false }),
    tracer: () => null,
    lookForHosts: async () => ({ way: { kind: 'prompt' }, wasDeclined: false }),
    open: async () => {
      throw new Error('changing the hosts file captures nothing');
    },
    changeHosts: async (order) => {
      orders.push(order);
      return answer ?? work(order);
    },
    close: async () => {},
  };
  const tested: AddressChoice = { addresses: [], recommended: '18.205.93.2', refusal: null };
  const actions: CaseAction[] = [];
  const { handlers, remind, close } = createWorkaroundService({
    facts,
    onChanged: async (action) => void actions.push(action),
    events: {
      attempt: (attempt) => void attempts.push(attempt),
      expired: ({ ways }) => void expired.push(ways),
    },
    ports: {
      now: () => clock,
      userDataFolder: folder,
      product: { name: 'x', version: '1.2.3' },
      live: { elevation, platform: 'linux' } as never,
      workaround: {
        hostsFile: path,
        proof: {
          lookup: async (entries) => {
            done.push('looked up');
            return entries.map(({ name, address }) => ({ name, addresses: [address], effective: true }));
          },
          connection: async () => seen('18.205.93.2'),
          git: async () => seen('104.192.141.1'),
          ssh: async () => seen(null),
        },
        pastOverride: () => ({
          resolve: async () => usualAddresses,
          prove: async (address) => ({
            outcome: address.startsWith('104.') ? ('reset' as const) : ('proved' as const),
            ms: 1,
            detail: null,
          }),
          pause: async () => {},
        }),
        nameCaches: {
          flush: async () => {
            done.push('emptied');
            return [{ what: 'nscd', done: false, line: 'sudo nscd -i hosts' }];
          },
          lines: () => ['sudo nscd -i hosts'],
        },
        schedule: {
          ...{ scheduler, hasRights: false, home: folder },
          program: {
            ...{ kind: 'known', program: ['/opt/x/x', '/opt/x/cli.cjs'], files: ['/opt/x/cli.cjs'] },
            environment: { ELECTRON_RUN_AS_NODE: '1' },
          },
          checkTrust: async () => trust,
        },
        reminder: {
          notify: ({ body }) => void notices.push(body),
          everyMinute: () => () => void done.push('stopped'),
        },
        readObstacleFacts: (names) =>
          readObstacleFacts(names, async () => null).then((found) => ({
            ...found,
            gitProxy: 'http://proxy.example:3128',
          })),
        place: (dataFolder) => ({
          dataFolder,
          gitConfig: join(folder, '.gitconfig'),
          sshConfig: join(folder, '.ssh', 'config'),
          askSsh: (name) =>
            askSsh(existsSync(join(folder, '.ssh')) ? join(folder, '.ssh', 'config') : '/dev/null')(name),
        }),
        testAddresses: async (_playbook, signal, onAttempt) => {
          onAttempt?.({ address: '18.205.93.2', service: 'https', outcome: 'proved', ms: 1, detail: null });
          if (signal?.aborted) return { ...tested, recommended: null };
          return tested;
        },
      },
    },
  });
  const caller = { windowId: 1 };
  return {
    ...{ orders, actions, attempts, expired, notices, done, remind, close, timers },
    setClock: (instant: string) => {
      clock = new Date(instant);
    },
    setTrust: (next: Trust) => {
      trust = next;
    },
    setUsual: (found: readonly string[]) => {
      usualAddresses = found;
    },
    stillNeeded: () => handlers.stillNeeded(undefined, caller),
    state: () => handlers.state(undefined, caller),
    test: () => handlers.test(undefined, caller),
    planApply: (more: Partial<OverrideChoice> = {}) => handlers.planApply({ ...choice, ...more }, caller),
    planRevert: () => handlers.planRevert(undefined, caller),
    changeUser: (way: 'git' | 'ssh', action: 'apply' | 'revert', more: Partial<OverrideChoice> = {}) =>
      handlers.changeUser({ way, action, choice: { ...choice, ...more } }, caller),
    planTimer: (way: 'git' | 'ssh', more: Partial<OverrideChoice> = {}) =>
      handlers.planTimer({ way, choice: { ...choice, ...more } }, caller),
    acceptVanished: () => handlers.acceptVanished(undefined, caller),
    carryOut: () => handlers.carryOut({ askAgain: false }, caller),
  };
}

/** git then reads and writes a configuration of the test's own. */
export async function withOwnGitConfiguration(folder: string, work: () => Promise<void>): Promise<void> {
  const before = process.env.GIT_CONFIG_GLOBAL;
  process.env.GIT_CONFIG_GLOBAL = join(folder, '.gitconfig');
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
    else process.env.GIT_CONFIG_GLOBAL = before;
  }
}

/** The value; a problem is a failed test. */
export const answered = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
};

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AppEvents, AppHandlers } from '../../contract/app-ipc.ts';
import type { OverrideOrder } from '../../contract/broker.ts';
import type { CaseAction } from '../../contract/case.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import type { FlushedCache, OverridePlan, OverrideState } from '../../contract/workaround.ts';
import { blockFactsOf, overrideRequestOf } from '../../core/hosts/override-order.ts';
import { applyByHand, revertByHand } from '../../core/workaround/by-hand.ts';
import { overridesInForce } from '../../core/workaround/in-force.ts';
import { legacyAddresses } from '../../core/workaround/legacy-addresses.ts';
import { findObstacles } from '../../core/workaround/obstacles.ts';
import { OVERRIDE_WAYS } from '../../core/workaround/ways.ts';
import { SYSTEM_ENDING } from '../../hosts-file/change-hosts.ts';
import type { HostsFileContent } from '../../hosts-file/read-hosts-file.ts';
import type { HostsOrder } from '../elevation/capture-source.ts';
import { problemOfLaunch, problemOfManual, problemOfRefusal } from '../elevation/refusal-problem.ts';
import type { readObstacleFacts } from '../node/read-obstacle-facts.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import type { Ports } from '../ports.ts';
import {
  backUpHosts,
  describeChange,
  type PlannedHosts,
  planHostsOverride,
  planHostsRevert,
  readHosts,
  viewHosts,
} from './hosts-override.ts';
import { noteHostsOverride } from './hosts-override-record.ts';
import { createOverrideReminder, type ReminderParts } from './override-reminder.ts';
import { createOverrideTimer } from './override-timer.ts';
import type { ProductFacts } from './product-facts.ts';
import { type ProofSources, proveOverride } from './prove-override.ts';
import { readOverrideState } from './read-override-state.ts';
import { type ScheduleParts, unscheduleRevert } from './schedule-revert.ts';
import { ATTEMPTS_IN_ALL, type testAddresses } from './test-addresses.ts';
import { type PastOverridePorts, testPastOverride } from './test-past-override.ts';
import { applyUserOverride, revertUserOverride, type UserOverridePlace } from './user-override.ts';

/** What the workaround needs of the outside world. */
export interface WorkaroundPorts {
  /** This system's own hosts file. */
  readonly hostsFile: string;
  readonly proof: ProofSources;
  readonly testAddresses: typeof testAddresses;
  readonly readObstacleFacts: typeof readObstacleFacts;
  /** How the usual addresses are reached past the override. */
  readonly pastOverride: (playbook: ProductFacts['playbook']) => PastOverridePorts;
  /** The caches of names here: emptied as far as this process may, and the lines that empty them all. */
  readonly nameCaches: { readonly flush: () => Promise<FlushedCache[]>; readonly lines: () => string[] };
  /** The system's own scheduler, which takes an override off at its time. */
  readonly schedule: ScheduleParts;
  readonly reminder: Pick<ReminderParts, 'notify' | 'everyMinute'>;
  /** Where git's and ssh's own overrides lie. */
  readonly place: (userDataFolder: string) => UserOverridePlace;
}

export interface WorkaroundParts {
  readonly facts: ProductFacts;
  readonly ports: Pick<Ports, 'now' | 'userDataFolder' | 'product' | 'live' | 'workaround'>;
  readonly events: AppEvents['workaround'];
  /** Told of every change that was made, so that a report can tell of it. */
  readonly onChanged: (action: Extract<CaseAction, { kind: 'override-changed' }>) => Promise<void>;
}

/** A change that was shown, and what is asked of the one with rights to make it. */
interface Shown {
  readonly order: HostsOrder;
  readonly content: HostsFileContent;
}

const DAY_SECONDS = 86_400;

export interface WorkaroundService {
  readonly handlers: AppHandlers['workaround'];
  /** Begins to say when an override has outlived its time, at once and then every minute. */
  remind(): Promise<void>;
  /** Ends a test, the waiting for rights, and the reminding. */
  close(): void;
}

/** Shows the exact change, has it made, and proves that it took effect. Nothing is written that was not shown. */
export function createWorkaroundService({
  facts,
  ports,
  events,
  onChanged,
}: WorkaroundParts): WorkaroundService {
  const { hostsFile, proof, nameCaches, schedule } = ports.workaround;
  const place = ports.workaround.place(ports.userDataFolder);
  const addresses = legacyAddresses(facts.playbook);
  const serviceNames = facts.playbook.override.hosts;
  let shown: Shown | null = null;
  let busy: AbortController | null = null;

  /** Which block it will be, from now on and for how long. */
  const termsOf = (days: number): Pick<OverrideOrder, 'id' | 'madeAt' | 'lastsSeconds'> => ({
    id: randomBytes(4).toString('hex'),
    madeAt: Math.floor(ports.now().getTime() / 1000),
    lastsSeconds: days * DAY_SECONDS,
  });

  const endOf = ({ madeAt, lastsSeconds }: Pick<OverrideOrder, 'madeAt' | 'lastsSeconds'>): Date =>
    new Date((madeAt + lastsSeconds) * 1000);
  const sources = {
    ...{ hostsFile, place, lookup: proof.lookup, scheduler: schedule.scheduler },
    ...{ names: serviceNames, addresses },
  };
  const look = (): Promise<OverrideState> => readOverrideState(sources, ports.now());
  const timer = createOverrideTimer(schedule, look);
  const reminder = createOverrideReminder({
    ...ports.workaround.reminder,
    ...{ now: ports.now, look, onExpired: (ways) => events.expired({ ways }) },
  });

  async function state(): Promise<OverrideState> {
    const found = await look();
    reminder.note(found);
    return found;
  }

  /** Takes out of the scheduler what has nothing left to do there. */
  async function stateAfterRevert(): Promise<OverrideState> {
    const ways = overridesInForce(await look()).map(({ way }) => way);
    await unscheduleRevert(schedule, ways);
    return state();
  }

  async function viewPlan(
    action: OverridePlan['action'],
    content: HostsFileContent,
    planned: PlannedHosts,
    more: Pick<OverridePlan, 'edited' | 'byHand' | 'timedRevert'>,
  ): Promise<OverridePlan> {
    const { diff, competing, sha256Before, sha256After } = describeChange(planned, content, null, null);
    const { way, wasDeclined } = await ports.live.elevation.lookForHosts();
    if (way.kind === 'able') throw new TypeError('being able to capture gives no right to the hosts file');
    return {
      ...{ action, path: content.path, diff, competing, sha256Before, sha256After, way, wasDeclined },
      ...more,
      flushByHand: nameCaches.lines(),
    };
  }

  /** So that its vanishing is noticed; that it cannot be noted changes nothing about the override itself. */
  const remember = ({ hosts }: OverrideState, backup: string | null): Promise<void> =>
    noteHostsOverride(place.dataFolder, hosts?.block ?? null, backup).catch(() => {});

  /** One thing at a time, and one way to end it. */
  async function alone<T>(work: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
    if (busy !== null)
      return fail('usage', 'Something is under way already.', 'Wait for it, or stop it first.');
    const controller = new AbortController();
    busy = controller;
    try {
      return await work(controller.signal);
    } finally {
      busy = null;
    }
  }

  async function change({ order, content }: Shown, askAgain: boolean, signal: AbortSignal) {
    const backup = await backUpHosts(content, join(ports.userDataFolder, 'backups')).catch((error: unknown) =>
      problemFromSystem(error, 'the copy of the hosts file'),
    );
    if (typeof backup !== 'string') return backup;
    const changed = await ports.live.elevation.changeHosts(order, askAgain, signal);
    switch (changed.kind) {
      case 'manual':
        return problemOfManual(changed.reason, changed.detail, 'hosts');
      case 'refused':
        return problemOfLaunch(changed.failure, 'hosts');
      case 'not-done':
        return problemOfRefusal(changed.refusal);
      case 'done': {
        shown = null;
        const action = order.verb === 'hosts.apply' ? ('apply' as const) : ('revert' as const);
        const { address, names } = order.verb === 'hosts.apply' ? order.input : { address: null, names: [] };
        await onChanged({
          ...{ kind: 'override-changed', way: 'hosts', at: ports.now().toISOString() },
          ...{ address, names: [...names] },
        });
        // Before anybody is asked where the names lead: a cache would give the answer of before.
        const flushed = await nameCaches.flush();
        const now = action === 'apply' ? await state() : await stateAfterRevert();
        await remember(now, action === 'apply' ? backup : null);
        return succeed({
          ...{ action, flushed, backup },
          way: changed.written.way,
          timer: 'timer' in changed.written ? changed.written.timer : null,
          state: now,
          proof: await proveOverride(now.hosts?.block?.entries ?? [], proof),
        });
      }
    }
  }

  return {
    handlers: {
      state: async () => succeed(await state()),
      test: () =>
        alone(async (signal) => {
          let done = 0;
          const { usual } = facts.playbook.override;
          const found = await ports.workaround.readObstacleFacts(usual, place.askSsh, place.sshConfig);
          const choice = await ports.workaround.testAddresses(
            facts.playbook,
            signal,
            ({ address, service, outcome }) => {
              done += 1;
              events.attempt({ address, service, outcome, done, total: ATTEMPTS_IN_ALL });
            },
          );
          if (signal.aborted)
            return fail('cancelled', 'The test was stopped.', 'Start it again when you like.');
          const { recommended, refusal } = choice;
          const obstacles = findObstacles(found, OVERRIDE_WAYS);
          return succeed({ addresses: [...choice.addresses], recommended, refusal, obstacles });
        }),
      planApply: async ({ address, names, days, setAsideOthers, timedRevert: wanted }) => {
        const read = readHosts(hostsFile);
        if (!read.ok) return read;
        const order: OverrideOrder = {
          ...{ address, names, setAsideOthers },
          ...termsOf(days),
        };
        const request = overrideRequestOf(order, ports.product.version, SYSTEM_ENDING);
        const planned = planHostsOverride(read.value, request);
        if (!planned.ok) return planned;
        const plan = await viewPlan('apply', read.value, planned.value, {
          edited: false,
          byHand: applyByHand(ports.live.platform, read.value.path, order),
          timedRevert: wanted ? await timer.planForHosts(endOf(order)) : null,
        });
        const digests = {
          expectedSha256: plan.sha256Before,
          nextSha256: plan.sha256After,
          timedRevert: plan.timedRevert?.because === null,
        };
        shown = { order: { verb: 'hosts.apply', input: { ...order, ...digests } }, content: read.value };
        return succeed(plan);
      },
      planRevert: async () => {
        const read = readHosts(hostsFile);
        if (!read.ok) return read;
        // Shown in any case: the window says that somebody changed the block, and asks.
        const planned = planHostsRevert(read.value, true);
        if (!planned.ok) return planned;
        if (planned.value.change === null) return succeed(null);
        const { block } = viewHosts(read.value, hostsFile, serviceNames, ports.now());
        const plan = await viewPlan('revert', read.value, planned.value, {
          edited: block?.edited ?? false,
          byHand: revertByHand(ports.live.platform, read.value.path),
          timedRevert: null,
        });
        const digests = { expectedSha256: plan.sha256Before, nextSha256: plan.sha256After };
        shown = { order: { verb: 'hosts.revert', input: digests }, content: read.value };
        return succeed(plan);
      },
      carryOut: ({ askAgain }) =>
        alone(async (signal) =>
          shown === null
            ? fail('usage', 'No change has been shown yet.', 'Look at the change first.')
            : change(shown, askAgain, signal),
        ),
      changeUser: ({ way, action, choice }) =>
        alone(async () => {
          const { address, names, days } = choice;
          const terms = termsOf(days);
          const facts = blockFactsOf(terms, ports.product.version);
          const changed =
            action === 'apply'
              ? await applyUserOverride(way, place, { address, names, facts, dryRun: false })
              : await revertUserOverride(way, place, {
                  names: serviceNames,
                  addresses,
                  evenIfEdited: false,
                  dryRun: false,
                });
          if (!changed.ok) return changed;
          if (changed.value.written)
            await onChanged({
              ...{ kind: 'override-changed', way, at: ports.now().toISOString() },
              ...(action === 'apply' ? { address, names: [...names] } : { address: null, names: [] }),
            });
          if (action === 'revert')
            return succeed({ change: changed.value, state: await stateAfterRevert(), timedRevert: null });
          const timedRevert = choice.timedRevert ? await timer.setForUser(endOf(terms)) : null;
          return succeed({ change: changed.value, state: await state(), timedRevert });
        }),
      planTimer: async ({ way, choice: { days } }) =>
        succeed(await timer.planForUser(way, endOf(termsOf(days)))),
      stillNeeded: () =>
        alone(async (signal) => {
          let done = 0;
          const { anycast, legacy, ...found } = await testPastOverride(
            facts.playbook,
            ports.workaround.pastOverride(facts.playbook),
            signal,
            ({ address, service, outcome }, total) => {
              done += 1;
              events.attempt({ address, service, outcome, done, total });
            },
          );
          if (signal.aborted)
            return fail('cancelled', 'The tries were stopped.', 'Start them again when you like.');
          const plain = (arm: typeof anycast) => ({ ...arm, addresses: [...arm.addresses] });
          return succeed({ ...found, anycast: plain(anycast), legacy: plain(legacy) });
        }),
      prove: async () => {
        const { hosts } = await state();
        return succeed(await proveOverride(hosts?.block?.entries ?? [], proof));
      },
      acceptVanished: async () => {
        await noteHostsOverride(place.dataFolder, null, null);
        return succeed(await state());
      },
      cancel: () => {
        busy?.abort();
        return succeed(undefined);
      },
    },
    remind: () => reminder.begin(),
    close: () => {
      busy?.abort();
      reminder.close();
    },
  };
}

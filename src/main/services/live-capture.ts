import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AppEvents, AppHandlers } from '../../contract/app-ipc.ts';
import type { Attempt, Mark } from '../../contract/live-capture.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { replaceFile } from '../node/replace-file.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import type { Ports } from '../ports.ts';
import type { CaptureService } from './capture-service.ts';
import type { CaseService } from './case-service.ts';
import type { CaseStore } from './case-store.ts';
import { findLeft, findPartial, PARTIAL, setAside, startOf, takeUp } from './left-recording.ts';
import { checkRepository } from './list-remote.ts';
import { makeTraffic, trafficPlan } from './make-traffic.ts';
import { beginMeanwhileCapture, type MeanwhileCapture, recordingName } from './meanwhile-capture.ts';
import { planCapture, recordedAction, targetAddresses, wayTaken } from './plan-capture.ts';
import type { ProductFacts } from './product-facts.ts';
import { type Recording, recordCapture } from './record-capture.ts';

export interface LiveCaptureService {
  readonly handlers: AppHandlers['live'];
  /** Records beside a measurement of the open case and keeps what passes around resets; there is no other recording then. */
  beginMeanwhile(): Promise<Result<MeanwhileCapture>>;
  /** Ends the capture with a whole file and lets the broker go. */
  close(): Promise<void>;
}

/** One capture at a time. `begin` owns it until it has ended and its file is being read like any other. */
interface Running {
  readonly recording: Recording;
  readonly marks: Mark[];
  readonly attempts: Attempt[];
  /** Its own: what is planned meanwhile is for the next one. */
  readonly targets: readonly string[];
  isConnecting: boolean;
  readonly traffic: AbortController;
  readonly done: Promise<void>;
}

export interface LiveCaptureParts {
  readonly cases: CaseService;
  readonly store: CaseStore;
  readonly capture: CaptureService;
  readonly facts: ProductFacts;
  readonly ports: Ports;
  readonly events: AppEvents['live'];
}

export function createLiveCapture(parts: LiveCaptureParts): LiveCaptureService {
  const { cases, store, capture, events, facts, ports } = parts;
  const { live } = ports;
  let targets: readonly string[] = [];
  let running: Running | null = null;
  let waiting: AbortController | null = null;
  let meanwhile: MeanwhileCapture | null = null;

  async function ensureTargets(resolve: boolean): Promise<void> {
    if (resolve || targets.length === 0)
      targets = await targetAddresses(facts.playbook, resolve ? live.resolve : null);
  }

  const isBusy = (): boolean => running !== null || waiting !== null || meanwhile !== null;

  const begin: AppHandlers['live']['begin'] = async (input) => {
    if (meanwhile !== null)
      return fail(
        'usage',
        'Packets are being recorded beside the measurement.',
        'Wait for its end, or stop it in the step Diagnose.',
      );
    if (isBusy()) return fail('usage', 'A capture is under way already.', 'Stop it first.');
    const patience = new AbortController();
    waiting = patience;
    try {
      return await record(input, patience.signal);
    } finally {
      waiting = null;
    }
  };

  /** Of the case that is open, or of a new one. */
  async function ownFolder(): Promise<string | Extract<Result<never>, { ok: false }>> {
    const owner = await cases.ensureOwn();
    if (!owner.ok) return owner;
    return store
      .folder(owner.value.id)
      .catch((error: unknown) => problemFromSystem(error, 'the case folder'));
  }

  async function record(
    input: Parameters<AppHandlers['live']['begin']>[0],
    patience: AbortSignal,
  ): Promise<Result<{ fileName: string }>> {
    await ensureTargets(false);
    const maxBytes = input.maxMegabytes * 1_000_000;
    const order = {
      interface: input.interface,
      targets: [...targets],
      maxSeconds: input.maxSeconds,
      maxBytes,
      ring: input.ring,
    };
    // Looked at before the question, so that the document names the way that was taken.
    const plan = await planCapture(live, order);
    const folder = await ownFolder();
    if (typeof folder !== 'string') return folder;
    const startedAt = ports.now().toISOString();
    const path = join(folder, recordingName(startedAt));
    const fileName = basename(path, PARTIAL);
    const recorded = await recordCapture({
      path,
      order,
      openSource: (sourceEvents) => live.elevation.open(sourceEvents, input.askAgain, patience),
      reader: live.startReading(order.targets),
      freeBytes: live.freeBytes,
      onProgress: events.progress,
      onReset: events.reset,
    });
    if (!recorded.ok) return recorded;
    const recording = recorded.value;
    const marks: Mark[] = [];
    const attempts: Attempt[] = [];
    const traffic = new AbortController();
    const finish = async (): Promise<void> => {
      const { reason, kernel, last } = await recording.ended;
      traffic.abort();
      // Where that fails, it stays under its first name and is found again as what was left.
      const kept = await takeUp(path).catch((error: unknown) => problemFromSystem(error, path));
      const finished = typeof kept === 'string' ? kept : path;
      const { packets, sessions, resets } = last;
      const bytes = await stat(finished).then(
        ({ size }) => size,
        () => last.bytes,
      );
      const document = {
        schema: 'capture/1' as const,
        file: { name: basename(finished), bytes },
        command: plan.command,
        way: wayTaken(plan),
        interface: input.interface,
        ring: input.ring,
        targets: order.targets,
        ...{ startedAt, endedAt: ports.now().toISOString(), reason },
        ...{ packets, sessions, resets, kernel, marks, attempts },
      };
      await replaceFile(path.replace(/\.pcap\.partial$/, '.json'), JSON.stringify(document)).catch(() => {});
      const action = await recordedAction(live, plan, startedAt, document.endedAt);
      await cases.apply({ kind: 'acted', action });
      running = null;
      events.ended(document);
      const read = typeof kept === 'string' ? await capture.openRecorded([kept]) : kept;
      if (!read.ok) capture.sayNotRead(read.problem);
    };
    running = {
      ...{ recording, marks, attempts, traffic, targets: order.targets, isConnecting: false },
      done: finish(),
    };
    return succeed({ fileName });
  }

  async function beginMeanwhile(): Promise<Result<MeanwhileCapture>> {
    if (isBusy()) return fail('usage', 'A capture is under way already.', 'Stop it first.');
    const patience = new AbortController();
    waiting = patience;
    try {
      // Those of the command that was shown.
      await ensureTargets(false);
      const folder = await ownFolder();
      if (typeof folder !== 'string') return folder;
      const begun = await beginMeanwhileCapture(folder, targets, ports, patience.signal);
      if (!begun.ok) return begun;
      meanwhile = begun.value;
    } finally {
      waiting = null;
    }
    const { happened, end } = meanwhile;
    return succeed({
      happened,
      end: async () => {
        const ended = await end();
        // May be ended twice; it ran once.
        if (meanwhile !== null) await cases.apply({ kind: 'acted', action: ended.action });
        meanwhile = null;
        return ended;
      },
    });
  }

  /** The path of what a former run left in this case; null while there is a recording of ours. */
  async function leftIn(find: (folder: string) => Promise<string | null>): Promise<string | null> {
    if (isBusy()) return null;
    const id = await cases.openId();
    return id === null ? null : find(await store.folder(id));
  }

  async function stop(): Promise<void> {
    waiting?.abort();
    const current = running;
    current?.traffic.abort();
    current?.recording.stop();
    await current?.done;
    await meanwhile?.end();
  }

  return {
    beginMeanwhile,
    handlers: {
      plan: async (input) => {
        await ensureTargets(input.resolve);
        const maxBytes = input.maxMegabytes * 1_000_000;
        const { interface: name, ring } = input;
        return succeed(await planCapture(live, { interface: name, targets, maxBytes, ring }));
      },
      begin,
      connect: ({ repository }) => {
        const current = running;
        if (current === null)
          return fail('usage', 'There is no capture to make traffic for.', 'Start the capture first.');
        if (current.isConnecting)
          return fail('usage', 'Connections are being made already.', 'Wait until they are done.');
        const checked = repository === null ? null : checkRepository(repository);
        if (checked !== null && !checked.ok) return checked;
        current.isConnecting = true;
        let made = 0;
        void makeTraffic(
          trafficPlan(facts.playbook, current.targets, checked?.value ?? null),
          (attempt) => {
            made += 1;
            current.attempts.push(attempt);
            events.attempt(attempt);
          },
          current.traffic.signal,
        ).finally(() => {
          current.isConnecting = false;
          events.connected({ made });
        });
        return succeed(undefined);
      },
      mark: ({ kind }) => {
        if (running === null)
          return fail('usage', 'There is no capture to mark.', 'Start the capture first.');
        const mark: Mark = { kind, at: ports.now().toISOString() };
        running.marks.push(mark);
        return succeed(mark);
      },
      stop: async () => {
        await stop();
        return succeed(undefined);
      },
      left: async () => {
        const path = await leftIn(findPartial);
        return succeed(path === null ? null : { fileName: basename(path), startedAt: await startOf(path) });
      },
      setAside: async () => {
        const path = await leftIn(findPartial);
        if (path !== null) await setAside(path);
        return succeed(undefined);
      },
      recover: async () => {
        const path = await leftIn(findLeft);
        return path === null ? succeed(null) : capture.openRecorded([await takeUp(path)]);
      },
    },
    close: async () => {
      await stop();
      await live.elevation.close();
    },
  };
}

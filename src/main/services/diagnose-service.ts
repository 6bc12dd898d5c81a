import type { AppEvents, AppHandlers } from '../../contract/app-ipc.ts';
import type { CaseAction } from '../../contract/case.ts';
import {
  type CheckId,
  checksOf,
  type DiagnoseView,
  type DiagnosisWish,
  type PartDiagnosis,
  type TraceOutput,
} from '../../contract/diagnose.ts';
import type { Diagnosis, ProbeAttempt } from '../../contract/diagnosis.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { compareWithEarlier, LOOK_AGAIN_MINUTES } from '../../core/diagnosis/compare-with-earlier.ts';
import { POLITENESS, probePlan } from '../../core/diagnosis/probe-plan.ts';
import { secondsLeft } from '../../core/diagnosis/time-left.ts';
import { withPaths } from '../../core/diagnosis/with-paths.ts';
import { parseTraces } from '../../core/trace/parse-traces.ts';
import { lookedAgainNotice, noticesOfResets } from '../../core/words/diagnose-notices.ts';
import { decodeText } from '../node/decode-text.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import type { Ports } from '../ports.ts';
import type { CaseService, Measured } from './case-service.ts';
import type { CaseStore } from './case-store.ts';
import { diagnose } from './diagnose.ts';
import { type DiagnosePorts, longestTraceSeconds } from './diagnose-ports.ts';
import { createLookAgain } from './look-again.ts';
import type { MeanwhileCapture } from './meanwhile-capture.ts';
import { measuredOf } from './measured-paths.ts';
import type { ProductFacts } from './product-facts.ts';
import { redactorFor } from './report-files.ts';
import { pathsOf } from './trace-path.ts';

export interface DiagnoseParts {
  readonly cases: CaseService;
  readonly store: CaseStore;
  readonly facts: ProductFacts;
  readonly ports: Pick<Ports, 'now' | 'names' | 'notify'>;
  readonly measuring: DiagnosePorts;
  readonly events: AppEvents['diagnose'];
  /** Begins a recording beside the measurement, which may ask for rights first. */
  readonly record: () => Promise<Result<MeanwhileCapture>>;
  /** Reads what such a recording kept into the case. */
  readonly readKept: (paths: readonly string[]) => Promise<unknown>;
}

export interface DiagnoseService {
  readonly handlers: AppHandlers['diagnose'];
  /** Ends a measurement and keeps what it has. */
  close(): Promise<void>;
}

interface Running {
  part: PartDiagnosis;
  readonly whole: AbortController;
  readonly single: ReadonlyMap<CheckId, AbortController>;
  done: Promise<void>;
}

/** The part file is written this often at most: an attempt takes longer than the disk, but not by much. */
const KEEP_EVERY_MS = 1000;
const MOST_ADDED = 20;

/** Measures for the open case, tells how far it is, and keeps what came of it; traces from elsewhere are fused with it. */
export function createDiagnoseService(given: DiagnoseParts): DiagnoseService {
  const { cases, store, facts, ports, measuring, events, record, readKept } = given;
  let running: Running | null = null;
  let isAsking = false;
  const again = createLookAgain(ports.now, () => void lookAgain());
  /** The case that was open when it was asked for: another one is not measured for it. */
  let againFor: string | null = null;

  /** The same plan once more; a watch or a quiet session is not repeated unasked. */
  async function lookAgain(): Promise<void> {
    const { diagnosis: before } = await cases.measured();
    if (before === null || running !== null || (await cases.openId()) !== againFor) return;
    const mode = before.mode === 'watch' ? 'standard' : before.mode;
    await begin({ mode, idleMinutes: null }, before);
  }

  async function begin(wish: DiagnosisWish, before: Diagnosis | null = null): Promise<Result<void>> {
    if (running !== null || isAsking)
      return fail('usage', 'A measurement is under way already.', 'Wait for it, or stop it first.');
    const owner = await cases.ensureOwn();
    if (!owner.ok) return owner;
    again.cancel();
    const recorded = await recordIf(wish.records === true);
    if (!recorded.ok) return recorded;
    const single = new Map(checksOf(wish).map((id) => [id, new AbortController()] as const));
    const now: Running = {
      part: emptyPart(wish, ports.now()),
      ...{ whole: new AbortController(), single, done: Promise.resolve() },
    };
    running = now;
    now.done = measure(now, owner.value.id, wish, before, recorded.value).finally(() => {
      running = null;
    });
    return succeed(undefined);
  }

  async function recordIf(isWanted: boolean): Promise<Result<MeanwhileCapture | null>> {
    isAsking = true;
    try {
      return isWanted ? await record() : succeed(null);
    } finally {
      isAsking = false;
    }
  }

  async function measure(
    now: Running,
    caseId: string,
    wish: DiagnosisWish,
    before: Diagnosis | null,
    recorder: MeanwhileCapture | null,
  ): Promise<void> {
    const redactor = redactorFor(ports, null, true);
    const keeper = keepParts(store, caseId, ports.now);
    const { mode, idleMinutes } = wish;
    const plan = probePlan(mode, wish.watchMinutes);
    const notice = mode === 'watch' ? noticesOfResets(ports.notify) : () => {};
    const tellReset = (attempt: ProbeAttempt): void => {
      if (attempt.outcome === 'reset') recorder?.happened();
      notice(attempt);
    };
    let began: number | null = null;
    let traces: readonly TraceOutput[] = [];
    let tracedFrom = '';
    let hasIpv6 = false;
    let traced: CaseAction | null = null;
    const tell = (change: Partial<PartDiagnosis>): void => {
      const at = ports.now();
      const next = { ...now.part, ...change, updatedAt: at.toISOString() };
      const done = Math.floor(next.attempts.length / 2);
      const isTracing = next.checks.some(({ id, state }) => id === 'paths' && state === 'running');
      const isTrying = next.checks.some(({ id, state }) => id === 'experiment' && state === 'running');
      const isQuiet = next.checks.some(({ id, state }) => id === 'idle' && state === 'running');
      const elapsed = began === null ? 0 : at.getTime() - began;
      const tries = began === null || isTrying ? secondsLeft(plan, done, elapsed) : 0;
      const longest = Math.max(0, Math.ceil(longestTraceSeconds(mode, hasIpv6) - elapsed / 1000));
      const others = tries > 0 || !isTracing ? tries : longest;
      const quiet = isQuiet ? Math.ceil(60 * (idleMinutes ?? 0) - elapsed / 1000) : 0;
      now.part = { ...next, secondsLeft: Math.max(0, others, quiet) };
      const { attempts: _, ipv6Tries: ___, schema: __, ...progress } = now.part;
      // Masked always: what is told in passing is on screen before anybody lifts the masks for it.
      events.progress(redactor.document(progress));
      keeper.keep(now.part);
    };
    try {
      const measured = await diagnose(wish, facts, measuring, now.whole.signal, {
        onCheck: (id, check) => {
          if (id === 'experiment' && check === 'running') began = ports.now().getTime();
          if (id === 'paths' && check === 'running') tracedFrom = ports.now().toISOString();
          const changed = check === 'running' ? { state: check, text: '' } : check;
          tell({ checks: now.part.checks.map((one) => (one.id === id ? { id, ...changed } : one)) });
        },
        onAttempt: (attempt) => {
          tellReset(attempt);
          events.attempt(redactor.document(attempt));
          tell({ attempts: [...now.part.attempts, attempt] });
        },
        onIpv6Attempt: (attempt) => {
          hasIpv6 = true;
          tellReset(attempt);
          tell({ ipv6Tries: [...now.part.ipv6Tries, attempt] });
        },
        onTraces: (outputs) => {
          traces = outputs;
          traced = tracedAction(outputs, tracedFrom, ports.now());
        },
        stopOf: (id) => now.single.get(id)?.signal ?? now.whole.signal,
      });
      const earlier = before === null ? null : compareWithEarlier(before, measured);
      const recorded = await recorder?.end();
      if (traced !== null) await cases.apply({ kind: 'acted', action: traced });
      const diagnosis = { ...measured, earlier, recording: recorded?.recording ?? null };
      const added = (await cases.measured()).traces.filter(({ isOwn }) => !isOwn);
      const kept = await cases.keepMeasured(caseId, fuse({ diagnosis, traces: [...traces, ...added] }));
      await keeper.end();
      if (kept.ok) await store.endPart(caseId, 'whole');
      if (earlier !== null) ports.notify(lookedAgainNotice(earlier.text));
      running = null;
      events.ended(
        kept.ok ? { kind: 'measured', case: kept.value } : { kind: 'failed', problem: kept.problem },
      );
      if (recorded !== undefined && recorded.kept.length > 0) await readKept(recorded.kept);
    } catch (error) {
      await recorder?.end();
      await keeper.end();
      running = null;
      events.ended({
        kind: 'failed',
        problem: problemFromSystem(error, 'what was measured').problem,
      });
    }
  }

  /** The diagnosis as it stands with all its traces, those made here and those made elsewhere. */
  function fuse({ diagnosis, traces }: Measured): Measured {
    if (diagnosis === null) return { diagnosis, traces };
    return { diagnosis: withPaths(diagnosis, pathsOf(traces, facts.playbook), facts.weights), traces };
  }

  const changeTraces = async (
    change: (traces: readonly TraceOutput[]) => readonly TraceOutput[],
  ): Promise<Awaited<ReturnType<CaseService['keepMeasured']>>> => {
    const owner = await cases.ensureOwn();
    if (!owner.ok) return owner;
    const { diagnosis, traces } = await cases.measured();
    return cases.keepMeasured(owner.value.id, fuse({ diagnosis, traces: change(traces) }));
  };

  async function stop(check: CheckId | null): Promise<void> {
    if (check === null) running?.whole.abort();
    else running?.single.get(check)?.abort();
  }

  return {
    handlers: {
      state: async ({ masks }) => {
        const id = await cases.openId();
        const { diagnosis, paths } = measuredOf(await cases.measured(), facts.playbook);
        const view: DiagnoseView = {
          running: running?.part ?? null,
          left: running !== null || id === null ? null : await store.readPart(id),
          result: diagnosis,
          paths,
          againAt: id === againFor ? (again.at()?.toISOString() ?? null) : null,
        };
        return succeed(redactorFor(ports, null, masks).document(view));
      },
      start: (wish) => begin(wish),
      stop: async ({ check }) => {
        await stop(check);
        return succeed(undefined);
      },
      lookAgain: async ({ isWanted }) => {
        againFor = await cases.openId();
        if (isWanted && running === null) again.set(LOOK_AGAIN_MINUTES);
        else again.cancel();
        return succeed(undefined);
      },
      addTrace: async ({ name, bytes, flow }) => {
        const { text } = decodeText(bytes);
        if (parseTraces(text, null).traces.length === 0)
          return fail(
            'not-a-trace',
            `There is no trace in “${name}” that could be read.`,
            'Give everything that traceroute, tracert, pathping, tracepath, mtr or scamper printed, from its first line to its last.',
          );
        return changeTraces((traces) =>
          [
            ...traces,
            { ...{ source: name, text, flow, origin: null, protocol: null, address: null }, ...ELSEWHERE },
          ].slice(-MOST_ADDED),
        );
      },
      removeTraces: () => changeTraces((traces) => traces.filter(({ isOwn }) => isOwn)),
      setAside: async () => {
        const owner = await cases.ensureOwn();
        if (!owner.ok) return owner;
        await store.endPart(owner.value.id, 'aside');
        return succeed(undefined);
      },
    },
    close: async () => {
      again.cancel();
      const now = running;
      await stop(null);
      await now?.done;
    },
  };
}

/** That traces ran with administrator rights, for the report; null when none did. */
function tracedAction(outputs: readonly TraceOutput[], at: string, ended: Date): CaseAction | null {
  const elevated = outputs.filter(({ isElevated }) => isElevated === true);
  const command = [...new Set(elevated.map(({ source }) => source))];
  return command.length === 0 ? null : { kind: 'traced', at, endedAt: ended.toISOString(), command };
}

const ELSEWHERE = { isPartial: false, isOwn: false } as const;

const emptyPart = ({ mode, idleMinutes, watchMinutes }: DiagnosisWish, at: Date): PartDiagnosis => ({
  ...{ schema: 'part-diagnosis/1', mode, startedAt: at.toISOString(), updatedAt: at.toISOString() },
  checks: checksOf({ idleMinutes }).map((id) => ({ id, state: 'waiting', text: '' })),
  attempts: [],
  ipv6Tries: [],
  plannedPerArm: probePlan(mode, watchMinutes).steps.length,
  limitPerArm: POLITENESS.connectionsPerArm,
  secondsLeft: Math.max(60 * (idleMinutes ?? 0), secondsLeft(probePlan(mode, watchMinutes), 0, 0)),
});

/** Writes parts one after the other, the newest only, and not too often; `end` waits for the last to be on disk. */
function keepParts(store: CaseStore, caseId: string, now: () => Date) {
  let writing: Promise<void> = Promise.resolve();
  let last = 0;
  let isOver = false;
  return {
    keep(part: PartDiagnosis): void {
      const at = now().getTime();
      if (isOver || at - last < KEEP_EVERY_MS) return;
      last = at;
      // A full disk does not end the measurement: what came of it is told at its end.
      writing = writing.then(() => store.writePart(caseId, part)).catch(() => {});
    },
    async end(): Promise<void> {
      isOver = true;
      await writing;
    },
  };
}

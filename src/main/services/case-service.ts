import { basename } from 'node:path';
import type { Analysis } from '../../contract/analysis.ts';
import type { AppHandlers } from '../../contract/app-ipc.ts';
import type { AnalysedCapture, Case } from '../../contract/case.ts';
import type { TraceOutput } from '../../contract/diagnose.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { Paths } from '../../contract/paths.ts';
import { fail, type Result, succeed } from '../../contract/problem.ts';
import { maskSecrets } from '../../core/redact/secrets.ts';
import {
  applyCaseEvent,
  type CaseEvent,
  changesEvidence,
  createCase,
} from '../../core/session/case-events.ts';
import { drawCaseId } from '../../core/session/case-id.ts';
import { problemFromSystem } from '../node/system-problem.ts';
import type { Ports } from '../ports.ts';
import type { CaseStore } from './case-store.ts';

export interface Measured {
  readonly diagnosis: Diagnosis | null;
  readonly traces: readonly TraceOutput[];
  /** Of a case that was taken in with its way, but without what was traced. */
  readonly paths?: Paths | null;
}
const NOTHING: Measured = { diagnosis: null, traces: [] };

/** The one open case: every change goes through here and is on disk before the answer goes out. */
export interface CaseService {
  readonly handlers: Omit<AppHandlers['cases'], 'import' | 'compare'>;
  /** The open case, loaded on first use; made when there is none. */
  ensure(): Promise<Result<Case>>;
  /** The same for what adds to it; a problem when it was taken in from another machine. */
  ensureOwn(): Promise<Result<Case>>;
  /** Id of the open case, loaded on first use, if any. */
  openId(): Promise<string | null>;
  analysis(): Promise<Analysis | null>;
  /** What was measured live, and the outputs of the traces it rests on. */
  measured(): Promise<Measured>;
  apply(event: CaseEvent): Promise<Result<Case>>;
  /** Keeps the findings of a case that is still the open one; otherwise they are dropped with a problem. */
  keepAnalysis(
    caseId: string,
    analysis: Analysis,
    capture: AnalysedCapture,
    paths: readonly string[],
  ): Promise<Result<Case>>;
  /** Where the files of the open case's capture lie, if they are still as they were read. */
  capturePaths(): Promise<readonly string[] | null>;
  /** The same for what was measured live. */
  keepMeasured(caseId: string, measured: Measured): Promise<Result<Case>>;
}

export function createCaseService(store: CaseStore, ports: Pick<Ports, 'now' | 'random'>): CaseService {
  let current: Case | null = null;
  let analysis: Analysis | null = null;
  let measured: Measured = NOTHING;
  let notice: string | null = null;
  let loaded = false;
  /** Changes run one after the other, so that none overwrites another. */
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
    const next = queue.then(() =>
      work().catch((error: unknown) => problemFromSystem(error, 'the case file')),
    );
    queue = next.catch(() => {});
    return next;
  };

  async function load(id: string): Promise<Case | null> {
    const stored = await store.read(id);
    if (stored.kind === 'set-aside') {
      notice = `The file of case ${id} was damaged. It was set aside, nothing was deleted: ${basename(stored.name)}`;
      return null;
    }
    if (stored.kind === 'absent') return null;
    analysis = null;
    measured = NOTHING;
    let opened = stored.value;
    if (opened.capture.kind === 'analysed') {
      const kept = await store.readAnalysis(id);
      if (kept.kind === 'found') analysis = kept.value;
      else {
        notice =
          kept.kind === 'set-aside'
            ? `The findings of case ${id} were damaged and have been set aside: ${basename(kept.name)}. Open the capture again.`
            : `The findings of case ${id} are missing. Open the capture again.`;
        opened = { ...opened, capture: { kind: 'none' } };
      }
    }
    const { found, damaged } = await loadMeasured(store, opened);
    measured = found;
    if (damaged !== null) {
      notice = `What was measured in case ${id} was damaged or is missing${damaged === '' ? '' : ` and has been set aside: ${basename(damaged)}`}. Measure again.`;
      opened = { ...opened, diagnosis: { ...opened.diagnosis, measuredAt: null } };
    }
    return opened;
  }

  async function loadLast(): Promise<void> {
    if (loaded) return;
    loaded = true;
    const id = await store.lastOpened();
    if (id !== null) current = await load(id);
  }

  async function create(): Promise<Case> {
    const taken = new Set((await store.list()).map(({ id }) => id));
    const made = createCase(drawCaseId(ports.random, taken), ports.now().toISOString());
    await store.write(made);
    await store.remember(made.id);
    current = made;
    analysis = null;
    measured = NOTHING;
    loaded = true;
    return made;
  }

  async function ensureLoaded(): Promise<Case> {
    await loadLast();
    return current ?? (await create());
  }

  const apply = (event: CaseEvent): Promise<Result<Case>> =>
    inTurn(async () => {
      const before = await ensureLoaded();
      if (isOnlyRead(before) && changesEvidence(event)) return onlyRead(before);
      const next = applyCaseEvent(before, event, ports.now().toISOString());
      await store.write(next);
      current = next;
      return succeed(next);
    });

  return {
    handlers: {
      current: () =>
        inTurn(async () => {
          await loadLast();
          const told = notice;
          notice = null;
          return succeed({ current, notice: told });
        }),
      list: () => inTurn(async () => succeed(await store.list())),
      create: () => inTurn(async () => succeed(await create())),
      open: ({ id }) =>
        inTurn(async () => {
          const opened = await load(id);
          if (opened === null) {
            const text = notice ?? `Case ${id} is no longer there.`;
            notice = null;
            return fail('case-damaged', text, 'Start a new case, or open another one.');
          }
          current = opened;
          loaded = true;
          await store.remember(id);
          return succeed(opened);
        }),
      goTo: ({ step }) => apply({ kind: 'went-to', step }),
      writeNote: ({ note }) => apply({ kind: 'note-written', note }),
      rename: ({ id, title }) =>
        inTurn(async () => {
          await loadLast();
          const stored = current?.id === id ? current : await store.read(id);
          const before = 'schema' in stored ? stored : stored.kind === 'found' ? stored.value : null;
          if (before === null) return notThere(id);
          const next = applyCaseEvent(
            before,
            { kind: 'renamed', title: maskSecrets(title.trim()).text.slice(0, LONGEST_TITLE) },
            ports.now().toISOString(),
          );
          await store.write(next);
          if (current?.id === id) current = next;
          return succeed(next);
        }),
      remove: ({ id }) =>
        inTurn(async () => {
          await loadLast();
          await store.remove(id);
          if (current?.id !== id) return succeed(undefined);
          current = null;
          analysis = null;
          measured = NOTHING;
          return succeed(undefined);
        }),
    },
    ensure: () => inTurn(async () => succeed(await ensureLoaded())),
    ensureOwn: () =>
      inTurn(async () => {
        const opened = await ensureLoaded();
        return isOnlyRead(opened) ? onlyRead(opened) : succeed(opened);
      }),
    openId: async () => {
      const loadedNow = await inTurn(async () => succeed(await loadLast()));
      return loadedNow.ok ? (current?.id ?? null) : null;
    },
    analysis: async () => {
      await queue;
      return analysis;
    },
    measured: async () => {
      await queue;
      return measured;
    },
    apply,
    keepMeasured: (caseId, next) =>
      inTurn(async () => {
        if (current?.id !== caseId)
          return fail('cancelled', 'Another case was opened meanwhile.', 'Measure again in that case.');
        if (isOnlyRead(current)) return onlyRead(current);
        await store.writeTraces(caseId, next.traces);
        await store.writeDiagnosis(caseId, next.diagnosis);
        const changed = applyCaseEvent(
          current,
          {
            kind: 'diagnosis-changed',
            diagnosis: {
              measuredAt: next.diagnosis?.endedAt ?? null,
              addedTraces: next.traces.filter(({ isOwn }) => !isOwn).length,
            },
          },
          ports.now().toISOString(),
        );
        await store.write(changed);
        measured = next;
        current = changed;
        return succeed(changed);
      }),
    capturePaths: async () => {
      await queue;
      return current === null ? null : store.captureOf(current);
    },
    keepAnalysis: (caseId, made, capture, paths) =>
      inTurn(async () => {
        if (current?.id !== caseId)
          return fail(
            'cancelled',
            'Another case was opened meanwhile.',
            'Open the capture again in that case.',
          );
        if (isOnlyRead(current)) return onlyRead(current);
        await store.writeAnalysis(caseId, made);
        await store.writeCaptureOf(caseId, paths);
        const next = applyCaseEvent(
          current,
          { kind: 'capture-analysed', capture },
          ports.now().toISOString(),
        );
        await store.write(next);
        analysis = made;
        current = next;
        return succeed(next);
      }),
  };
}

const LONGEST_TITLE = 80;

const isOnlyRead = ({ origin }: Case): boolean => origin.kind === 'imported';

const onlyRead = ({ id }: Case) =>
  fail(
    'usage',
    `Case ${id} came from another machine’s report, so it is only read here.`,
    'Start a new case on the first step to measure or open something of this machine.',
    { reason: 'imported' },
  );

const notThere = (id: string) =>
  fail('case-damaged', `Case ${id} is no longer there, or cannot be read.`, 'Open another one.');

/** What a case says it has measured, and the name of what was set aside on the way; empty for what is missing. */
async function loadMeasured(
  store: CaseStore,
  { id, diagnosis }: Case,
): Promise<{ readonly found: Measured; readonly damaged: string | null }> {
  const traces = await store.readTraces(id);
  const paths = await store.readPaths(id);
  const kept = await store.readDiagnosis(id);
  if (kept.kind === 'found') return { found: { diagnosis: kept.value, traces, paths }, damaged: null };
  const damaged = kept.kind === 'set-aside' ? kept.name : diagnosis.measuredAt === null ? null : '';
  return { found: { diagnosis: null, traces, paths }, damaged };
}

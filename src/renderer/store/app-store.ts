import { create } from 'zustand';
import type { AppBridge, AppInfo, CaptureProgress, Findings } from '../../contract/app-ipc.ts';
import type { Case, CaseSummary, StepKind } from '../../contract/case.ts';
import { fail, type Problem, type Result } from '../../contract/problem.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../contract/settings.ts';
import { bridge } from '../bridge.ts';
import { i18next } from '../words/i18n.ts';

/** What the window shows. The case itself lives in the main process; this is its latest copy. */
export interface AppState {
  readonly ready: boolean;
  readonly info: AppInfo | null;
  readonly settings: Settings;
  readonly current: Case | null;
  readonly cases: readonly CaseSummary[];
  /** The step on screen; follows the case once there is one. */
  readonly step: StepKind;
  readonly findings: Findings | null;
  /** Set while a capture is being read. */
  readonly reading: CaptureProgress | null;
  /** Something was set aside while loading. */
  readonly notice: string | null;
  readonly problem: Problem | null;
  /** Milliseconds since 1970 until which private things are shown; 0 while the masks are on. */
  readonly liftedUntil: number;
  /** What a screen reader is to say now; empty for nothing. */
  readonly announcement: string;
  /** A capture is being recorded, or its permission waited for: no other file is opened meanwhile. */
  readonly recording: boolean;
  /** Where a step puts its own main action. */
  readonly footSlot: HTMLElement | null;

  start(): Promise<void>;
  goTo(step: StepKind): Promise<void>;
  newCase(): Promise<void>;
  openCase(id: string): Promise<void>;
  /** The open case was deleted: there is none now. */
  forgetCase(): void;
  setCases(cases: readonly CaseSummary[]): void;
  chooseCapture(): Promise<void>;
  openPractice(): Promise<void>;
  openDropped(files: readonly File[]): Promise<void>;
  /** Reads what a capture left that was cut short. @returns false when there was none */
  openLeftOver(): Promise<boolean>;
  /** A capture of ours has ended, and its file is being read. */
  readRecorded(fileName: string): void;
  stopReading(): Promise<void>;
  writeSettings(settings: Settings): Promise<void>;
  setCase(current: Case): void;
  liftMasks(now: number): void;
  lowerMasks(): void;
  dismissProblem(): void;
  dismissNotice(): void;
  setFootSlot(slot: HTMLElement | null): void;
}

const LIFT_MS = 10_000;

const NOTHING_READ: Omit<CaptureProgress, 'fileName'> = {
  bytesRead: 0,
  bytesTotal: null,
  packets: 0,
  sessions: 0,
  resets: 0,
};

/** The step to go on with: the last one, or the first that has something in it when that was the start. */
export function whereItWasLeft({ step, capture }: Case): StepKind {
  if (step !== 'start') return step;
  return capture.kind === 'analysed' ? 'capture' : 'symptoms';
}

type ReadingEnd = Parameters<Parameters<AppBridge['capture']['onFinished']>[0]>[0];

export const useApp = create<AppState>((set, get) => {
  /** Takes the value out of a result, or shows its problem. */
  function take<T>(result: Result<T>): T | undefined {
    if (result.ok) return result.value;
    if (result.problem.kind !== 'cancelled') set({ problem: result.problem });
    return undefined;
  }

  async function loadFindings(): Promise<void> {
    const findings = take(await bridge.capture.findings({ masks: get().liftedUntil === 0 }));
    if (findings !== undefined) set({ findings });
  }

  /** Files whose reading has ended since the window opened: tells whether one ended before it was known to have begun. */
  let ended = 0;

  async function beginReading(open: () => Promise<Result<{ fileName: string } | null>>): Promise<boolean> {
    if (get().recording) {
      set({ problem: fail('usage', i18next.t('live.busyMessage'), i18next.t('live.busyHint')).problem });
      return false;
    }
    const endedBefore = ended;
    set({ problem: null });
    const opened = take(await open());
    if (!opened) return false;
    const { problem } = get();
    const moving = get().goTo('capture');
    // A small file may have been read before this answer arrived: its findings or its problem are there already.
    if (ended === endedBefore) set({ reading: { ...NOTHING_READ, fileName: opened.fileName } });
    else set({ problem });
    await moving;
    return true;
  }

  async function endReading(end: ReadingEnd): Promise<void> {
    ended += 1;
    const was = get().reading;
    const stopped = end.kind === 'failed' && end.problem.kind === 'cancelled';
    const problem = end.kind === 'failed' && !stopped ? end.problem : null;
    // Findings first: what is shown next is the answer, not an empty step. After a failure it is what was there before.
    const findings = take(await bridge.capture.findings({ masks: get().liftedUntil === 0 })) ?? null;
    set({
      // Another file may have been opened meanwhile.
      reading: get().reading === was ? null : get().reading,
      findings,
      problem,
      announcement: stopped
        ? i18next.t('capture.stopped')
        : problem === null && findings !== null
          ? i18next.t('capture.answered', { answer: findings.verdict.summary })
          : '',
      ...(end.kind === 'analysed' ? { current: end.case } : {}),
    });
  }

  return {
    ready: false,
    info: null,
    settings: DEFAULT_SETTINGS,
    current: null,
    cases: [],
    step: 'start',
    findings: null,
    reading: null,
    notice: null,
    problem: null,
    liftedUntil: 0,
    announcement: '',
    recording: false,
    footSlot: null,

    async start() {
      bridge.capture.onProgress((reading) => set({ reading }));
      bridge.capture.onFinished((end) => void endReading(end));
      const [info, settings, view, cases] = await Promise.all([
        bridge.app.info(),
        bridge.settings.read(),
        bridge.cases.current(),
        bridge.cases.list(),
      ]);
      const shown = take(view);
      set({
        info: take(info) ?? null,
        settings: take(settings) ?? DEFAULT_SETTINGS,
        current: shown?.current ?? null,
        notice: shown?.notice ?? null,
        cases: take(cases) ?? [],
        step: 'start',
        ready: true,
      });
      if (shown?.current?.capture.kind === 'analysed') await loadFindings();
    },

    async goTo(step) {
      // Without a case yet, the step comes up together with it: shown before, it would be made anew for the case and
      // lose what was typed meanwhile.
      const hadCase = get().current !== null;
      set({ problem: null, announcement: '', ...(hadCase ? { step } : {}) });
      const moved = take(await bridge.cases.goTo({ step }));
      set({ ...(moved ? { current: moved } : {}), ...(hadCase ? {} : { step }) });
      if (step === 'start') set({ cases: take(await bridge.cases.list()) ?? get().cases });
    },

    async newCase() {
      const made = take(await bridge.cases.create());
      if (!made) return;
      set({
        current: made,
        findings: null,
        reading: null,
        problem: null,
        notice: null,
        announcement: i18next.t('start.newCaseMade', { id: made.id }),
      });
      set({ cases: take(await bridge.cases.list()) ?? get().cases });
    },

    async openCase(id) {
      const opened = take(await bridge.cases.open({ id }));
      if (!opened) return;
      set({ current: opened, findings: null, reading: null, problem: null });
      if (opened.capture.kind === 'analysed') await loadFindings();
      await get().goTo(whereItWasLeft(opened));
    },

    forgetCase: () => set({ current: null, findings: null, reading: null, notice: null }),
    setCases: (cases) => set({ cases }),

    async chooseCapture() {
      await beginReading(() => bridge.capture.choose());
    },
    async openPractice() {
      await beginReading(() => bridge.capture.openPractice());
    },
    async openDropped(files) {
      await beginReading(() => bridge.capture.openDropped(files));
    },
    openLeftOver: () => beginReading(() => bridge.live.recover()),
    readRecorded(fileName) {
      set({ problem: null, reading: { ...NOTHING_READ, fileName } });
    },
    async stopReading() {
      const was = get().reading;
      take(await bridge.capture.cancel());
      // Whatever was being read has said so by now; what nobody reads any more has not.
      if (get().reading?.fileName === was?.fileName) set({ reading: null });
    },

    async writeSettings(settings) {
      set({ settings });
      take(await bridge.settings.write(settings));
    },
    setCase: (current) => set({ current }),
    liftMasks(now) {
      set({ liftedUntil: now + LIFT_MS });
      void loadFindings();
    },
    lowerMasks() {
      set({ liftedUntil: 0 });
      void loadFindings();
    },
    dismissProblem: () => set({ problem: null }),
    dismissNotice: () => set({ notice: null }),
    setFootSlot: (footSlot) => set({ footSlot }),
  };
});

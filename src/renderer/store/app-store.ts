import { create } from 'zustand';
import type { AppInfo, CaptureProgress, Findings } from '../../contract/app-ipc.ts';
import type { Case, CaseSummary, StepKind } from '../../contract/case.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../contract/settings.ts';
import { bridge } from '../bridge.ts';

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

  start(): Promise<void>;
  goTo(step: StepKind): Promise<void>;
  newCase(): Promise<void>;
  openCase(id: string): Promise<void>;
  chooseCapture(): Promise<void>;
  openPractice(): Promise<void>;
  openDropped(file: File): Promise<void>;
  stopReading(): Promise<void>;
  writeSettings(settings: Settings): Promise<void>;
  setCase(current: Case): void;
  liftMasks(now: number): void;
  lowerMasks(): void;
  dismissProblem(): void;
  dismissNotice(): void;
}

export const LIFT_MS = 10_000;

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

  async function beginReading(opening: Promise<Result<{ fileName: string } | null>>): Promise<void> {
    set({ problem: null });
    const opened = take(await opening);
    if (!opened) return;
    // A small file may have been read before this answer arrived.
    if (get().reading === null && get().findings === null)
      set({
        reading: {
          fileName: opened.fileName,
          bytesRead: 0,
          bytesTotal: null,
          packets: 0,
          sessions: 0,
          resets: 0,
        },
      });
    await get().goTo('capture');
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

    async start() {
      bridge.capture.onProgress((reading) => {
        if (get().reading !== null) set({ reading });
      });
      bridge.capture.onFinished((ended) => {
        set({ reading: null });
        if (ended.kind === 'failed') {
          if (ended.problem.kind !== 'cancelled') set({ problem: ended.problem });
          void loadFindings();
          return;
        }
        set({ current: ended.case });
        void loadFindings();
      });
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
      set({ step, problem: null });
      const moved = take(await bridge.cases.goTo({ step }));
      if (moved) set({ current: moved });
      if (step === 'start') set({ cases: take(await bridge.cases.list()) ?? get().cases });
    },

    async newCase() {
      const made = take(await bridge.cases.create());
      if (!made) return;
      set({ current: made, findings: null, reading: null, problem: null, notice: null });
      set({ cases: take(await bridge.cases.list()) ?? get().cases });
    },

    async openCase(id) {
      const opened = take(await bridge.cases.open({ id }));
      if (!opened) return;
      set({ current: opened, findings: null, reading: null, problem: null, step: opened.step });
      if (opened.capture.kind === 'analysed') await loadFindings();
    },

    async chooseCapture() {
      const before = get().findings;
      set({ findings: null });
      await beginReading(bridge.capture.choose());
      if (get().reading === null && get().findings === null && before !== null) await loadFindings();
    },
    async openPractice() {
      set({ findings: null });
      await beginReading(bridge.capture.openPractice());
    },
    async openDropped(file) {
      set({ findings: null });
      await beginReading(bridge.capture.openDropped(file));
      if (get().reading === null) await loadFindings();
    },
    async stopReading() {
      take(await bridge.capture.cancel());
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
  };
});

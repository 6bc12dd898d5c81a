import { create } from 'zustand';
import type { AppBridge } from '../../contract/app-ipc.ts';
import type { CheckId, DiagnoseView } from '../../contract/diagnose.ts';
import type { Diagnosis } from '../../contract/diagnosis.ts';
import type { LivePlan } from '../../contract/live-capture.ts';
import type { Paths } from '../../contract/paths.ts';
import type { Problem } from '../../contract/problem.ts';
import { WATCH_MINUTES } from '../../core/diagnosis/probe-plan.ts';
import { AROUND_MEGABYTES } from '../../core/live-capture/worth-keeping.ts';
import { IDLE_MINUTES } from '../../core/probe/idle-plan.ts';
import { bridge } from '../bridge.ts';
import { i18next } from '../words/i18n.ts';
import { useApp } from './app-store.ts';

export interface DiagnoseState extends DiagnoseView {
  /** What is measured was asked for at least once. */
  readonly known: boolean;
  readonly mode: Diagnosis['mode'];
  /** The user agrees to ask a third party whose network each hop belongs to. */
  readonly networks: boolean;
  /** How long a watch is to last. */
  readonly watchMinutes: number;
  /** Packets are to be recorded beside a watch. */
  readonly records: boolean;
  /** What would run for that; null while it is being found out. */
  readonly recordPlan: LivePlan | null;
  /** The system is being asked for the right to record. */
  readonly asking: boolean;
  /** A quiet session is wanted, too. */
  readonly idle: boolean;
  /** Stop was pressed, for all; what runs is ending. */
  readonly stopping: boolean;
  /** The user wants to measure again, though there is a result. */
  readonly again: boolean;
  readonly flow: Paths['traces'][number]['flow'];
  /** Why the last trace that was given could not be read. */
  readonly traceProblem: Problem | null;

  listen(): void;
  look(): Promise<void>;
  chooseMode(mode: Diagnosis['mode']): void;
  setIdle(idle: boolean): void;
  setWatchMinutes(watchMinutes: number): void;
  setNetworks(networks: boolean): void;
  setRecords(records: boolean): Promise<void>;
  begin(): Promise<void>;
  lookAgain(isWanted: boolean): Promise<void>;
  stop(check: CheckId | null): Promise<void>;
  setAgain(again: boolean): void;
  chooseFlow(flow: DiagnoseState['flow']): void;
  /** @returns whether there was a trace in it */
  addTrace(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
  removeTraces(): Promise<void>;
  setAside(): Promise<void>;
}

/** What is recorded beside a watch. */
const RECORDED = { interface: 'any', maxMegabytes: AROUND_MEGABYTES, ring: true } as const;

const NOTHING: DiagnoseView = { running: null, left: null, result: null, paths: null, againAt: null };

type Ended = Parameters<Parameters<AppBridge['diagnose']['onEnded']>[0]>[0];

export const useDiagnose = create<DiagnoseState>((set, get) => {
  const announce = (announcement: string): void => useApp.setState({ announcement });
  const tell = (problem: Problem): void => {
    if (problem.kind !== 'cancelled') useApp.setState({ problem });
  };

  let asked = 0;
  async function look(): Promise<void> {
    asked += 1;
    const mine = asked;
    const answer = await bridge.diagnose.state({ masks: useApp.getState().liftedUntil === 0 });
    // Only the last question's answer is of the case that is open now.
    if (mine !== asked) return;
    if (answer.ok) set({ ...answer.value, known: true });
    else tell(answer.problem);
  }

  async function end(ended: Ended): Promise<void> {
    if (ended.kind === 'measured') useApp.getState().setCase(ended.case);
    else tell(ended.problem);
    await look();
    set({ stopping: false, again: false });
    const { result } = get();
    if (ended.kind === 'measured' && result !== null)
      announce(i18next.t('diagnose.ended', { answer: result.verdict.summary }));
  }

  return {
    ...NOTHING,
    known: false,
    mode: 'standard',
    watchMinutes: WATCH_MINUTES,
    networks: false,
    records: false,
    recordPlan: null,
    asking: false,
    idle: false,
    stopping: false,
    again: false,
    // Taken for one flow, what traceroute does by itself would look like a fault.
    flow: 'unknown',
    traceProblem: null,

    listen() {
      bridge.diagnose.onProgress((progress) => {
        const { running } = get();
        if (running === null) void look();
        else set({ running: { ...running, ...progress } });
      });
      bridge.diagnose.onAttempt((attempt) => {
        const { running } = get();
        if (running === null || running.attempts.some(({ number }) => number === attempt.number)) return;
        set({ running: { ...running, attempts: [...running.attempts, attempt] } });
      });
      bridge.diagnose.onEnded((ended) => void end(ended));
      useApp.subscribe((now, before) => {
        const isOther = now.current?.id !== before.current?.id;
        if (isOther) set({ ...NOTHING, again: false, traceProblem: null });
        if (isOther || (now.liftedUntil === 0) !== (before.liftedUntil === 0)) void look();
      });
    },
    look,
    chooseMode: (mode) => set({ mode }),
    setIdle: (idle) => set({ idle }),
    setWatchMinutes: (watchMinutes) => set({ watchMinutes }),
    setNetworks: (networks) => set({ networks }),
    async setRecords(records) {
      set({ records, recordPlan: null });
      if (!records) return;
      const answer = await bridge.live.plan({ ...RECORDED, resolve: true });
      if (answer.ok) set({ recordPlan: answer.value });
      else tell(answer.problem);
    },
    async begin() {
      useApp.setState({ problem: null, announcement: '' });
      const { mode, idle, networks, records, watchMinutes } = get();
      const isRecorded = mode === 'watch' && records;
      set({ asking: isRecorded });
      const answer = await bridge.diagnose.start({
        mode,
        idleMinutes: idle ? IDLE_MINUTES : null,
        namesNetworks: networks,
        ...(mode === 'watch' && { watchMinutes }),
        ...(isRecorded && { records: true }),
      });
      set({ asking: false });
      if (!answer.ok) {
        tell(answer.problem);
        return;
      }
      await look();
      set({ left: null });
      announce(i18next.t('diagnose.started'));
    },
    async stop(check) {
      if (check === null) set({ stopping: true });
      await bridge.diagnose.stop({ check });
    },
    async lookAgain(isWanted) {
      await bridge.diagnose.lookAgain({ isWanted });
      await look();
      announce(i18next.t(isWanted ? 'diagnose.lookAgainSet' : 'diagnose.lookAgainOff'));
    },
    setAgain: (again) => set({ again }),
    chooseFlow: (flow) => set({ flow }),
    async addTrace(name, bytes) {
      set({ traceProblem: null });
      const answer = await bridge.diagnose.addTrace({ name, bytes, flow: get().flow });
      if (!answer.ok) {
        set({ traceProblem: answer.problem });
        return false;
      }
      useApp.getState().setCase(answer.value);
      await look();
      announce(i18next.t('diagnose.traceRead', { answer: get().paths?.classification.summary ?? '' }));
      return true;
    },
    async removeTraces() {
      const answer = await bridge.diagnose.removeTraces();
      if (!answer.ok) {
        tell(answer.problem);
        return;
      }
      useApp.getState().setCase(answer.value);
      await look();
    },
    async setAside() {
      set({ left: null });
      await bridge.diagnose.setAside();
    },
  };
});

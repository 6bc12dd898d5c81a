import { create } from 'zustand';
import type {
  Attempt,
  LeftOver,
  LivePlan,
  LiveProgress,
  LiveReset,
  Mark,
  RecordedCapture,
} from '../../contract/live-capture.ts';
import type { Problem } from '../../contract/problem.ts';
import { endingOf, firstReading } from '../../core/words/live-words.ts';
import { bridge } from '../bridge.ts';
import { i18next } from '../words/i18n.ts';
import { useApp } from './app-store.ts';

/** Where a recording stands, from the window's side. */
export type LivePhase = 'off' | 'plan' | 'by-hand' | 'waiting' | 'no-rights' | 'running' | 'stopping';

interface LiveChoice {
  readonly interface: string;
  readonly maxSeconds: number;
  readonly maxMegabytes: number;
  /** When so much is there: go on, and keep the newest. */
  readonly ring: boolean;
}

/** "Connect for me" under way: how many attempts there were before it, and how many it makes. */
interface Connecting {
  readonly before: number;
  readonly expected: number;
}

export interface LiveState {
  readonly phase: LivePhase;
  /** What would happen; null while it is being found out. */
  readonly plan: LivePlan | null;
  readonly choice: LiveChoice;
  /** Why there were no rights, and whether that was the user's own no. */
  readonly refusal: Problem | null;
  readonly declined: boolean;
  readonly startedAt: string;
  readonly progress: LiveProgress | null;
  /** Oldest first, all three. */
  readonly resets: readonly LiveReset[];
  readonly marks: readonly Mark[];
  readonly attempts: readonly Attempt[];
  readonly connecting: Connecting | null;
  /** The last capture of this session, to stand beside its findings. */
  readonly recorded: RecordedCapture | null;
  /** What a former run of the program left of a recording of this case. */
  readonly leftOver: LeftOver | null;

  listen(): void;
  openPlan(): Promise<void>;
  choose(choice: Partial<LiveChoice>): Promise<void>;
  showCommands(): void;
  leave(): void;
  begin(askAgain: boolean): Promise<void>;
  giveUp(): Promise<void>;
  connect(repository: string): Promise<void>;
  mark(kind: Mark['kind']): Promise<void>;
  stop(): Promise<void>;
  readLeftOver(): Promise<void>;
  forgetLeftOver(): Promise<void>;
}

/** Twelve rounds to each arm; the repository comes on top. */
export const CONNECTIONS = 24;
/** A screen reader hears of resets this often at most. */
const ANNOUNCE_MS = 8_000;

const NOTHING_RECORDED = {
  refusal: null,
  declined: false,
  progress: null,
  resets: [],
  marks: [],
  attempts: [],
  connecting: null,
} as const;

/** Phases in which the main process records or waits for the permission to. */
export const isUnderWay = (phase: LivePhase): boolean =>
  phase === 'waiting' || phase === 'running' || phase === 'stopping';

export const useLive = create<LiveState>((set, get) => {
  const announce = (announcement: string): void => useApp.setState({ announcement });
  const enter = (phase: LivePhase): void => {
    set({ phase });
    useApp.setState({ recording: isUnderWay(phase) });
  };

  let asked = 0;
  /** Shows what is known at once, then with the names looked up; the last question asked wins. */
  async function look(resolve: boolean): Promise<void> {
    asked += 1;
    const mine = asked;
    const { interface: name, maxMegabytes, ring } = get().choice;
    const answer = await bridge.live.plan({ interface: name, maxMegabytes, ring, resolve });
    if (mine !== asked) return;
    if (answer.ok) set({ plan: answer.value });
    else useApp.setState({ problem: answer.problem });
  }

  let announceTimer: ReturnType<typeof setTimeout> | null = null;
  function announceResets(): void {
    if (announceTimer !== null) return;
    const say = (): void => {
      const { resets, phase } = get();
      const last = resets.at(-1);
      if (last === undefined || phase !== 'running') return;
      announce(i18next.t('live.announceResets', { count: resets.length, reading: firstReading(last) }));
    };
    say();
    let said = get().resets.length;
    announceTimer = setInterval(() => {
      const { resets, phase } = get();
      if (phase === 'running' && resets.length > said) {
        said = resets.length;
        say();
        return;
      }
      if (announceTimer !== null) clearInterval(announceTimer);
      announceTimer = null;
    }, ANNOUNCE_MS);
  }

  async function lookForLeftOver(): Promise<void> {
    const answer = await bridge.live.left();
    set({ leftOver: answer.ok ? answer.value : null });
  }

  return {
    phase: 'off',
    plan: null,
    choice: { interface: 'any', maxSeconds: 600, maxMegabytes: 256, ring: false },
    startedAt: '',
    recorded: null,
    leftOver: null,
    ...NOTHING_RECORDED,

    listen() {
      bridge.live.onProgress((progress) => {
        if (isUnderWay(get().phase)) set({ progress });
      });
      bridge.live.onReset((reset) => {
        if (!isUnderWay(get().phase)) return;
        set({ resets: [...get().resets, reset] });
        announceResets();
      });
      bridge.live.onAttempt((attempt) => {
        if (!isUnderWay(get().phase)) return;
        set({ attempts: [...get().attempts, attempt] });
      });
      bridge.live.onConnected(() => set({ connecting: null }));
      bridge.live.onEnded((recorded) => {
        set({ recorded, leftOver: null });
        enter('off');
        useApp.getState().readRecorded(recorded.file.name);
        announce(i18next.t('live.ended', { reason: endingOf(recorded.reason) }));
      });
      useApp.subscribe((now, before) => {
        if (now.current?.id !== before.current?.id) void lookForLeftOver();
        const left = now.current?.id !== before.current?.id && before.current !== null;
        const opened = now.reading !== null && before.reading === null;
        if ((left || opened) && !isUnderWay(get().phase) && get().phase !== 'off') enter('off');
      });
    },

    async openPlan() {
      set({ ...NOTHING_RECORDED, plan: null });
      useApp.setState({ problem: null });
      enter('plan');
      await look(false);
      if (get().phase === 'plan' && get().plan !== null) await look(true);
    },
    async choose(choice) {
      set({ choice: { ...get().choice, ...choice } });
      if (choice.maxSeconds === undefined) await look(false);
    },
    showCommands: () => enter('by-hand'),
    leave: () => enter('off'),

    async begin(askAgain) {
      const startedAt = new Date().toISOString();
      set({ ...NOTHING_RECORDED, startedAt });
      useApp.setState({ problem: null, announcement: '' });
      enter('waiting');
      const answer = await bridge.live.begin({ ...get().choice, askAgain });
      if (answer.ok) {
        if (get().phase !== 'waiting') return;
        set({ startedAt: new Date().toISOString() });
        enter('running');
        announce(i18next.t('live.started'));
        return;
      }
      const { problem } = answer;
      if (problem.kind === 'no-rights') {
        set({ refusal: problem, declined: problem.reason === 'declined' });
        enter('no-rights');
        return;
      }
      enter('plan');
      if (problem.kind === 'cancelled') announce(i18next.t('live.gaveUp'));
      else useApp.setState({ problem });
    },
    async giveUp() {
      await bridge.live.stop();
    },

    async connect(repository) {
      const named = repository.trim();
      useApp.setState({ problem: null });
      const expected = CONNECTIONS + (named === '' ? 0 : 1);
      set({ connecting: { before: get().attempts.length, expected } });
      const answer = await bridge.live.connect({ repository: named === '' ? null : named });
      if (answer.ok) return;
      set({ connecting: null });
      useApp.setState({ problem: answer.problem });
    },
    async mark(kind) {
      const answer = await bridge.live.mark({ kind });
      if (!answer.ok) {
        useApp.setState({ problem: answer.problem });
        return;
      }
      set({ marks: [...get().marks, answer.value] });
    },
    async stop() {
      enter('stopping');
      await bridge.live.stop();
      // `ended` has come by now, unless there was nothing to end.
      if (get().phase === 'stopping') enter('off');
    },

    async readLeftOver() {
      const found = await useApp.getState().openLeftOver();
      set({ leftOver: null });
      if (!found && useApp.getState().problem === null) announce(i18next.t('live.nothingLeft'));
    },
    async forgetLeftOver() {
      set({ leftOver: null });
      await bridge.live.setAside();
    },
  };
});

import { create } from 'zustand';
import type { Problem } from '../../contract/problem.ts';
import type {
  AddressAttemptView,
  AddressChoiceView,
  FlushedCache,
  OverrideChoice,
  OverridePlan,
  OverrideState,
  PastOverride,
  ProofLayer,
  UserChange,
} from '../../contract/workaround.ts';
import { placesOf } from '../../core/words/override-words.ts';
import { DEFAULT_DAYS } from '../../core/workaround/duration.ts';
import { overridesInForce } from '../../core/workaround/in-force.ts';
import { bridge } from '../bridge.ts';
import { i18next } from '../words/i18n.ts';
import { useApp } from './app-store.ts';

/** Where a change of the hosts file stands: nothing shown yet, the change on screen, or the system being asked. */
export type WorkaroundPhase = 'choose' | 'plan' | 'by-hand' | 'waiting' | 'no-rights';

export interface WorkaroundState {
  readonly phase: WorkaroundPhase;
  /** What is in force; null until it was looked at. */
  readonly state: OverrideState | null;
  readonly testing: boolean;
  readonly attempts: readonly AddressAttemptView[];
  readonly tested: AddressChoiceView | null;
  readonly choice: OverrideChoice;
  readonly plan: OverridePlan | null;
  readonly refusal: Problem | null;
  /** What was found of the override in force; null until asked. */
  readonly proof: readonly ProofLayer[] | null;
  readonly proving: boolean;
  /** Name of the copy of the file as it was before the last change; empty when none was made. */
  readonly backup: string;
  /** Why the last change of the hosts file, or of git's or ssh's own, has no timed revert although it was wanted. */
  readonly timerTrouble: string | null;
  readonly userTimerTrouble: string | null;
  /** The caches of names that were emptied after the last change of the hosts file. */
  readonly flushed: readonly FlushedCache[];
  /** Whether the override is still needed; null until asked. */
  readonly stillNeeded: PastOverride | null;
  readonly asking: boolean;
  /** The last change of git's or ssh's own override in this session. */
  readonly userChange: UserChange | null;
  readonly changingUser: boolean;

  listen(): void;
  look(): Promise<void>;
  test(): Promise<void>;
  stopTest(): Promise<void>;
  choose(choice: Partial<OverrideChoice>): void;
  showApply(): Promise<void>;
  showRevert(): Promise<void>;
  showByHand(): void;
  leave(): void;
  carryOut(askAgain: boolean): Promise<void>;
  /** False when it did not come off, or on. */
  changeUser(way: UserChange['way'], action: 'apply' | 'revert'): Promise<boolean>;
  /** Takes git's and ssh's own off at once, and shows the change that takes the hosts file's off. */
  revertAll(): Promise<void>;
  /** Not to be told again that the override vanished. */
  acceptVanished(): Promise<void>;
  askStillNeeded(): Promise<void>;
  giveUp(): Promise<void>;
  prove(): Promise<void>;
}

export const useWorkaround = create<WorkaroundState>((set, get) => {
  const announce = (announcement: string): void => useApp.setState({ announcement });
  const tell = (problem: Problem): void => {
    if (problem.kind !== 'cancelled') useApp.setState({ problem });
  };

  return {
    phase: 'choose',
    state: null,
    testing: false,
    attempts: [],
    tested: null,
    choice: {
      address: '18.205.93.1',
      names: ['bitbucket.org', 'ssh.bitbucket.org'],
      days: DEFAULT_DAYS,
      setAsideOthers: true,
      timedRevert: false,
    },
    plan: null,
    refusal: null,
    proof: null,
    proving: false,
    backup: '',
    timerTrouble: null,
    userTimerTrouble: null,
    flushed: [],
    stillNeeded: null,
    asking: false,
    userChange: null,
    changingUser: false,

    listen() {
      bridge.workaround.onAttempt((attempt) => set({ attempts: [...get().attempts, attempt] }));
      bridge.workaround.onExpired(({ ways }) => {
        announce(i18next.t('workaround.expiredAnnounce', { places: placesOf(ways) }));
        void get().look();
      });
      void get().look();
    },
    async look() {
      const answer = await bridge.workaround.state();
      if (answer.ok) set({ state: answer.value });
      else tell(answer.problem);
    },
    async test() {
      set({ testing: true, attempts: [], tested: null });
      useApp.setState({ problem: null });
      const answer = await bridge.workaround.test();
      set({ testing: false });
      if (!answer.ok) {
        tell(answer.problem);
        return;
      }
      const { recommended } = answer.value;
      set({ tested: answer.value });
      if (recommended !== null) get().choose({ address: recommended as OverrideChoice['address'] });
      announce(
        recommended === null
          ? (answer.value.refusal ?? '')
          : i18next.t('workaround.testedAnnounce', { address: recommended }),
      );
    },
    async stopTest() {
      await bridge.workaround.cancel();
    },
    choose: (choice) => set({ choice: { ...get().choice, ...choice } }),
    async showApply() {
      useApp.setState({ problem: null, announcement: '' });
      const answer = await bridge.workaround.planApply(get().choice);
      if (answer.ok) set({ plan: answer.value, phase: 'plan' });
      else tell(answer.problem);
    },
    async showRevert() {
      useApp.setState({ problem: null, announcement: '' });
      const answer = await bridge.workaround.planRevert();
      if (!answer.ok) tell(answer.problem);
      else if (answer.value === null) await get().look();
      else set({ plan: answer.value, phase: 'plan' });
    },
    showByHand: () => set({ phase: 'by-hand' }),
    leave() {
      set({ phase: 'choose', plan: null, refusal: null });
      void get().look();
    },
    async carryOut(askAgain) {
      set({ phase: 'waiting', refusal: null });
      useApp.setState({ problem: null, announcement: '' });
      const answer = await bridge.workaround.carryOut({ askAgain });
      if (answer.ok) {
        const { state, proof, backup, flushed, action, timer } = answer.value;
        // Its folder names the user, so only the file's own name is shown.
        set({
          ...{ phase: 'choose', plan: null, state, proof, flushed, stillNeeded: null },
          backup: backup.split(/[\\/]/).at(-1) ?? '',
          timerTrouble: timer?.because ?? null,
        });
        announce(i18next.t(action === 'apply' ? 'workaround.applied' : 'workaround.reverted'));
        return;
      }
      if (answer.problem.kind === 'no-rights') {
        set({ phase: 'no-rights', refusal: answer.problem });
        return;
      }
      // What was shown may be true no more: back to where it can be looked at anew.
      set({ phase: answer.problem.kind === 'cancelled' ? 'plan' : 'choose' });
      tell(answer.problem);
      await get().look();
    },
    async changeUser(way, action) {
      if (get().changingUser) return false;
      set({ changingUser: true, userChange: null });
      useApp.setState({ problem: null, announcement: '' });
      const answer = await bridge.workaround.changeUser({ way, action, choice: get().choice });
      set({ changingUser: false });
      if (!answer.ok) {
        tell(answer.problem);
        return false;
      }
      const { change, state, timedRevert } = answer.value;
      set({ userChange: change, state, userTimerTrouble: timedRevert?.because ?? null });
      announce(i18next.t(action === 'apply' ? 'workaround.userApplied' : 'workaround.userReverted', { way }));
      return true;
    },
    async revertAll() {
      const { state, changeUser, showRevert } = get();
      const found = state === null ? [] : overridesInForce(state);
      for (const { way } of found) if (way !== 'hosts' && !(await changeUser(way, 'revert'))) return;
      if (found.some(({ way }) => way === 'hosts')) await showRevert();
    },
    async acceptVanished() {
      const answer = await bridge.workaround.acceptVanished();
      if (answer.ok) set({ state: answer.value });
      else tell(answer.problem);
    },
    async askStillNeeded() {
      set({ asking: true, attempts: [], stillNeeded: null });
      useApp.setState({ problem: null, announcement: '' });
      const answer = await bridge.workaround.stillNeeded();
      set({ asking: false });
      if (!answer.ok) {
        tell(answer.problem);
        return;
      }
      set({ stillNeeded: answer.value });
      announce(answer.value.words);
    },
    async giveUp() {
      await bridge.workaround.cancel();
    },
    async prove() {
      set({ proving: true });
      const answer = await bridge.workaround.prove();
      set({ proving: false });
      if (!answer.ok) {
        tell(answer.problem);
        return;
      }
      set({ proof: answer.value });
      await get().look();
    },
  };
});

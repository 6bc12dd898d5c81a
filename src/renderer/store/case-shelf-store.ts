import { create } from 'zustand';
import type { Result } from '../../contract/problem.ts';
import { bridge } from '../bridge.ts';
import { i18next } from '../words/i18n.ts';
import { useApp } from './app-store.ts';

/** What the first step shows: the ways in, the list of cases, or two of them side by side. */
export type ShelfView = 'home' | 'list' | 'comparison';

interface ShelfState {
  readonly view: ShelfView;
  show(view: ShelfView): void;
  rename(id: string, title: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Asks for a report and opens nothing: the case is in the list. */
  takeIn(): Promise<void>;
}

/** Takes the value out of a result, or shows its problem above the step. */
function take<T>(result: Result<T>): T | undefined {
  if (result.ok) return result.value;
  useApp.setState({ problem: result.problem });
  return undefined;
}

async function readList(): Promise<void> {
  const cases = take(await bridge.cases.list());
  if (cases) useApp.getState().setCases(cases);
}

const announce = (announcement: string): void => useApp.setState({ announcement });

export const useShelf = create<ShelfState>((set) => ({
  view: 'home',
  show: (view) => set({ view }),
  async rename(id, title) {
    const renamed = take(await bridge.cases.rename({ id, title }));
    if (renamed && useApp.getState().current?.id === id) useApp.getState().setCase(renamed);
    await readList();
  },
  async remove(id) {
    const removed = await bridge.cases.remove({ id });
    take(removed);
    if (removed.ok) {
      if (useApp.getState().current?.id === id) useApp.getState().forgetCase();
      announce(i18next.t('cases.removed', { id }));
    }
    await readList();
  },
  async takeIn() {
    const made = take(await bridge.cases.import());
    if (!made) return;
    announce(i18next.t('cases.imported', { id: made.id }));
    await readList();
  },
}));

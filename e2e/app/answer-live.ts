import type { z } from 'zod';
import type { appIpc } from '../../src/contract/app-ipc.ts';
import { callChannel, eventChannel } from '../../src/contract/ipc-table.ts';
import type { RunningApp } from './running-app.ts';
import { send } from './tell-window.ts';

type Live = typeof appIpc.live;
type LiveCall = keyof Live['calls'];
type LiveEvent = keyof Live['events'];

/** What the answers below keep in the main process. */
interface TestGlobals {
  liveInputs?: Record<string, unknown[]>;
  liveOpen?: Record<string, (answer: unknown) => void>;
}

/**
 * Answers a call of the window in the main process's stead, as `dialogs.ts` does for the system's dialogs: a prompt for
 * rights cannot be answered in a test. `pending` leaves it open, as a prompt does, until it is answered by name.
 */
export const answerLive = (
  app: RunningApp,
  call: LiveCall,
  answer: 'pending' | { readonly ok: boolean },
): Promise<void> => answerOn(app, callChannel('live', call), answer);

/** The same for the workaround. */
export const answerWorkaround = (
  app: RunningApp,
  call: keyof typeof appIpc.workaround.calls,
  answer: 'pending' | { readonly ok: boolean },
): Promise<void> => answerOn(app, callChannel('workaround', call), answer);

/** The same for the live diagnosis: nothing is measured in a test of the window. */
export const answerDiagnose = (
  app: RunningApp,
  call: keyof typeof appIpc.diagnose.calls,
  answer: 'pending' | { readonly ok: boolean },
): Promise<void> => answerOn(app, callChannel('diagnose', call), answer);

/** Says to the window what the main process says while it measures. */
export const tellDiagnose = <E extends keyof typeof appIpc.diagnose.events>(
  app: RunningApp,
  event: E,
  payload: z.input<(typeof appIpc.diagnose.events)[E]>,
): Promise<void> => send(app, eventChannel('diagnose', event), payload);

const answerOn = async (
  { electron }: RunningApp,
  channel: string,
  answer: 'pending' | { readonly ok: boolean },
): Promise<void> => {
  await electron?.evaluate(
    ({ ipcMain }, { channel, given }) => {
      const kept = globalThis as unknown as TestGlobals;
      kept.liveInputs ??= {};
      kept.liveOpen ??= {};
      const { liveOpen } = kept;
      const inputs: unknown[] = [];
      kept.liveInputs[channel] = inputs;
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, (_event, input: unknown) => {
        inputs.push(input);
        if (given !== 'pending') return given;
        return new Promise((resolve) => {
          liveOpen[channel] = resolve;
        });
      });
    },
    { channel, given: answer },
  );
};

/** Ends a call that was left open. */
export const settleLive = (
  app: RunningApp,
  call: LiveCall,
  answer: { readonly ok: boolean },
): Promise<void> => settleOn(app, callChannel('live', call), answer);

export const settleWorkaround = (
  app: RunningApp,
  call: keyof typeof appIpc.workaround.calls,
  answer: { readonly ok: boolean },
): Promise<void> => settleOn(app, callChannel('workaround', call), answer);

const settleOn = async (
  { electron }: RunningApp,
  channelName: string,
  answer: { readonly ok: boolean },
): Promise<void> => {
  await electron?.evaluate(
    (_electron, { channel, given }) => {
      (globalThis as unknown as TestGlobals).liveOpen?.[channel]?.(given);
    },
    { channel: channelName, given: answer },
  );
};

/** What the window gave with each of its calls since `answerLive` answers them, oldest first. */
export const callsOf = (app: RunningApp, call: LiveCall): Promise<unknown[]> =>
  inputsOf(app, callChannel('live', call));

export const diagnoseCallsOf = (
  app: RunningApp,
  call: keyof typeof appIpc.diagnose.calls,
): Promise<unknown[]> => inputsOf(app, callChannel('diagnose', call));

const inputsOf = async ({ electron }: RunningApp, channelName: string): Promise<unknown[]> =>
  (await electron?.evaluate(
    (_electron, channel) => (globalThis as unknown as TestGlobals).liveInputs?.[channel] ?? [],
    channelName,
  )) ?? [];

/** Says to the window what the main process says while it records. */
export const tellLive = <E extends LiveEvent>(
  app: RunningApp,
  event: E,
  payload: z.input<Live['events'][E]>,
): Promise<void> => send(app, eventChannel('live', event), payload);

import { createAnswer } from './ipc-answer.ts';
import {
  type IpcBridge,
  type IpcEvents,
  type IpcHandlers,
  type IpcTable,
  listenerName,
} from './ipc-table.ts';

export type IpcFake<T extends IpcTable> = {
  /** Stands where `window.app` stands. */
  readonly bridge: IpcBridge<T>;
  /** Every call so far, in order. */
  readonly calls: readonly { readonly group: string; readonly call: string; readonly input: unknown }[];
  /** Speaks as the main process would. */
  readonly events: IpcEvents<T>;
};

type Listener = (payload: unknown) => void;

/**
 * The border without Electron, for tests: same table, same parsing of arguments and results, so a fake that
 * answers what the real main process could not is a thrown error.
 */
export const createIpcFake = <T extends IpcTable>(table: T, handlers: IpcHandlers<T>): IpcFake<T> => {
  const calls: { group: string; call: string; input: unknown }[] = [];
  const listeners = new Map<string, Set<Listener>>();
  const answer = createAnswer(table, handlers, (where, error) => {
    throw new Error(`the fake answers what the contract forbids at ${where}`, { cause: error });
  });
  const bridge: Record<string, Record<string, unknown>> = {};
  const events: Record<string, Record<string, Listener>> = {};
  for (const [group, definition] of Object.entries(table)) {
    const functions: Record<string, unknown> = {};
    const emitters: Record<string, Listener> = {};
    for (const call of Object.keys(definition.calls)) {
      functions[call] = (input: unknown) => {
        calls.push({ group, call, input });
        return answer(group, call, input, { windowId: 1 });
      };
    }
    for (const [event, schema] of Object.entries(definition.events ?? {})) {
      const subscribed = new Set<Listener>();
      listeners.set(`${group}.${event}`, subscribed);
      functions[listenerName(event)] = (listener: Listener) => {
        subscribed.add(listener);
        return () => subscribed.delete(listener);
      };
      emitters[event] = (payload) => {
        const parsed = schema.parse(payload);
        for (const listener of subscribed) listener(parsed);
      };
    }
    bridge[group] = functions;
    events[group] = emitters;
  }
  return { bridge: bridge as IpcBridge<T>, calls, events: events as IpcEvents<T> };
};

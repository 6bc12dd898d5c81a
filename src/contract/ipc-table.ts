import type { z } from 'zod';
import type { Result } from './problem.ts';

/**
 * One table describes the border between window and main process; both ends, the fakes and the tests are
 * derived from it, so that they cannot drift.
 *
 * A call takes one argument (`input`; use `z.void()` for none) and gives one value (`output`). A call with
 * `takesFiles: true` is given Files by the page; the preload turns each into the path the main process sees, so
 * its `input` is a schema of strings and no path ever reaches the page. An event is a message from main to window.
 */
export type IpcCall = {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly takesFiles?: true;
};

export type IpcGroup = {
  readonly calls: Readonly<Record<string, IpcCall>>;
  readonly events?: Readonly<Record<string, z.ZodType>>;
};

export type IpcTable = Readonly<Record<string, IpcGroup>>;

/** Keeps the literal types of a table; the only way to make one. */
export const defineIpc = <const T extends IpcTable>(table: T): T => table;

export const callChannel = (group: string, call: string): string => `call:${group}.${call}`;

export const eventChannel = (group: string, event: string): string => `event:${group}.${event}`;

/** `progress` -> `onProgress`: how the page subscribes to an event. */
export const listenerName = (event: string): string =>
  `on${event.slice(0, 1).toUpperCase()}${event.slice(1)}`;

/** The table without its schemas: all the preload is told. */
export type IpcNames = Readonly<
  Record<
    string,
    { readonly calls: Readonly<Record<string, 'value' | 'files'>>; readonly events: readonly string[] }
  >
>;

export const namesOf = (table: IpcTable): IpcNames =>
  Object.fromEntries(
    Object.entries(table).map(([group, { calls, events }]) => [
      group,
      {
        calls: Object.fromEntries(
          Object.entries(calls).map(
            ([call, { takesFiles }]) => [call, takesFiles ? 'files' : 'value'] as const,
          ),
        ),
        events: Object.keys(events ?? {}),
      },
    ]),
  );

type Calls<G extends IpcGroup> = G['calls'];
type Events<G extends IpcGroup> =
  G['events'] extends Readonly<Record<string, z.ZodType>> ? G['events'] : Record<never, never>;

/** What the page hands over; files for calls that take them, else what the schema accepts. */
type PageInput<C extends IpcCall> = C extends { readonly takesFiles: true }
  ? readonly IpcFile[]
  : z.input<C['input']>;

/** A DOM File, without needing the DOM's types here. */
export type IpcFile = { readonly name: string; readonly size: number };

/** Optional argument when the schema accepts nothing. */
type Argument<T> = undefined extends T ? [input?: T] : [input: T];

/** `window.app`: `app.<group>.<call>(input)` and `app.<group>.on<Event>(listener)`, which gives the unsubscribe. */
export type IpcBridge<T extends IpcTable> = {
  readonly [G in keyof T]: {
    readonly [C in keyof Calls<T[G]>]: (
      ...input: Argument<PageInput<Calls<T[G]>[C]>>
    ) => Promise<Result<z.output<Calls<T[G]>[C]['output']>>>;
  } & {
    readonly [E in keyof Events<T[G]> & string as `on${Capitalize<E>}`]: (
      listener: (payload: z.output<Events<T[G]>[E]>) => void,
    ) => () => void;
  };
};

/** Who called: the id of the window's web contents, for dialogs that belong to it. */
export type IpcCaller = { readonly windowId: number };

/** The main side: every call of the table must be given. Arguments arrive parsed; results are parsed on the way out. */
export type IpcHandlers<T extends IpcTable> = {
  readonly [G in keyof T]: {
    readonly [C in keyof Calls<T[G]>]: (
      input: z.output<Calls<T[G]>[C]['input']>,
      caller: IpcCaller,
    ) => Promise<Result<z.input<Calls<T[G]>[C]['output']>>> | Result<z.input<Calls<T[G]>[C]['output']>>;
  };
};

/** The main side's way to speak first: `events.<group>.<event>(payload)` reaches every open window. */
export type IpcEvents<T extends IpcTable> = {
  readonly [G in keyof T]: {
    readonly [E in keyof Events<T[G]> & string]: (payload: z.input<Events<T[G]>[E]>) => void;
  };
};

import { callChannel, type IpcCaller, type IpcHandlers, type IpcTable } from './ipc-table.ts';
import { fail, problemSchema, type Result } from './problem.ts';

/** Told about bugs at the border; nothing of them but the kind reaches the page. */
export type ReportBug = (where: string, error: unknown) => void;

type UntypedHandler = (input: unknown, caller: IpcCaller) => unknown;

/** Names come from the page: inherited properties such as `constructor` are not calls. */
const own = <V>(record: Readonly<Record<string, V>> | undefined, name: string): V | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

/** What the page learns of a bug at the border: that there was one. The log has the rest. */
const bug = (message: string): Result<never> =>
  fail('bug', message, 'Close the program and start it again; your case is kept.');

/**
 * The one path every call takes, in the real main process and in the fakes alike: parse the argument, run the
 * handler, parse the result. Whatever does not parse, and whatever throws, is a problem of kind `bug`, reported.
 */
export const createAnswer = <T extends IpcTable>(
  table: T,
  handlers: IpcHandlers<T>,
  reportBug: ReportBug,
) => {
  return async (group: string, call: string, input: unknown, caller: IpcCaller): Promise<Result<unknown>> => {
    const where = callChannel(group, call);
    const definition = own(own(table, group)?.calls, call);
    const handler = own(own(handlers as Record<string, Record<string, UntypedHandler>>, group), call);
    if (definition === undefined || handler === undefined)
      return bug('The window asked for something this program does not know.');
    const argument = definition.input.safeParse(input);
    if (!argument.success) {
      reportBug(where, argument.error);
      return bug('The window sent something this program does not understand.');
    }
    try {
      const result = (await handler(argument.data, caller)) as Result<unknown>;
      if (!result.ok) return { ok: false, problem: problemSchema.parse(result.problem) };
      return { ok: true, value: definition.output.parse(result.value) };
    } catch (error) {
      reportBug(where, error);
      return bug('Something in this program went wrong.');
    }
  };
};

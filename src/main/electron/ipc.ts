import { BrowserWindow, ipcMain } from 'electron';
import { createAnswer, type ReportBug } from '../../contract/ipc-answer.ts';
import {
  callChannel,
  eventChannel,
  type IpcEvents,
  type IpcHandlers,
  type IpcTable,
} from '../../contract/ipc-table.ts';
import { fail } from '../../contract/problem.ts';
import { isTrusted } from './trusted-sender.ts';

/** Answers every call of the table: sender check, parse, handler, parse. The only use of ipcMain. */
export const answerCalls = <T extends IpcTable>(
  table: T,
  handlers: IpcHandlers<T>,
  reportBug: ReportBug,
): void => {
  const answer = createAnswer(table, handlers, reportBug);
  for (const [group, { calls }] of Object.entries(table)) {
    for (const call of Object.keys(calls)) {
      const channel = callChannel(group, call);
      ipcMain.handle(channel, (event, input: unknown) => {
        if (!isTrusted(event)) {
          reportBug(channel, new Error('a stranger called'));
          return fail('bug', 'A stranger called.', 'Close the program and start it again.');
        }
        return answer(group, call, input, { windowId: event.sender.id });
      });
    }
  }
};

/** The other direction: each event is parsed and goes to every open window. */
export const createEvents = <T extends IpcTable>(table: T): IpcEvents<T> => {
  const events: Record<string, Record<string, (payload: unknown) => void>> = {};
  for (const [group, definition] of Object.entries(table)) {
    const emitters: Record<string, (payload: unknown) => void> = {};
    for (const [event, schema] of Object.entries(definition.events ?? {})) {
      emitters[event] = (payload) => {
        const parsed = schema.parse(payload);
        for (const window of BrowserWindow.getAllWindows()) {
          window.webContents.send(eventChannel(group, event), parsed);
        }
      };
    }
    events[group] = emitters;
  }
  return events as IpcEvents<T>;
};

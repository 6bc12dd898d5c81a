import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, eventChannel, type IpcNames, listenerName } from '../contract/ipc-table.ts';
import { pathsOfFiles } from './path-of-file.ts';

/** Put here by the build from the one table; the preload knows names and no schemas. */
declare const __IPC_NAMES__: IpcNames;

const app: Record<string, Record<string, unknown>> = {};
for (const [group, { calls, events }] of Object.entries(__IPC_NAMES__)) {
  const functions: Record<string, unknown> = {};
  for (const [call, kind] of Object.entries(calls)) {
    functions[call] = (input: unknown) =>
      ipcRenderer.invoke(callChannel(group, call), kind === 'files' ? pathsOfFiles(input) : input);
  }
  for (const event of events) {
    functions[listenerName(event)] = (listener: (payload: unknown) => void) => {
      const forward = (_event: unknown, payload: unknown) => listener(payload);
      ipcRenderer.on(eventChannel(group, event), forward);
      return () => ipcRenderer.off(eventChannel(group, event), forward);
    };
  }
  app[group] = functions;
}
contextBridge.exposeInMainWorld('app', app);

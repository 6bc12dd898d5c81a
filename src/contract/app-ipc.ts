import { z } from 'zod';
import { defineIpc, type IpcBridge, type IpcEvents, type IpcHandlers } from './ipc-table.ts';

export const appInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32']),
  /** Something about this runtime the user should know, e.g. that it runs without Chromium's sandbox. */
  runtimeNote: z.enum(['none', 'no-sandbox', 'older-electron']),
});

export type AppInfo = z.infer<typeof appInfo>;

/** Everything the window may ask of the main process, and everything the main process may tell the window. */
export const appIpc = defineIpc({
  app: {
    calls: {
      info: { input: z.void(), output: appInfo },
    },
  },
});

export type AppBridge = IpcBridge<typeof appIpc>;
export type AppHandlers = IpcHandlers<typeof appIpc>;
export type AppEvents = IpcEvents<typeof appIpc>;

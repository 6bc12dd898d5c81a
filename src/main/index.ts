import { type App, createApp } from './app.ts';
import { readAppInfo } from './electron/app-info.ts';
import { createElectronApp } from './electron/create-electron-app.ts';
import { createElectronPorts } from './electron/electron-ports.ts';

let app: App | undefined;

createElectronApp({
  createHandlers: (shell) => {
    app = createApp(createElectronPorts(shell), shell.events, readAppInfo());
    return app.handlers;
  },
  reportBug: (where, error) => console.error(`bug at ${where}:`, error),
  close: async () => app?.close(),
});

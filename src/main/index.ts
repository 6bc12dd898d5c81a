import { readAppInfo } from './electron/app-info.ts';
import { createElectronApp } from './electron/create-electron-app.ts';

createElectronApp({
  createHandlers: () => ({ app: { info: () => ({ ok: true, value: readAppInfo() }) } }),
  reportBug: (where, error) => console.error(`bug at ${where}:`, error),
});

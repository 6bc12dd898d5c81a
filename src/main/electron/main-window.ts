import { join } from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import { APP_PAGE } from './app-protocol.ts';
import { denyNavigation } from './deny-navigation.ts';
import { trust } from './trusted-sender.ts';

/** One window, sandboxed in all three forms (Electron recommendations 2, 3 and 4). */
export const openMainWindow = (outFolder: string): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 640,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#101418' : '#f7f9fa',
    webPreferences: {
      preload: join(outFolder, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  trust(window.webContents);
  denyNavigation(window.webContents);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(APP_PAGE);
  return window;
};

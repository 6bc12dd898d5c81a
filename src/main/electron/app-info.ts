import { app } from 'electron';
import type { AppInfo } from '../../contract/app-ipc.ts';

/** The Electron the product is written for; an older one works but says so. */
const EXPECTED_ELECTRON = 45;

export const readAppInfo = (): AppInfo => {
  const { electron, chrome } = process.versions;
  const sandboxOff = app.commandLine.hasSwitch('no-sandbox');
  const older = Number.parseInt(electron ?? '0', 10) < EXPECTED_ELECTRON;
  return {
    version: app.getVersion(),
    electron: electron ?? '',
    chrome: chrome ?? '',
    platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    runtimeNote: sandboxOff ? 'no-sandbox' : older ? 'older-electron' : 'none',
  };
};

import { homedir, hostname, release, userInfo } from 'node:os';
import { app } from 'electron';
import type { Ports } from '../ports.ts';
import type { ElectronShell } from './create-electron-app.ts';
import { createDialogs } from './dialogs.ts';
import { createStartAnalysis } from './start-analysis.ts';

/** The outside world as the services see it when they run in the window's main process. */
export const createElectronPorts = ({
  userDataFolder,
  resourcesFolder,
  programFolder,
}: ElectronShell): Ports => ({
  now: () => new Date(),
  random: Math.random,
  userDataFolder,
  resourcesFolder,
  product: { name: app.getName(), version: app.getVersion() },
  system: {
    platform: process.platform,
    release: release(),
    runtime: `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}, Node ${process.versions.node}`,
  },
  names: { userName: userInfo().username, hostName: hostname(), homeFolder: homedir() },
  dialogs: createDialogs(),
  startAnalysis: createStartAnalysis(programFolder, resourcesFolder),
});

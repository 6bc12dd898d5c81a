import { join } from 'node:path';
import { app, type BrowserWindow, session } from 'electron';
import { type AppEvents, type AppHandlers, appIpc } from '../../contract/app-ipc.ts';
import type { ReportBug } from '../../contract/ipc-answer.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { denyNavigation } from './deny-navigation.ts';
import { denyNetwork } from './deny-network.ts';
import { denyPermissions } from './deny-permissions.ts';
import { answerCalls, createEvents } from './ipc.ts';
import { openMainWindow } from './main-window.ts';
import { setMenu } from './menu.ts';

/** What the product gets from Electron once it is ready. Paths are absolute. */
export type ElectronShell = {
  readonly events: AppEvents;
  /** Per-user folder that outlives the program. */
  readonly userDataFolder: string;
  /** Shipped read-only data: practice capture, playbooks, weights. */
  readonly resourcesFolder: string;
  /** Where the bundled workers lie, next to the main program. */
  readonly programFolder: string;
  /** The broker, outside of the archive because plain Node runs it. */
  readonly brokerFile: string;
  /** The command line, outside of it for the same reason. */
  readonly cliFile: string;
};

export type ElectronAppOptions = {
  /** Called once, when Electron is ready and before the window opens. */
  readonly createHandlers: (shell: ElectronShell) => AppHandlers | Promise<AppHandlers>;
  /** Bugs, for the log; expected failures never come here. */
  readonly reportBug: ReportBug;
  /** Called once on the way out; the program waits for it. */
  readonly close?: () => Promise<void>;
};

/** Composes the shell: one instance, one window, every door closed that the product does not use. */
export const createElectronApp = (options: ElectronAppOptions): void => {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerAppScheme();
  // Root has no sandbox to give; forcing it there breaks every child process.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  let window: BrowserWindow | undefined;
  app.on('second-instance', () => {
    if (window === undefined || window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('web-contents-created', (_event, contents) => denyNavigation(contents));
  app.on('window-all-closed', () => app.quit());
  closeBeforeQuit(options.close);
  app
    .whenReady()
    .then(async () => {
      window = await open(options);
    })
    .catch((error: unknown) => {
      options.reportBug('start', error);
      app.exit(1);
    });
};

const open = async ({ createHandlers, reportBug }: ElectronAppOptions): Promise<BrowserWindow> => {
  const outFolder = join(__dirname, '..');
  denyPermissions(session.defaultSession);
  denyNetwork(session.defaultSession);
  serveApp(join(outFolder, 'renderer'));
  setMenu(process.platform);
  const shell: ElectronShell = {
    events: createEvents(appIpc),
    userDataFolder: app.getPath('userData'),
    resourcesFolder: app.isPackaged
      ? join(process.resourcesPath, 'resources')
      : join(app.getAppPath(), 'resources'),
    programFolder: __dirname,
    brokerFile: app.isPackaged
      ? join(process.resourcesPath, 'broker', 'broker.cjs')
      : join(outFolder, 'broker', 'broker.cjs'),
    cliFile: app.isPackaged
      ? join(process.resourcesPath, 'cli', 'cli.cjs')
      : join(outFolder, 'cli', 'cli.cjs'),
  };
  answerCalls(appIpc, await createHandlers(shell), reportBug);
  return openMainWindow(outFolder);
};

const closeBeforeQuit = (close: ElectronAppOptions['close']): void => {
  if (close === undefined) return;
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closed = true;
    void close().finally(() => app.quit());
  });
};

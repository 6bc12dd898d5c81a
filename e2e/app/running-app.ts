import { type ChildProcess, spawn } from 'node:child_process';
import {
  _electron,
  type Browser,
  chromium,
  type ElectronApplication,
  errors,
  type Page,
} from '@playwright/test';
import { needsOrdinaryUser } from './ordinary-user.ts';
import type { Stage } from './stage.ts';

export type RunningApp = {
  readonly page: Page;
  /** The main process, for dialogs and windows. Absent for the packaged program, which allows no inspector. */
  readonly electron: ElectronApplication | undefined;
  readonly pid: number;
  readonly userDataDir: string;
  /** Everything the main process printed so far. */
  readonly output: () => string;
  /** Ends it as closing the window would, and waits until it is gone. */
  readonly close: () => Promise<void>;
  /** kill -9, and waits until it is gone: what a crash looks like. */
  readonly kill: () => Promise<void>;
};

export type StartOptions = {
  readonly userDataDir: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly packaged: boolean;
};

const START_LIMIT_MS = 30_000;

const environment = (options: StartOptions): Record<string, string> => {
  const inherited = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^(npm_|E2E_|NODE_)/.test(name),
  );
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    // There is no session bus in a test; without this Chromium looks for one.
    ...(process.platform === 'linux' && { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }),
    ...(needsOrdinaryUser() && { HOME: options.userDataDir }),
    // A killed Chromium leaves its socket folder behind; this one goes with the user data.
    ...(process.platform === 'linux' && { TMPDIR: options.userDataDir }),
    ...options.env,
  };
};

const collect = (child: ChildProcess): (() => string) => {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  return () => text;
};

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/**
 * Playwright's driver attached to the program. Given a program of our own it cannot hold the window back until it has
 * attached, and on a busy machine (once in 40 starts beside three busy loops) it attaches in the middle of the page's
 * first navigation, misses that, and waits for it for ever. That attachment alone is made a second time, and says so. A
 * program that does not open its window is not helped by it: `firstWindow` is never asked twice.
 */
const attach = async (stage: Stage, options: StartOptions): Promise<ElectronApplication> => {
  const launch = (): Promise<ElectronApplication> =>
    _electron.launch({
      executablePath: stage.executable,
      args: [...stage.args, `--user-data-dir=${options.userDataDir}`, ...options.args],
      env: environment(options),
      cwd: stage.folder,
      chromiumSandbox: true,
      artifactsDir: stage.folder,
      timeout: START_LIMIT_MS,
    });
  try {
    return await launch();
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    console.log('      the driver did not get hold of the program in 30 s; starting it a second time');
    return launch();
  }
};

/** Starts the built sources through Playwright's Electron driver. */
export const startWindow = async (stage: Stage, options: StartOptions): Promise<RunningApp> => {
  const electron = await attach(stage, options);
  const child = electron.process();
  const output = collect(child);
  const page = await electron.firstWindow({ timeout: START_LIMIT_MS });
  return {
    page,
    electron,
    pid: child.pid ?? 0,
    userDataDir: options.userDataDir,
    output,
    close: async () => {
      await electron.close();
      await ended(child);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
};

/** Starts the packaged program, whose fuses forbid the inspector, and talks to its window alone. */
export const startPackaged = async (stage: Stage, options: StartOptions): Promise<RunningApp> => {
  if (!stage.packagedExecutable) throw new Error('there is no packaged program: run "npm run pack" first');
  const child = spawn(
    stage.packagedExecutable,
    ['--remote-debugging-port=0', `--user-data-dir=${options.userDataDir}`, ...options.args],
    { env: environment(options), cwd: stage.folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = collect(child);
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended(child);
  };
  let browser: Browser;
  try {
    const address = await debuggerAddress(child, output);
    // Electron has one browser context and does not let Playwright set its defaults.
    browser = await chromium.connectOverCDP(address, { noDefaults: true, isLocal: true });
  } catch (error) {
    await stop('SIGKILL');
    throw error;
  }
  const context = browser.contexts()[0];
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page', { timeout: START_LIMIT_MS }));
  if (page === undefined) throw new Error('the packaged program opened no window');
  return {
    page,
    electron: undefined,
    pid: child.pid ?? 0,
    userDataDir: options.userDataDir,
    output,
    close: () => stop('SIGTERM'),
    kill: () => stop('SIGKILL'),
  };
};

/** Chromium says on its error output where its debugger listens. The file it also writes may be of an earlier run. */
const debuggerAddress = async (child: ChildProcess, output: () => string): Promise<string> => {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const address = output().match(/DevTools listening on (ws:\S+)/)?.[1];
    if (address) return address;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the packaged program did not start:\n${output()}`);
};

/**
 * Starts the program without a driver and waits until it ends by itself, as a second start does: a driver would
 * still be asking questions while it leaves.
 *
 * @returns its exit code, or undefined when it was still there after the limit and had to be ended
 */
export const runUntilItLeaves = async (stage: Stage, options: StartOptions): Promise<number | undefined> => {
  const args = [...stage.args, `--user-data-dir=${options.userDataDir}`, ...options.args];
  const child = spawn(stage.executable, args, {
    env: environment(options),
    cwd: stage.folder,
    stdio: 'ignore',
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  await ended(child);
  clearTimeout(limit);
  return child.exitCode ?? undefined;
};

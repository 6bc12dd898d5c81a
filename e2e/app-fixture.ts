import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test as base } from '@playwright/test';
import { giveToOrdinaryUser } from './app/ordinary-user.ts';
import {
  type RunningApp,
  runUntilItLeaves,
  type StartOptions,
  startPackaged,
  startWindow,
} from './app/running-app.ts';
import type { Stage } from './app/stage.ts';

export { expect } from '@playwright/test';
export type { RunningApp };

const stage = (): Stage => JSON.parse(process.env.E2E_STAGE ?? '{}') as Stage;

export type AppFixtures = {
  /** Starts the program; on fresh user data unless told which. Whatever still runs at the end is ended by its pid. */
  readonly launch: (options?: Partial<StartOptions>) => Promise<RunningApp>;
  /** Starts the program again on user data that are in use; gives the exit code of that second start. */
  readonly startAgain: (userDataDir: string) => Promise<number | undefined>;
  /** A new folder the window may read and write, removed after the test. */
  readonly newFolder: () => string;
  /** A copy of a file where the window may read it; for fixtures the program opens. */
  readonly giveFile: (path: string) => string;
};

export const test = base.extend<AppFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures used from the pattern
  newFolder: async ({}, use) => {
    const folders: string[] = [];
    await use(() => {
      const folder = mkdtempSync(join(stage().folder, 'test-'));
      giveToOrdinaryUser(folder);
      folders.push(folder);
      return folder;
    });
    for (const folder of folders)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  },
  giveFile: async ({ newFolder }, use) => {
    await use((path) => {
      const copy = join(newFolder(), basename(path));
      copyFileSync(path, copy);
      giveToOrdinaryUser(copy);
      return copy;
    });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures used from the pattern
  startAgain: async ({}, use) => {
    await use((userDataDir) =>
      runUntilItLeaves(stage(), { userDataDir, args: [], env: {}, packaged: false }),
    );
  },
  launch: async ({ newFolder }, use, testInfo) => {
    const running: RunningApp[] = [];
    const packaged = testInfo.project.name === 'packaged';
    await use(async (options = {}) => {
      const start = (options.packaged ?? packaged) ? startPackaged : startWindow;
      const full: StartOptions = {
        userDataDir: options.userDataDir ?? newFolder(),
        args: [],
        env: {},
        packaged,
        ...options,
      };
      const app = await start(stage(), full);
      running.push(app);
      return app;
    });
    for (const app of running) {
      const failed = testInfo.status !== testInfo.expectedStatus;
      if (failed && isAlive(app.pid) && !app.page.isClosed()) {
        const body = await app.page.screenshot().catch(() => undefined);
        if (body) await testInfo.attach('window', { body, contentType: 'image/png' });
      }
      if (failed) await testInfo.attach('output', { body: app.output(), contentType: 'text/plain' });
      if (isAlive(app.pid)) await app.kill();
    }
  },
});

/** True while the process exists and is no zombie. */
export const isAlive = (pid: number): boolean => {
  if (process.platform === 'linux' && !existsSync(`/proc/${pid}`)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';
import type { RunningApp } from '../app/running-app.ts';
import { setWindowSize } from '../app/window-size.ts';

export type Look = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly textPercent: number;
  readonly colorScheme: 'light' | 'dark';
  readonly forcedColors: 'none' | 'active';
};

/** Every state is taken in each of these. Text at 200 % is the page zoomed, as the View menu does it. */
export const LOOKS: readonly Look[] = [
  { name: 'light', width: 1280, height: 800, textPercent: 100, colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', width: 1280, height: 800, textPercent: 100, colorScheme: 'dark', forcedColors: 'none' },
  {
    name: 'forced-colours',
    width: 1280,
    height: 800,
    textPercent: 100,
    colorScheme: 'dark',
    forcedColors: 'active',
  },
  { name: 'text-200', width: 960, height: 640, textPercent: 200, colorScheme: 'light', forcedColors: 'none' },
];

/** Where the pictures go; git ignores it. */
export const shotFile = (state: string, look: string): string =>
  join(projectFolder, 'shots', `${state}.${look}.png`);

/** Makes the window look like that and waits until it is painted so. */
export const wear = async (app: RunningApp, look: Look): Promise<void> => {
  const { colorScheme, forcedColors } = look;
  await app.page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
  await setWindowSize(app, look.width, look.height, look.textPercent);
  await app.page.evaluate(async () => {
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
};

/** What the window really shows, zoom included; Playwright's own screenshot does not know Electron's zoom. */
const capture = async ({ electron }: RunningApp): Promise<Buffer> => {
  const base64 = await electron?.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return image?.toPNG().toString('base64');
  });
  if (!base64) throw new Error('the window gave no picture');
  return Buffer.from(base64, 'base64');
};

/** Pictures of the state the window is in now, in every look; it is left in the first one. */
export const takeShots = async (app: RunningApp, state: string): Promise<void> => {
  for (const look of LOOKS) {
    await wear(app, look);
    const file = shotFile(state, look.name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await capture(app));
  }
  const [first] = LOOKS;
  if (first) await wear(app, first);
};

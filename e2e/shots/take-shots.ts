import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from '@playwright/test';
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

export const LIGHT: Look = {
  name: 'light',
  width: 1280,
  height: 800,
  textPercent: 100,
  colorScheme: 'light',
  forcedColors: 'none',
};

/** Every state is taken in each of these. Text at 200 % is the page zoomed, as the View menu does it. */
export const LOOKS: readonly Look[] = [
  LIGHT,
  { ...LIGHT, name: 'dark', colorScheme: 'dark' },
  { ...LIGHT, name: 'forced-colours', colorScheme: 'dark', forcedColors: 'active' },
  { ...LIGHT, name: 'text-200', width: 960, height: 640, textPercent: 200 },
];

/** Where the pictures go; git ignores it. */
export const shotFile = (state: string, look: string): string =>
  join(projectFolder, 'shots', `${state}.${look}.png`);

/** Makes the window look like that and waits until it is painted so. */
const wear = async (app: RunningApp, look: Look): Promise<void> => {
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

/** Brings what a picture is about into view, or the beginning of the step. */
const show = async ({ page }: RunningApp, at: Locator | undefined): Promise<void> => {
  if (at) await at.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  else
    await page.evaluate(() => {
      document.querySelector('.frame')?.scrollTo(0, 0);
      document.querySelector('main')?.scrollTo(0, 0);
    });
};

/** One picture of the state the window is in now. */
export const takeShot = async (app: RunningApp, look: Look, file: string, at?: Locator): Promise<void> => {
  await wear(app, look);
  await show(app, at);
  await app.page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await capture(app));
};

/** Pictures of the state the window is in now, in every look; it is left in the first one. */
export const takeShots = async (app: RunningApp, state: string, at?: Locator): Promise<void> => {
  for (const look of LOOKS) await takeShot(app, look, shotFile(state, look.name), at);
  await wear(app, LIGHT);
};

const PAPER: Look = { ...LIGHT, name: 'document', width: 1000, height: 1180 };
const MOST_SHEETS = 6;

/** The report page alone, sheet by sheet, as somebody sees it who opens the file from the zip. */
export const takeReportDocument = async (app: RunningApp): Promise<void> => {
  await wear(app, PAPER);
  const preview = app.page.getByRole('region', { name: 'report.html', exact: true });
  const heightPx = await preview.evaluate((element) => {
    Object.assign(element.style, { position: 'fixed', inset: '0', maxHeight: 'none', zIndex: '9' });
    return element.scrollHeight;
  });
  const sheets = Math.min(MOST_SHEETS, Math.ceil(heightPx / PAPER.height));
  for (let sheet = 0; sheet < sheets; sheet += 1) {
    await preview.evaluate((element, top) => element.scrollTo(0, top), sheet * (PAPER.height - 40));
    await app.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))),
    );
    writeFileSync(shotFile('report-document', `sheet-${sheet + 1}`), await capture(app));
  }
  await preview.evaluate((element) => element.removeAttribute('style'));
  await wear(app, LIGHT);
};

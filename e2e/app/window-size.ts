import type { RunningApp } from './running-app.ts';

/** Sets the window's content size in pixels and its zoom, as dragging its edge and the View menu do. */
export const setWindowSize = async (
  { electron, page }: RunningApp,
  width: number,
  height: number,
  textPercent = 100,
): Promise<void> => {
  await electron?.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(size.width, size.height);
      window?.webContents.setZoomFactor(size.textPercent / 100);
    },
    { width, height, textPercent },
  );
  await page.waitForFunction(
    (expected) => Math.abs(window.innerWidth - expected) <= 2,
    Math.round((width * 100) / textPercent),
  );
};

import { callChannel } from '../../src/contract/ipc-table.ts';
import type { RunningApp } from './running-app.ts';

/** Lets the window believe that it runs on another system, as far as its words and drawings go. */
export const pretendPlatform = async (
  { electron, page }: RunningApp,
  platform: 'darwin' | 'win32',
): Promise<void> => {
  const info = await page.evaluate(() => window.app.app.info());
  const answer = info.ok ? { ok: true, value: { ...info.value, platform } } : info;
  await electron?.evaluate(
    ({ ipcMain }, { channel, given }) => {
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, () => given);
    },
    { channel: callChannel('app', 'info'), given: answer },
  );
  await page.reload();
};

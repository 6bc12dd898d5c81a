import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { Dialogs } from '../ports.ts';

const CAPTURES = { name: 'Captures', extensions: ['pcap', 'pcapng', 'cap', 'gz', 'zst'] };
const EVERYTHING = { name: 'All files', extensions: ['*'] };

/** Sheets of our window where there is one; Electron's dialogs float otherwise. */
const owner = (): BrowserWindow[] => BrowserWindow.getAllWindows().slice(0, 1);

export const createDialogs = (): Dialogs => ({
  openCapture: async () => {
    const options = { properties: ['openFile' as const], filters: [CAPTURES, EVERYTHING] };
    const [window] = owner();
    const { canceled, filePaths } = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  },
  saveReport: async (suggestedName) => {
    const options = {
      defaultPath: join(app.getPath('documents'), suggestedName),
      filters: [{ name: 'Report', extensions: ['zip'] }],
    };
    const [window] = owner();
    const { canceled, filePath } = await (window
      ? dialog.showSaveDialog(window, options)
      : dialog.showSaveDialog(options));
    return canceled || !filePath ? null : filePath;
  },
});

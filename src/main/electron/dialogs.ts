import { BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from 'electron';
import type { Dialogs } from '../ports.ts';

const CAPTURES = {
  title: 'Open a packet capture',
  properties: ['openFile' as const, 'multiSelections' as const],
  filters: [
    { name: 'Packet captures', extensions: ['pcap', 'pcapng', 'cap', 'dmp', 'gz', 'zst'] },
    { name: 'All files', extensions: ['*'] },
  ],
};

const REPORTS = {
  title: 'Take in a case from a report',
  properties: ['openFile' as const],
  filters: [
    { name: 'Saved reports', extensions: ['zip', 'json'] },
    { name: 'All files', extensions: ['*'] },
  ],
};

async function askWhich(what: OpenDialogOptions): Promise<readonly string[]> {
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, what)
    : dialog.showOpenDialog(what));
  return canceled ? [] : filePaths;
}

/** The system's own file dialogs, in front of our window; paths stay on this side of the border. */
export const createDialogs = (): Dialogs => ({
  openCaptures: () => askWhich(CAPTURES),
  openReport: async () => (await askWhich(REPORTS))[0] ?? null,
  saveReport: (suggestedName) =>
    askWhere(
      'Save the report',
      suggestedName,
      suggestedName.endsWith('.pdf')
        ? { name: 'PDF document', extensions: ['pdf'] }
        : { name: 'Zip archive', extensions: ['zip'] },
    ),
  saveLetter: (suggestedName) =>
    askWhere(
      'Save the letter',
      suggestedName,
      suggestedName.endsWith('.eml')
        ? { name: 'Mail', extensions: ['eml'] }
        : { name: 'Text', extensions: ['txt'] },
    ),
});

async function askWhere(title: string, defaultPath: string, filter: FileFilter): Promise<string | null> {
  const options = { title, defaultPath, filters: [filter] };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled || !filePath ? null : filePath;
}

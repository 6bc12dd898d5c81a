import { dialog } from 'electron';
import type { Dialogs } from '../ports.ts';

/** The system's own file dialogs; paths stay on this side of the border. */
export function createDialogs(): Dialogs {
  return {
    openCapture: async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: 'Open a packet capture',
        properties: ['openFile'],
        filters: [
          { name: 'Packet captures', extensions: ['pcap', 'pcapng', 'cap', 'dmp', 'gz', 'zst'] },
          { name: 'All files', extensions: ['*'] },
        ],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    saveReport: async (suggestedName) => {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: 'Save the report',
        defaultPath: suggestedName,
        filters: [{ name: 'Zip archive', extensions: ['zip'] }],
      });
      return canceled || !filePath ? null : filePath;
    },
  };
}

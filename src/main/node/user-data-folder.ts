import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the desktop program keeps its cases: Electron's own rule for `userData`, so that the command line finds them. */
export function defaultUserDataFolder(productName: string): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  if (process.platform === 'win32')
    return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), productName);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', productName);
  return join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), productName);
}

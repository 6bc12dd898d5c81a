import { homedir } from 'node:os';
import { join } from 'node:path';
import { PRODUCT_NAME } from '../../core/words/product-name.ts';

/** Where the desktop program keeps its cases: Electron's own rule for `userData`, so that the command line finds them. */
export function defaultUserDataFolder(): string {
  const { APPDATA, XDG_CONFIG_HOME } = process.env;
  if (process.platform === 'win32')
    return join(APPDATA ?? join(homedir(), 'AppData', 'Roaming'), PRODUCT_NAME);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', PRODUCT_NAME);
  return join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), PRODUCT_NAME);
}

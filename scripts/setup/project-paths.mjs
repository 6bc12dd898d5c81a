import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
export const modulesFolder = join(projectFolder, 'node_modules');
export const cacheFolder = join(modulesFolder, '.cache', 'reset-doctor');

/** Which Electron runs here: written by the set-up, read by start, the tests and the packager. */
export const runtimeRecord = join(cacheFolder, 'electron-runtime.json');

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppHandlers } from '../../contract/app-ipc.ts';
import { succeed } from '../../contract/problem.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../contract/settings.ts';
import { replaceFile } from '../node/replace-file.ts';
import { problemFromSystem } from '../node/system-problem.ts';

/** Settings in one small file. A damaged one is worth nothing to anybody, so it is replaced by the defaults. */
export function createSettingsStore(userDataFolder: string): AppHandlers['settings'] {
  const path = join(userDataFolder, 'settings.json');
  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch(() => '');
      try {
        return succeed(settingsSchema.parse(JSON.parse(text)));
      } catch {
        return succeed(DEFAULT_SETTINGS);
      }
    },
    write: async (settings) => {
      try {
        await mkdir(userDataFolder, { recursive: true });
        await replaceFile(path, JSON.stringify(settings));
        return succeed(settings);
      } catch (error) {
        return problemFromSystem(error, path);
      }
    },
  };
}

import { webUtils } from 'electron';

/**
 * The path behind a dropped or chosen File, or '' for one a script made up. Electron 32 moved it from the File
 * to webUtils; the older way is for the runtime that stands in where the real one cannot be fetched.
 */
export const pathOfFile = (file: unknown): string => {
  if (typeof webUtils?.getPathForFile === 'function') {
    return webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]);
  }
  const { path } = (file ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : '';
};

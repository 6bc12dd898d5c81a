import { webUtils } from 'electron';

/**
 * The path behind a dropped or chosen File, or '' for one a script made up. Electron 32 moved it from the File
 * to webUtils; the older way is for the runtime that stands in where the real one cannot be fetched.
 */
const pathOfFile = (file: unknown): string => {
  // A page can make up an object with a path; it cannot make up a File that has one.
  if (!(file instanceof File)) return '';
  if (typeof webUtils?.getPathForFile === 'function') {
    return webUtils.getPathForFile(file as unknown as Parameters<typeof webUtils.getPathForFile>[0]);
  }
  const { path } = file as { readonly path?: unknown };
  return typeof path === 'string' ? path : '';
};

/** What is no list is no files. */
export const pathsOfFiles = (files: unknown): string[] => (Array.isArray(files) ? files.map(pathOfFile) : []);

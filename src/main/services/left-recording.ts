import { readdir, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isPcapngFile, joinRing } from '../node/capture-file.ts';

/** Says in a file's name that nobody closed it: found again when the program died meanwhile. */
export const PARTIAL = '.partial';
/** Instead of it: the user does not want to be offered it. */
const ASIDE = '.aside';

async function newest(folder: string, endings: readonly string[]): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  const last = names
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .sort()
    .at(-1);
  return last === undefined ? null : join(folder, last);
}

/** @returns the path of the newest recording in this folder that nobody closed, or null */
export const findPartial = (folder: string): Promise<string | null> => newest(folder, [PARTIAL]);

/** Like `findPartial`, those that were set aside included. */
export const findLeft = (folder: string): Promise<string | null> => newest(folder, [PARTIAL, ASIDE]);

export const setAside = (path: string): Promise<void> => rename(path, path.slice(0, -PARTIAL.length) + ASIDE);

/** Gives a recording its name for good, that of the format it is in, and makes one file of a ring. @returns its path */
export async function takeUp(path: string): Promise<string> {
  await joinRing(path);
  const plain = path.replace(/\.(partial|aside)$/, '').replace(/\.pcap$/, '');
  const whole = plain + ((await isPcapngFile(path)) ? '.pcapng' : '.pcap');
  await rename(path, whole);
  return whole;
}

/** When the recording began: from its name, or where that was changed, from the file system. */
export async function startOf(path: string): Promise<string> {
  const named = /^capture-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/.exec(basename(path));
  const text = named === null ? '' : `${named[1]}T${named[2]}:${named[3]}:${named[4]}.${named[5]}Z`;
  return Number.isNaN(Date.parse(text)) ? (await stat(path)).birthtime.toISOString() : text;
}

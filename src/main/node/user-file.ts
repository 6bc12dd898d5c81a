import { mkdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HostsFileResult } from '../../hosts-file/hosts-file-trouble.ts';
import { readHostsFile, sha256Of } from '../../hosts-file/read-hosts-file.ts';
import { writeHostsFile } from '../../hosts-file/write-hosts-file.ts';
import { replaceFile } from './replace-file.ts';

/** A configuration file of the user's, which need not be there yet. Links are followed. */
export interface UserFile {
  readonly path: string;
  /** Null: there is none. */
  readonly bytes: Uint8Array | null;
}

export function readUserFile(path: string): HostsFileResult<UserFile> {
  const read = readHostsFile(path);
  if (read.ok) return { ok: true, value: { path: read.value.path, bytes: read.value.bytes } };
  return read.kind === 'absent' ? { ok: true, value: { path, bytes: null } } : read;
}

export interface WrittenUserFile {
  /** The folder did not exist and was made. */
  readonly folderMade: boolean;
}

/**
 * Replaces the file, if it still is what was read, by the writer of the hosts file: owner, mode and links stay. A file
 * that was not there is made with the mode given, in a folder for the user alone.
 */
export async function writeUserFile(
  { path, bytes }: UserFile,
  next: Uint8Array,
  newMode: number,
): Promise<HostsFileResult<WrittenUserFile>> {
  if (bytes !== null) {
    const written = writeHostsFile({ path, expectedSha256: sha256Of(bytes), next });
    return written.ok ? { ok: true, value: { folderMade: false } } : written;
  }
  try {
    const first = await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    if ((await readFile(path).catch(() => null)) !== null)
      return { ok: false, kind: 'changed-meanwhile', detail: 'The file was made meanwhile.' };
    await replaceFile(path, next, newMode);
    return { ok: true, value: { folderMade: first !== undefined } };
  } catch (error) {
    return { ok: false, kind: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Takes away a file that we made, and its folder when that was ours too and is empty. */
export async function removeUserFile(path: string, folderToo: boolean): Promise<void> {
  await rm(path, { force: true });
  if (folderToo) await rmdir(dirname(path)).catch(() => {});
}

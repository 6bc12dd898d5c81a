import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256Of } from '../../hosts-file/read-hosts-file.ts';
import { replaceFile } from '../node/replace-file.ts';

/** What an override of the user's own configuration was made of, so that it can be taken off without a trace. */
const recordSchema = z.object({
  schema: z.literal('user-override/1'),
  path: z.string(),
  address: z.string(),
  madeAt: z.string(),
  expiresAt: z.string(),
  /** The file was there before; a copy of it lies beside this record. */
  existed: z.boolean(),
  folderMade: z.boolean(),
  backup: z.string().nullable(),
  sha256After: z.string(),
});

export type UserOverrideRecord = z.infer<typeof recordSchema>;
type Way = 'git' | 'ssh';

const fileOf = (dataFolder: string, way: Way): string => join(dataFolder, 'overrides', `${way}.json`);

/** @returns null also when the record is not one of ours: the override is then taken off without it */
export async function readRecord(dataFolder: string, way: Way): Promise<UserOverrideRecord | null> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(fileOf(dataFolder, way), 'utf8')));
  } catch {
    return null;
  }
}

export async function writeRecord(dataFolder: string, way: Way, record: UserOverrideRecord): Promise<void> {
  await mkdir(join(dataFolder, 'overrides'), { recursive: true, mode: 0o700 });
  await replaceFile(fileOf(dataFolder, way), `${JSON.stringify(record)}\n`);
}

export const dropRecord = (dataFolder: string, way: Way): Promise<void> =>
  rm(fileOf(dataFolder, way), { force: true });

/** One copy of the file as it was, readable by its owner alone, named by its digest. */
export async function backUpUserFile(dataFolder: string, way: Way, bytes: Uint8Array): Promise<string> {
  const folder = join(dataFolder, 'backups');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${way}-${sha256Of(bytes).slice(0, 16)}`);
  await replaceFile(path, bytes);
  return path;
}

/**
 * What the file was before, when nobody has written it since; null otherwise, or when the copy is gone.
 * `absent`: there was none.
 */
export async function bytesBefore(
  record: UserOverrideRecord | null,
  path: string,
  current: Uint8Array,
): Promise<Uint8Array | 'absent' | null> {
  if (record === null || record.path !== path || record.sha256After !== sha256Of(current)) return null;
  if (!record.existed) return 'absent';
  return record.backup === null ? null : await readFile(record.backup).catch(() => null);
}

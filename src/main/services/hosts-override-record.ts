import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OverrideState } from '../../contract/workaround.ts';
import { entriesLost } from '../../core/hosts/entries-lost.ts';
import { replaceFile } from '../node/replace-file.ts';

/** That this program put a block into this system's hosts file, so that its vanishing is noticed. */
const recordSchema = z.object({
  schema: z.literal('hosts-override/1'),
  id: z.string(),
  madeAt: z.string(),
  expiresAt: z.string(),
  /** Copy of the file as it was before; absolute. */
  backup: z.string(),
});

const fileIn = (dataFolder: string): string => join(dataFolder, 'overrides', 'hosts.json');

type Block = Pick<NonNullable<NonNullable<OverrideState['hosts']>['block']>, 'id' | 'madeAt' | 'expiresAt'>;

/** Remembers the block as it now stands in the file; without one, that there is none to miss. */
export async function noteHostsOverride(
  dataFolder: string,
  block: Block | null,
  backup: string | null,
): Promise<void> {
  if (block === null || backup === null) {
    await rm(fileIn(dataFolder), { force: true });
    return;
  }
  const { id, madeAt, expiresAt } = block;
  await mkdir(join(dataFolder, 'overrides'), { recursive: true, mode: 0o700 });
  const record = { schema: 'hosts-override/1', id, madeAt, expiresAt, backup };
  await replaceFile(fileIn(dataFolder), `${JSON.stringify(record)}\n`);
}

/**
 * What was remembered and is not in the file any more; null when nothing is missed, also when its time is over: then
 * whoever took it off did what was meant. Reads only.
 *
 * @param bytes the hosts file as it is
 */
export async function findVanished(
  dataFolder: string,
  bytes: Uint8Array,
  hasBlock: boolean,
  now: Date,
): Promise<OverrideState['vanished']> {
  if (hasBlock) return null;
  try {
    const { madeAt, expiresAt, backup } = recordSchema.parse(
      JSON.parse(await readFile(fileIn(dataFolder), 'utf8')),
    );
    if (Date.parse(expiresAt) <= now.getTime()) return null;
    const before = await readFile(backup).catch(() => null);
    return { madeAt, expiresAt, backup, othersLost: before === null ? 0 : entriesLost(before, bytes) };
  } catch {
    return null;
  }
}

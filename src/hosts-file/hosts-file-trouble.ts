import type { z } from 'zod';
import type { hostsTroubleSchema } from '../contract/broker.ts';

/** Why a hosts file could not be read or written, as a value; the words are made where a person reads them. */
export type HostsFileTroubleKind = z.infer<typeof hostsTroubleSchema>;

export type HostsFileResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly kind: HostsFileTroubleKind; readonly detail: string };

type Trouble = Extract<HostsFileResult<never>, { ok: false }>;
export const trouble = (kind: HostsFileTroubleKind, detail: string): Trouble => ({ ok: false, kind, detail });

const CODES: Readonly<Record<string, HostsFileTroubleKind>> = {
  ENOENT: 'absent',
  ENOTDIR: 'absent',
  EACCES: 'no-permission',
  EROFS: 'read-only-disk',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EBUSY: 'in-use',
  EISDIR: 'not-a-file',
};

/** @param mayEverything whether this process has administrator rights: then EPERM means a flag on the file, not a lack of rights */
export function troubleFrom(error: unknown, mayEverything: boolean): Trouble {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  if (code === 'EPERM') return trouble(mayEverything ? 'immutable' : 'no-permission', message);
  return trouble(CODES[code] ?? 'failed', message);
}

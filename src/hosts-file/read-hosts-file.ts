import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import { type HostsFileResult, trouble, troubleFrom } from './hosts-file-trouble.ts';

export interface HostsFileContent {
  /** The real file: links followed. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** No resolver reads such a file in sensible time; reading stops before memory does. */
const MOST_BYTES = 16 * 1024 * 1024;
/** Systems that build their files from a description keep them here; what is written there is lost or refused. */
const STORES = /^\/(nix\/store|gnu\/store|run\/current-system)\//;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Reads the file a resolver would read. Links are followed; one into a system's read-only store is said, not written. */
export function readHostsFile(path: string): HostsFileResult<HostsFileContent> {
  try {
    const real = realpathSync(path);
    const info = lstatSync(real);
    if (!info.isFile()) return trouble('not-a-file', `${real} is no regular file`);
    if (info.size > MOST_BYTES) return trouble('too-large', `${info.size} bytes`);
    if (STORES.test(real)) return trouble('managed-elsewhere', real);
    const bytes = readFileSync(real);
    return { ok: true, value: { path: real, bytes, sha256: sha256Of(bytes) } };
  } catch (error) {
    return troubleFrom(error, false);
  }
}

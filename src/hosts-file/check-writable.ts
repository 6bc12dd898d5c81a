import { accessSync, constants, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { type HostsFileResult, troubleFrom } from './hosts-file-trouble.ts';

/**
 * Whether writing the file can succeed at all, asked before anything else is done for it: the folder must take a new
 * file, or where it does not, the file itself must be writable (a file mounted into a container).
 */
export function checkWritable(path: string): HostsFileResult<null> {
  try {
    const real = realpathSync(path);
    try {
      accessSync(dirname(real), constants.W_OK);
    } catch {
      accessSync(real, constants.W_OK);
    }
    return { ok: true, value: null };
  } catch (error) {
    return troubleFrom(error, false);
  }
}

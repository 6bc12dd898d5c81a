import { basename } from 'node:path';
import { fail, type Problem } from '../../contract/problem.ts';

/** Words for what the operating system refused. Unknown codes keep their name so that support can look them up. */
export function problemFromSystem(error: unknown, path: string): { ok: false; problem: Problem } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const name = basename(path);
  switch (code) {
    case 'ENOENT':
      return fail('not-found', `There is no file ${name} at that place.`, 'Check the name and the folder.');
    case 'EACCES':
    case 'EPERM':
      return fail(
        'no-permission',
        `You have no permission to open ${name}.`,
        'A capture made with sudo belongs to root; give it to yourself first: sudo chown "$USER" FILE',
      );
    case 'EISDIR':
      return fail('not-readable', `${name} is a folder, not a file.`, 'Name the file itself.');
    case 'ENOSPC':
    case 'EDQUOT':
      return fail(
        'disk-full',
        `The disk is full, so ${name} could not be written.`,
        'Free some space, or choose another folder; nothing was lost.',
      );
    case 'EROFS':
      return fail(
        'no-permission',
        `${name} cannot be written: that disk is read-only.`,
        'Choose another folder; nothing was lost.',
      );
    default:
      if (code === '') throw error;
      return fail(
        'not-readable',
        `${name} could not be used (${code}).`,
        'Try a copy of it in your home folder.',
      );
  }
}

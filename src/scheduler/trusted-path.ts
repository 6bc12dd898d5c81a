import type { Stats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, win32 } from 'node:path';

/** Whether a file may be given rights; `why` says what speaks against it. */
export type Trust = { readonly kind: 'trusted' } | { readonly kind: 'untrusted'; readonly why: string };

/** What the check needs of the file system; links are not followed by `lstat`. */
export interface PathFacts {
  lstat(path: string): Promise<Pick<Stats, 'uid' | 'mode' | 'isSymbolicLink'>>;
  realpath(path: string): Promise<string>;
}

const systemFacts: PathFacts = { lstat, realpath };

/** Where Windows lets only administrators write; programs installed for all users lie there. */
const WINDOWS_PROGRAMS = 'c:\\program files\\';

/**
 * Whether only an administrator can have put this file there: otherwise asking for rights would hand them to whoever
 * can exchange it. Looks at every component of the path and of what it leads to. Access lists are not looked at.
 */
export async function checkTrustedPath(
  path: string,
  platform: string = process.platform,
  facts: PathFacts = systemFacts,
): Promise<Trust> {
  const untrusted = (why: string): Trust => ({ kind: 'untrusted', why });
  if (platform === 'win32') {
    const isThere = win32.normalize(path).toLowerCase().startsWith(WINDOWS_PROGRAMS);
    return isThere ? { kind: 'trusted' } : untrusted(`${path} lies outside of C:\\Program Files`);
  }
  if (!isAbsolute(path)) return untrusted(`${path} depends on where the program was started`);
  try {
    for (const way of new Set([path, await facts.realpath(path)]))
      for (const at of componentsOf(way)) {
        const entry = await facts.lstat(at);
        if (entry.uid !== 0) return untrusted(`${at} does not belong to root`);
        if (!entry.isSymbolicLink() && (entry.mode & 0o022) !== 0)
          return untrusted(`${at} can be written by others than root`);
      }
    return { kind: 'trusted' };
  } catch (error) {
    return untrusted(`${path} cannot be checked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function componentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...componentsOf(parent), path];
}

/** The first of several paths that is not to be trusted decides. */
export async function checkTrustedPaths(paths: readonly string[]): Promise<Trust> {
  for (const path of paths) {
    const trust = await checkTrustedPath(path);
    if (trust.kind === 'untrusted') return trust;
  }
  return { kind: 'trusted' };
}

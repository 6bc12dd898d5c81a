import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Debian's user for programs that own nothing; needs no account of our own. */
const NOBODY = 65534;

/** Chromium refuses its sandbox to root, so a suite that runs as root runs the window as somebody else. */
export const needsOrdinaryUser = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

const AS_NOBODY = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];

/** The words that start a program as the user who runs the window. */
export const asOrdinaryUser = (words: readonly string[]): string[] =>
  needsOrdinaryUser() ? ['setpriv', ...AS_NOBODY, ...words] : [...words];

/** True when the user who will run the window can read that file. */
export const canOrdinaryUserRead = (path: string): boolean =>
  spawnSync('setpriv', [...AS_NOBODY, 'test', '-r', path]).status === 0;

/** Hands a file or a whole folder to the user who runs the window; does nothing for an ordinary user. */
export const giveToOrdinaryUser = (path: string): void => {
  if (!needsOrdinaryUser()) return;
  chownSync(path, NOBODY, NOBODY);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveToOrdinaryUser(join(path, name));
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A program that becomes `program` as the ordinary user, under the same process id. */
export const writeOrdinaryUserLauncher = (path: string, program: string): void => {
  const command = ['setpriv', ...AS_NOBODY, program].map(quoted).join(' ');
  writeFileSync(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(path, 0o755);
};

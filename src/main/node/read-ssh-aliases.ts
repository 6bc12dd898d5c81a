import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { sshSetting } from '../../core/hosts/ssh-settings.ts';
import { readSshHostNames } from '../../core/workaround/ssh-host-names.ts';
import type { AskSsh } from './ask-ssh.ts';

/** ssh itself follows that many (MAX_INCLUDE_DEPTH is 16 in readconf.c); people have one or two. */
const DEEPEST = 4;
/** ssh is asked about each, one program start a name. */
const MOST_NAMES = 40;

/** Names of the user's own that ssh takes for one of `names`, as ssh itself says. Reads only. */
export async function readSshAliases(
  configFile: string,
  names: readonly string[],
  askSsh: AskSsh,
): Promise<{ alias: string; name: string }[]> {
  const found: { alias: string; name: string }[] = [];
  for (const alias of namesIn(configFile, dirname(configFile), 0).slice(0, MOST_NAMES)) {
    if (names.includes(alias)) continue;
    const settings = await askSsh(alias);
    const name = settings === null ? null : sshSetting(settings, 'hostname');
    if (name !== null && names.includes(name)) found.push({ alias, name });
  }
  return found;
}

function namesIn(file: string, folder: string, depth: number): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const { hosts, includes } = readSshHostNames(text);
  const more = depth === DEEPEST ? [] : includes.flatMap((include) => filesOf(include, folder));
  return [...new Set([...hosts, ...more.flatMap((path) => namesIn(path, folder, depth + 1))])];
}

/** A relative one lies beside the user's configuration; `*` and `?` are understood in the last part (glob(7)). */
function filesOf(include: string, folder: string): string[] {
  const path = include.replace(/^~(?=\/)/, homedir());
  const whole = isAbsolute(path) ? path : join(folder, path);
  const last = basename(whole);
  if (!/[*?]/.test(last)) return [whole];
  const pattern = new RegExp(
    `^${last
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  try {
    return readdirSync(dirname(whole))
      .filter((name) => pattern.test(name) && !name.startsWith('.'))
      .sort()
      .map((name) => join(dirname(whole), name));
  } catch {
    return [];
  }
}

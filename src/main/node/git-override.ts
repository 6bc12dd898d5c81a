import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Runs git with the user's own configuration; arguments only, never a shell. Not in a repository with settings of its own. */
function git(words: readonly string[]): Promise<{ code: number; output: string }> {
  const options = { timeout: 15_000, windowsHide: true, encoding: 'utf8', cwd: homedir() } as const;
  return new Promise((resolve) => {
    execFile('git', [...words], options, (error, stdout) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 127) : 0;
      resolve({ code, output: stdout });
    });
  });
}

/** `http.<url>.curloptResolve` came with git 2.37 (git commit 511cfd3). */
export const knowsResolve = (versionText: string): boolean => {
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(versionText) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 37);
};

const keyFor = (name: string): string => `http.https://${name}.curloptResolve`;
const valueFor = (name: string, address: string): string => `${name}:443:${address}`;

/** Only values of this shape are ours to take off; anything else in that key is the user's. */
const ours = (name: string, addresses: readonly string[]): string[] =>
  addresses.map((address) => valueFor(name, address));

export interface GitOverride {
  readonly name: string;
  readonly address: string;
}

export interface GitState {
  readonly version: string | null;
  readonly canResolve: boolean;
  /** Overrides to one of the addresses given that stand in the user's own configuration. */
  readonly overrides: readonly GitOverride[];
}

export async function readGitState(
  names: readonly string[],
  addresses: readonly string[],
): Promise<GitState> {
  const asked = await git(['--version']);
  if (asked.code !== 0) return { version: null, canResolve: false, overrides: [] };
  const version = asked.output.trim().replace(/^git version /, '');
  const overrides: GitOverride[] = [];
  for (const name of names) {
    const { output } = await git(['config', '--global', '--get-all', keyFor(name)]);
    for (const line of output.split('\n'))
      if (ours(name, addresses).includes(line.trim()))
        overrides.push({ name, address: line.trim().split(':').slice(2).join(':') });
  }
  return { version, canResolve: knowsResolve(version), overrides };
}

/** The file `git config --global` writes (git-config(1), FILES): the second place only when it alone is there. */
export function gitConfigFile(): string {
  const { GIT_CONFIG_GLOBAL, HOME, XDG_CONFIG_HOME } = process.env;
  if (GIT_CONFIG_GLOBAL) return GIT_CONFIG_GLOBAL;
  const home = HOME || homedir();
  const usual = join(home, '.gitconfig');
  const other = join(XDG_CONFIG_HOME || join(home, '.config'), 'git', 'config');
  return !existsSync(usual) && existsSync(other) ? other : usual;
}

/** Whether git, with all its configuration, would send that host of the service to the address. */
export async function gitUses({ name, address }: GitOverride): Promise<boolean> {
  const { output } = await git(['config', '--get-urlmatch', 'http.curloptResolve', `https://${name}/`]);
  return output.split('\n').some((line) => line.trim() === valueFor(name, address));
}

/** Lets git add the override to a file of its format. @returns whether git could */
export async function addToGitFile(file: string, { name, address }: GitOverride): Promise<boolean> {
  const { code } = await git(['config', '--file', file, '--add', keyFor(name), valueFor(name, address)]);
  return code === 0;
}

/** Takes exactly what {@link addToGitFile} wrote out of the file; other values of the key stay. */
export async function removeFromGitFile(file: string, { name, address }: GitOverride): Promise<boolean> {
  const inFile = ['config', '--file', file];
  const pattern = `^${valueFor(name, address).replaceAll('.', '\\.')}$`;
  const { code } = await git([...inFile, '--unset-all', keyFor(name), pattern]);
  if (code !== 0) return false;
  // An emptied section header is what older git leaves; a file that is as before has none.
  const section = `^http\\.https://${name.replaceAll('.', '\\.')}\\.`;
  const { output } = await git([...inFile, '--get-regexp', section]);
  if (output.trim() === '') await git([...inFile, '--remove-section', `http.https://${name}`]);
  return true;
}

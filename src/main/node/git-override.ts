import { execFile } from 'node:child_process';

/** Runs git with the user's own configuration; arguments only, never a shell. */
function git(words: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile('git', [...words], { timeout: 15_000, windowsHide: true, encoding: 'utf8' }, (error, stdout) => {
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

/** @returns whether git now reports the override as in effect for that address of the service */
export async function setGitOverride({ name, address }: GitOverride): Promise<boolean> {
  await git(['config', '--global', '--add', keyFor(name), valueFor(name, address)]);
  const { output } = await git(['config', '--get-urlmatch', 'http.curloptResolve', `https://${name}/`]);
  return output.split('\n').some((line) => line.trim() === valueFor(name, address));
}

/** Takes off exactly what {@link setGitOverride} wrote; other values of the key stay. */
export async function removeGitOverride({ name, address }: GitOverride): Promise<boolean> {
  const pattern = `^${valueFor(name, address).replaceAll('.', '\\.')}$`;
  const { code } = await git(['config', '--global', '--unset-all', keyFor(name), pattern]);
  if (code !== 0) return false;
  // An emptied section header is what git leaves; a file that is as before has none.
  const { output } = await git([
    'config',
    '--global',
    '--get-regexp',
    `^http\\.https://${name.replaceAll('.', '\\.')}\\.`,
  ]);
  if (output.trim() === '') await git(['config', '--global', '--remove-section', `http.https://${name}`]);
  return true;
}

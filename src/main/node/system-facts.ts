import { homedir, hostname, release, userInfo } from 'node:os';
import type { Ports } from '../ports.ts';

/** What this machine calls itself and its user: the words the masks must find. */
export function privateNames(): Ports['names'] {
  let userName = '';
  try {
    userName = userInfo().username;
  } catch {
    // A user id without an entry in the password file has no name to hide.
  }
  return { userName, hostName: hostname(), homeFolder: homedir() };
}

export function systemFacts(runtime: string): Ports['system'] {
  const names: Readonly<Record<string, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };
  return { platform: names[process.platform] ?? process.platform, release: release(), runtime };
}

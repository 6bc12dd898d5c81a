import type { BrokerProgram } from './launch-child.ts';

/** Letters, digits and what paths need; nothing that a shell on any of the systems gives a meaning inside quotes. */
const HARMLESS = /^[\w./\\: -]+$/;

/**
 * The one line that goes to the system's prompt: fixed words around three paths. On Linux a shell of the user and one
 * of root read it, on macOS a shell script, on Windows a batch file, so a path with anything unusual in it is refused.
 *
 * @returns null when one of the paths cannot be passed on safely
 */
export function promptCommand(
  platform: string,
  { runtime, broker }: BrokerProgram,
  bootstrapFolder: string,
): string | null {
  const paths = [runtime, broker, bootstrapFolder];
  if (!paths.every((path) => HARMLESS.test(path) && !path.endsWith('\\') && !path.startsWith('-')))
    return null;
  const quoted = paths.map((path) => `"${path}"`).join(' ');
  // Electron's program then runs as plain Node; what the user's environment wants of Node is not passed on.
  return platform === 'win32'
    ? `set "NODE_OPTIONS=" & set "ELECTRON_RUN_AS_NODE=1" & ${quoted}`
    : `/usr/bin/env -u NODE_OPTIONS ELECTRON_RUN_AS_NODE=1 ${quoted}`;
}

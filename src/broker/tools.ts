import { lstatSync, realpathSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { dirname } from 'node:path';
import { type FoundTool, toolPaths } from '../core/live-capture/tool-paths.ts';
import { toolSurroundings } from '../core/live-capture/tool-surroundings.ts';

const isWindows = process.platform === 'win32';

export const SURROUNDINGS = toolSurroundings(process.platform);

/** The capturing programs that are here and that nobody but root can have put here. */
export const findTools = (): readonly FoundTool[] =>
  toolPaths(process.platform, windowsBuild())
    .map(([tool, program]) => ({ tool, program }))
    .filter(({ program }) => isUsable(program));

export function isUsable(program: string): boolean {
  try {
    if (!statSync(program).isFile()) return false;
    return isWindows || (belongsToRoot(program) && belongsToRoot(realpathSync(program)));
  } catch {
    return false;
  }
}

/** Every component owned by root and writable by root alone; a link's own mode says nothing. */
function belongsToRoot(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    const entry = lstatSync(at);
    if (entry.uid !== 0 || (!entry.isSymbolicLink() && (entry.mode & 0o022) !== 0)) return false;
    if (at === dirname(at)) return true;
  }
}

/** The third part of `10.0.22631`. */
export const windowsBuild = (): number => Number(release().split('.')[2] ?? 0) || 0;

import { lstatSync, realpathSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { dirname } from 'node:path';
import type { CaptureTool } from '../contract/broker.ts';
import { toolPaths } from '../core/live-capture/tool-paths.ts';

const isWindows = process.platform === 'win32';

/** A tool's environment: nothing of whoever started us reaches it. */
export const CLEAN_ENVIRONMENT: Readonly<Record<string, string>> = isWindows
  ? { SystemRoot: 'C:\\Windows', PATH: 'C:\\Windows\\System32', ProgramData: 'C:\\ProgramData' }
  : { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', LANG: 'C' };

/** Belongs to the system, so nobody can put a file of theirs in a tool's way. */
export const SYSTEM_FOLDER = isWindows ? 'C:\\Windows\\System32' : '/';

export interface FoundTool {
  readonly tool: CaptureTool;
  readonly program: string;
}

/** The capturing programs that are here and that nobody but root can have put here. */
export const findTools = (): readonly FoundTool[] =>
  toolPaths(process.platform, windowsBuild())
    .map(([tool, program]) => ({ tool, program }))
    .filter(({ program }) => isUsable(program));

function isUsable(program: string): boolean {
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

import { existsSync } from 'node:fs';
import { win32 } from 'node:path';

/** How the scheduler is to run this program's command line; its words come after `program`. */
export type OwnProgram =
  | {
      readonly kind: 'known';
      readonly program: readonly [program: string, ...files: string[]];
      readonly environment: Readonly<Record<string, string>>;
      /** Everything that will run, and so must be trusted where it runs with rights. */
      readonly files: readonly string[];
    }
  | { readonly kind: 'none'; readonly because: string };

export interface OwnProgramFacts {
  readonly platform: string;
  readonly runtime: string;
  readonly isElectron: boolean;
  /** Mounted for as long as it runs: nothing in it has a lasting place. */
  readonly isAppImage: boolean;
  readonly exists: (path: string) => boolean;
}

const ownFacts = (): OwnProgramFacts => ({
  ...{ platform: process.platform, runtime: process.execPath, exists: existsSync },
  isElectron: process.versions.electron !== undefined,
  isAppImage: process.env.APPIMAGE !== undefined,
});

const none = (because: string): OwnProgram => ({ kind: 'none', because });

/** @param cliFile the command line that belongs to this program */
export function ownProgram(cliFile: string, facts: OwnProgramFacts = ownFacts()): OwnProgram {
  const { platform, runtime, isElectron, isAppImage, exists } = facts;
  if (isAppImage) return none('An AppImage has no lasting place from which the scheduler could run it.');
  if (!exists(cliFile)) return none('The command line, which the scheduler would run, is not installed.');
  if (!isElectron)
    return { kind: 'known', program: [runtime, cliFile], environment: {}, files: [runtime, cliFile] };
  if (platform !== 'win32') {
    const environment = { ELECTRON_RUN_AS_NODE: '1' };
    return { kind: 'known', program: [runtime, cliFile], environment, files: [runtime, cliFile] };
  }
  // A task of Windows has no environment of its own, so the installed launcher sets it.
  const launcher = win32.join(win32.dirname(runtime), 'bitbucket-reset-doctor-cli.cmd');
  if (!exists(launcher)) return none('Only the installed program has what the task scheduler would run.');
  return { kind: 'known', program: [launcher], environment: {}, files: [launcher, runtime, cliFile] };
}

/** Home of the account whose service the system runs; it has none of its own there, and git looks for one. */
export const systemHome = (platform: string = process.platform): string =>
  platform === 'darwin' ? '/var/root' : '/root';

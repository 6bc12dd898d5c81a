import { dirname, join } from 'node:path';
import { revertOrder, untrustedProgram } from './order-revert.ts';
import { ownProgram, systemHome } from './own-program.ts';
import { installTimedRevert, removeTimedRevert, systemScheduler } from './timed-revert.ts';
import { checkTrustedPaths } from './trusted-path.ts';

/**
 * Puts the timed revert of the hosts file into the system's scheduler, and takes it out: `timer.cjs set SECONDS`,
 * `timer.cjs remove`. Run by the broker, with its rights. What will run is the command line beside it, never named
 * from outside; a moment of the next 31 days is all it is told.
 */
const MOST_SECONDS = 31 * 86_400;

interface Answer {
  readonly installed: boolean;
  readonly because: string | null;
}

async function set(seconds: number): Promise<Answer> {
  const program = ownProgram(join(dirname(process.argv[1] ?? ''), '..', 'cli', 'cli.cjs'));
  if (program.kind === 'none') return { installed: false, because: program.because };
  const trust = await checkTrustedPaths(program.files);
  if (trust.kind === 'untrusted') return { installed: false, because: untrustedProgram(trust.why) };
  const order = revertOrder(program, ['hosts'], new Date(seconds * 1000), systemHome());
  const { installed, because } = await installTimedRevert(systemScheduler('system'), order);
  return { installed, because };
}

async function main([verb, text, ...rest]: readonly string[]): Promise<number> {
  if (verb === 'remove' && text === undefined) {
    await removeTimedRevert(systemScheduler('system'));
    return 0;
  }
  const seconds = /^\d{1,12}$/.test(text ?? '') ? Number(text) : 0;
  const ahead = seconds - Date.now() / 1000;
  if (verb !== 'set' || rest.length > 0 || ahead < 0 || ahead > MOST_SECONDS) {
    process.stderr.write('usage: timer.cjs set SECONDS | remove\n');
    return 64;
  }
  process.stdout.write(JSON.stringify(await set(seconds)));
  return 0;
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

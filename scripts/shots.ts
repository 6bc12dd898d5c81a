import { join } from 'node:path';
import { build } from './build.ts';
import { runInherited } from './run-inherited.ts';
import { projectFolder } from './setup/project-paths.mjs';

/**
 * Drives the window through its states and leaves one picture of each in shots/. With `--readme` it makes the one
 * committed picture anew instead, docs/picture.png.
 */
const shots = async (args: readonly string[]): Promise<number> => {
  const readme = args.includes('--readme');
  if (readme) process.env.README_PICTURE = 'yes';
  const chosen = readme ? ['--grep', 'the picture for the README'] : args;
  const built = await build();
  if (built !== 0) return built;
  const playwright = join(projectFolder, 'node_modules', '@playwright', 'test', 'cli.js');
  return runInherited(process.execPath, [playwright, 'test', '-c', 'e2e', '--project=shots', ...chosen], {
    cwd: projectFolder,
  });
};

process.exitCode = await shots(process.argv.slice(2));

import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleBroker, bundleCli, bundleTimer } from './bundle-broker.ts';
import { runInherited } from './run-inherited.ts';
import { projectFolder } from './setup/project-paths.mjs';

const stamp = join(projectFolder, 'out', '.built-from');

/** A digest of everything the build reads: names, sizes and times of the sources. */
const describeSources = (): string => {
  const files = globSync(
    [
      'src/**/*',
      'resources/**/*',
      'electron.vite.config.ts',
      'scripts/bundle-broker.ts',
      'package.json',
      'package-lock.json',
    ],
    {
      cwd: projectFolder,
    },
  );
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(join(projectFolder, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

/** Builds into out/ unless nothing changed since the last build. @returns the exit code of the build */
export const build = async (): Promise<number> => {
  const sources = describeSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) {
    console.log('Build is up to date.');
    return 0;
  }
  const tool = join(projectFolder, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const code = await runInherited(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    cwd: projectFolder,
  });
  if (code !== 0) return code;
  await bundleBroker(join(projectFolder, 'out', 'broker', 'broker.cjs'));
  await bundleTimer(join(projectFolder, 'out', 'broker', 'timer.cjs'));
  await bundleCli(join(projectFolder, 'out', 'cli', 'cli.cjs'));
  writeFileSync(stamp, sources);
  return 0;
};

if (import.meta.main) process.exitCode = await build();

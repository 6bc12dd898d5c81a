import { join } from 'node:path';
import { projectFolder } from '../setup/project-paths.mjs';

/**
 * Bundles a starter of the stand-in with core-js into one file, because it runs where node_modules is out of reach.
 *
 * @param {string} name file name in scripts/electron
 * @param {string} file absolute path of the result
 */
export async function bundleStarter(name, file) {
  // Loaded late: the set-up reads this file before the dependencies are there.
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: join(projectFolder, 'scripts', 'electron', name),
    platform: 'node',
    external: ['electron', /^node:/],
    logLevel: 'silent',
  });
  await bundle.write({ file, format: 'cjs', minify: true });
  await bundle.close();
}

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as buildPackage, type CliOptions } from 'electron-builder';
import { build } from './build.ts';
import { bundleStarter } from './electron/bundle-starter.mjs';
import { ownSandboxHelper, readRuntime } from './setup/electron-runtime.mjs';
import { projectFolder } from './setup/project-paths.mjs';

/**
 * Packs the program: unpacked into dist/ with whichever Electron is here, or, with --installers, the installers
 * of this system (those need Electron itself and electron-builder's tools from the network).
 */
const pack = async (args: readonly string[]): Promise<number> => {
  const installers = args.includes('--installers');
  const runtime = readRuntime();
  if (runtime === undefined) {
    console.error('There is no Electron here: run "npm run setup" and then the same command again.');
    return 1;
  }
  const built = await build();
  if (built !== 0) return built;
  console.log(
    `Packing with Electron ${runtime.version}${runtime.kind === 'stand-in' ? `, standing in for ${runtime.wanted}` : ''}.`,
  );
  const starter = join(projectFolder, 'out', 'stand-in.cjs');
  rmSync(starter, { force: true });
  if (runtime.kind === 'stand-in') await bundleStarter('packed-stand-in-starter.cjs', starter);
  const options: CliOptions = {
    projectDir: projectFolder,
    publish: 'never',
    ...(installers ? {} : { dir: true, [process.arch === 'arm64' ? 'arm64' : 'x64']: true }),
    config: {
      extends: join(projectFolder, 'electron-builder.yml'),
      ...(installers ? {} : { electronDist: runtime.folder, electronVersion: runtime.version }),
      ...(runtime.kind === 'stand-in' && { extraMetadata: { main: 'out/stand-in.cjs' } }),
    },
  };
  await buildPackage(options);
  const dist = join(projectFolder, 'dist');
  for (const name of readdirSync(dist)) if (name.endsWith('-unpacked')) ownSandboxHelper(join(dist, name));
  return 0;
};

process.exitCode = await pack(process.argv.slice(2));

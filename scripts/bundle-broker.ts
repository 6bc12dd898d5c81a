import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { projectFolder } from './setup/project-paths.mjs';

/** One CommonJS file for the oldest Node it may meet. @returns the modules in it */
const bundle = async (
  entry: string,
  file: string,
  define: Record<string, string>,
): Promise<readonly string[]> => {
  const bundled = await rolldown({
    input: join(projectFolder, 'src', entry),
    platform: 'node',
    external: [/^node:/],
    transform: { target: 'node18', define },
    logLevel: 'warn',
  });
  const { output } = await bundled.write({ file, format: 'cjs', minify: false, codeSplitting: false });
  await bundled.close();
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
};

const version = (): string => {
  const described = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return JSON.stringify(described.version);
};

/** The broker and all it needs. @returns the modules in it */
export const bundleBroker = (file: string): Promise<readonly string[]> =>
  bundle('broker/index.ts', file, { __BROKER_VERSION__: version() });

/** What the broker starts to speak with the system's scheduler. @returns the modules in it */
export const bundleTimer = (file: string): Promise<readonly string[]> =>
  bundle('scheduler/index.ts', file, {});

/** The command line, for the Node inside of the installed program. @returns the modules in it */
export const bundleCli = (file: string): Promise<readonly string[]> =>
  bundle('cli/index.ts', file, { __PRODUCT_VERSION__: version() });

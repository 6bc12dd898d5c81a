import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { projectFolder } from './setup/project-paths.mjs';

/** Bundles the broker and all it needs into one CommonJS file for the oldest Node it may meet. @returns the modules in it */
export const bundleBroker = async (file: string): Promise<readonly string[]> => {
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const bundle = await rolldown({
    input: join(projectFolder, 'src', 'broker', 'index.ts'),
    platform: 'node',
    external: [/^node:/],
    transform: { target: 'node18', define: { __BROKER_VERSION__: JSON.stringify(version) } },
    logLevel: 'warn',
  });
  const { output } = await bundle.write({ file, format: 'cjs', minify: false });
  await bundle.close();
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
};

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the product's own files lie: from a checkout two folders up from here, in an installed program beside the
 * bundled command line.
 */
export function productFolders(): {
  readonly resourcesFolder: string;
  readonly packageFile: string;
  readonly brokerFile: string;
} {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const root of [join(here, '..', '..'), join(here, '..'), here]) {
    if (existsSync(join(root, 'resources', 'playbooks')) && existsSync(join(root, 'package.json')))
      return {
        resourcesFolder: join(root, 'resources'),
        packageFile: join(root, 'package.json'),
        brokerFile: brokerIn(root),
      };
  }
  throw new Error('The product’s data files are missing beside the program; install it again.');
}

/** The shipped broker, else the one just built, else its source, which root alone may run. */
function brokerIn(root: string): string {
  const places = [join(root, 'broker', 'broker.cjs'), join(root, 'out', 'broker', 'broker.cjs')];
  return places.find((place) => existsSync(place)) ?? join(root, 'src', 'broker', 'index.ts');
}

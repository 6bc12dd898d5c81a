import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Given by the bundler (scripts/bundle-broker.ts); the sources read package.json, which does not travel along. */
declare const __PRODUCT_VERSION__: string | undefined;

/**
 * Where the product's own files lie: from a checkout two folders up from here, in an installed program beside the
 * bundled command line.
 */
export function productFolders(): {
  readonly resourcesFolder: string;
  readonly version: string;
  readonly brokerFile: string;
} {
  const here = dirname(fileURLToPath(import.meta.url));
  for (const root of [join(here, '..', '..'), join(here, '..'), here]) {
    if (existsSync(join(root, 'resources', 'playbooks')))
      return {
        resourcesFolder: join(root, 'resources'),
        version: typeof __PRODUCT_VERSION__ === 'string' ? __PRODUCT_VERSION__ : readVersion(root),
        brokerFile: brokerIn(root),
      };
  }
  throw new Error('The product’s data files are missing beside the program; install it again.');
}

const readVersion = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;

/** The shipped broker, else the one just built, else its source, which root alone may run. */
function brokerIn(root: string): string {
  const places = [join(root, 'broker', 'broker.cjs'), join(root, 'out', 'broker', 'broker.cjs')];
  return places.find((place) => existsSync(place)) ?? join(root, 'src', 'broker', 'index.ts');
}

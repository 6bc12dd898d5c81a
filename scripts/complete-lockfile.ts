import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completed } from './lockfile.ts';
import { projectFolder } from './setup/project-paths.mjs';

// Run after every change of the dependencies: npm run lockfile.
const file = join(projectFolder, 'package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8'));
writeFileSync(file, `${JSON.stringify({ ...lockfile, packages: completed(lockfile.packages) }, null, 2)}\n`);

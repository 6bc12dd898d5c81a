import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findCrossings } from './layers.ts';
import { projectFolder } from './setup/project-paths.mjs';

/** Fewer modules than this means that the reader understood nothing, not that everything is fine. */
const FEWEST_MODULES = 30;

const folders = ['src', 'e2e', 'bench'].filter((name) => existsSync(join(projectFolder, name)));
const { modules, crossings } = findCrossings(projectFolder, folders);
for (const { rule, from, to } of crossings) console.error(`${rule}: ${from} -> ${to}`);
const understood = modules >= FEWEST_MODULES;
if (!understood) console.error(`only ${modules} modules were read: the check does not see the sources`);
console.log(`${modules} modules read, ${crossings.length} imports cross a wall`);
process.exitCode = crossings.length === 0 && understood ? 0 : 1;

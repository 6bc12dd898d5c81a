import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './setup/project-paths.mjs';
import { COMPILED, compiledModule } from './wasm.ts';

/** Compiles what reads ordinary packets, after a change of `src/wasm` or of the places it works on. */
writeFileSync(join(projectFolder, COMPILED), await compiledModule());

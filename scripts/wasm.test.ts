import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder } from './setup/project-paths.mjs';
import { COMPILED, compiledModule } from './wasm.ts';

test('what reads ordinary packets is compiled from the source that is here', async () => {
  expect(readFileSync(join(projectFolder, COMPILED), 'utf8')).toBe(await compiledModule());
}, 60_000);

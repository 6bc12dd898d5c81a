/** Started by run.ts in namespaces of its own: a permission stage that says yes, then the window's tests. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';
import { makePlaces, startPermissionServices, writeRule } from '../elevation/permission-stage.ts';

const TRUSTED = '/mnt/reset-doctor';

makePlaces();
mkdirSync(TRUSTED, { mode: 0o755 });
writeRule('YES');
await startPermissionServices();
const playwright = join(projectFolder, 'node_modules', '@playwright', 'test', 'cli.js');
const { status } = spawnSync(process.execPath, [playwright, 'test', '-c', 'e2e', '--project=live'], {
  cwd: projectFolder,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, E2E_TRUSTED_FOLDER: TRUSTED },
});
process.exit(status ?? 1);

import { join } from 'node:path';
import { whyNoLab } from '../e2e/lab/network/requirements.ts';
import { projectFolder } from './setup/project-paths.mjs';
import { readPlaywrightCounts, readVitestCounts } from './test/counts.ts';
import { runStages } from './test/run-stages.ts';
import type { Stage } from './test/stage.ts';

const tool = (...path: string[]) => join(projectFolder, 'node_modules', ...path);
const script = (...path: string[]) => join(projectFolder, ...path);

const typeScript = (project: string): Stage => ({
  name: `types ${project}`,
  args: [tool('typescript', 'bin', 'tsc'), '-p', `tsconfig.${project}.json`],
});

const playwright = (name: string, project: string): Stage => ({
  name,
  args: [tool('@playwright', 'test', 'cli.js'), 'test', '-c', 'e2e', `--project=${project}`],
  counts: { variable: 'E2E_JSON', read: readPlaywrightCounts },
  // Some ninety windows one after the other: ten minutes on two idle cores, more on busy ones.
  limitMs: 20 * 60_000,
});

const laboratory: Stage = {
  name: 'lab',
  args: [
    tool('vitest', 'vitest.mjs'),
    'run',
    '--config=vitest.lab.config.ts',
    '--reporter=verbose',
    '--reporter=json',
  ],
  counts: { variable: 'VITEST_JSON', read: readVitestCounts },
};
const noLaboratory = whyNoLab();
/** Puts a bus and a policy of its own in place, which only root can. */
const canCheckElevation = process.platform === 'linux' && process.getuid?.() === 0;

/** The window in a laboratory's client namespace, with the real pkexec: playwright runs inside, so its counts are read here. */
const live: Stage = {
  name: 'e2e live',
  args: [script('e2e', 'live', 'run.ts')],
  counts: { variable: 'E2E_JSON', read: readPlaywrightCounts },
};

const stages: readonly Stage[] = [
  typeScript('core'),
  typeScript('wasm'),
  typeScript('node'),
  typeScript('web'),
  typeScript('e2e'),
  { name: 'lint', args: [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'layers', args: [script('scripts', 'check-layers.ts')] },
  {
    name: 'unit',
    args: [tool('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json'],
    counts: { variable: 'VITEST_JSON', read: readVitestCounts },
  },
  ...(canCheckElevation ? [{ name: 'elevation', args: [script('e2e', 'elevation', 'check.ts')] }] : []),
  { name: 'build', args: [script('scripts', 'build.ts')] },
  playwright('e2e', 'window'),
  ...(canCheckElevation && noLaboratory === null ? [live] : []),
  { name: 'pack', args: [script('scripts', 'pack.ts')] },
  playwright('e2e packaged', 'packaged'),
  ...(noLaboratory === null ? [laboratory] : []),
];

if (noLaboratory !== null) console.log(`The laboratory's checks are left out: ${noLaboratory}`);

process.exitCode = await runStages(stages);

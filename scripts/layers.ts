import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectFolder } from './setup/project-paths.mjs';

export type Crossing = { readonly rule: string; readonly from: string; readonly to: string };
export type LayersResult = { readonly modules: number; readonly crossings: readonly Crossing[] };

type CruiseOutput = {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
};

/**
 * Reads every import under `folders` of the tree at `root` and gives those that cross a wall.
 *
 * @param root absolute folder with `src/` in it
 */
export const findCrossings = (root: string, folders: readonly string[]): LayersResult => {
  const tool = join(projectFolder, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const config = join(projectFolder, '.dependency-cruiser.cjs');
  const run = spawnSync(process.execPath, [tool, '--config', config, '--output-type', 'json', ...folders], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${run.stderr}`);
  const { summary } = JSON.parse(run.stdout) as CruiseOutput;
  return {
    modules: summary.totalCruised,
    crossings: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
};

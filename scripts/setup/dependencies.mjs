import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modulesFolder, projectFolder } from './project-paths.mjs';
import { runTool } from './run-tool.mjs';
import { describeSetUpProblem, requireSpace, SetUpStop, stopBecause } from './set-up-problem.mjs';

/** Measured: 900 MB of dependencies, 450 MB of Electron or its stand-in, and room to unpack. */
const NEEDED_MB = 2000;
const context = { what: 'installing the dependencies', folder: projectFolder };

/** True when every package the lockfile demands on all systems is installed in that very version. */
export function dependenciesAreCurrent() {
  try {
    const wanted = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(modulesFolder, '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

/**
 * npm without a shell: its own script under this Node when npm started us, otherwise the name on PATH.
 *
 * @param {readonly string[]} args
 * @param {Parameters<typeof runTool>[2]} [options]
 */
export function runNpm(args, options) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return runTool(process.execPath, [script, ...args], options);
  return runTool('npm', args, options);
}

/** One small question first: npm itself takes over a minute of retries to say that there is no network. */
async function requireRegistry() {
  const asked = await runNpm(
    ['view', 'node', 'name', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--loglevel=error'],
    {
      cwd: projectFolder,
      timeoutMs: 30_000,
    },
  );
  if (asked.code !== 0 && describeSetUpProblem(asked.output, context).kind === 'no-network')
    stopBecause(asked, context);
}

/** @param {{ step: Function }} progress */
export async function installDependencies(progress) {
  if (dependenciesAreCurrent()) return;
  requireSpace(NEEDED_MB, context);
  await requireRegistry();
  // Windows cannot delete the node.exe that runs this very script, which "npm ci" would try.
  const verb = process.platform === 'win32' && existsSync(modulesFolder) ? ['install', '--no-save'] : ['ci'];
  await progress.step('dependencies from the lockfile (about a minute)', async (onHeartbeat) => {
    const result = await runNpm([...verb, '--loglevel=error', '--no-audit', '--no-fund'], {
      cwd: projectFolder,
      timeoutMs: 15 * 60_000,
      onHeartbeat,
    });
    if (result.code === 127) {
      throw new SetUpStop(
        'npm was not found: install Node.js 20 or newer with npm and run "npm start" again.',
      );
    }
    if (result.code !== 0) stopBecause(result, context);
  });
}

/** The Node 24 of the devDependencies; the scripts themselves are TypeScript and need it. */
export function findNode24() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const bundled = join(modulesFolder, 'node', 'bin', name);
  if (existsSync(bundled)) return bundled;
  return Number.parseInt(process.versions.node, 10) >= 24 ? process.execPath : undefined;
}

/** @param {{ step: Function }} progress @returns {Promise<string>} absolute path of a Node 24 or newer */
export async function requireNode24(progress) {
  const found = findNode24();
  if (found) return found;
  await progress.step('Node 24 for the scripts', async (onHeartbeat) => {
    const result = await runNpm(['rebuild', 'node', '--foreground-scripts', '--ignore-scripts=false'], {
      cwd: projectFolder,
      timeoutMs: 5 * 60_000,
      onHeartbeat,
    });
    if (result.code !== 0) stopBecause(result, { ...context, what: 'fetching Node 24' });
  });
  const fetched = findNode24();
  if (fetched) return fetched;
  throw new SetUpStop(
    'Node 24 could not be fetched from the npm registry: install Node.js 24 from https://nodejs.org and run the same command again.',
  );
}

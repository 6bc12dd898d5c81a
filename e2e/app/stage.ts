import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRuntime } from '../../scripts/setup/electron-runtime.mjs';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';
import { canOrdinaryUserRead, needsOrdinaryUser, writeOrdinaryUserLauncher } from './ordinary-user.ts';

/** What the tests start: `executable` with `args` first. All absolute. */
export type Stage = {
  readonly executable: string;
  readonly args: readonly string[];
  readonly packagedExecutable?: string;
  /** The packaged program itself, where `packagedExecutable` may be a launcher that changes the user first. */
  readonly packagedProgram?: string;
  readonly folder: string;
};

const packagedFolders = ['linux-unpacked', 'linux-arm64-unpacked'];

const findPackaged = (): string | undefined =>
  packagedFolders.map((name) => join(projectFolder, 'dist', name)).find((folder) => existsSync(folder));

/** Keeps owners and the set-user-id bit of Chromium's sandbox helper. */
const copyWithOwners = (from: string, to: string): string => {
  const copy = spawnSync('cp', ['-a', from, to]);
  if (copy.status !== 0) throw new Error(`copying ${from}: ${copy.stderr.toString('utf8')}`);
  return to;
};

/** A folder that only root can write into, so that what lies there may be given rights; everything is copied there. */
const trustedFolder = (): string | undefined => process.env.E2E_TRUSTED_FOLDER;

const inReach = (from: string, probe: string, to: string): string =>
  trustedFolder() === undefined && (!needsOrdinaryUser() || canOrdinaryUserRead(join(from, probe)))
    ? from
    : copyWithOwners(from, to);

/** Makes sure that whoever runs the window can read the program; copies it aside only when that is needed. */
export const prepareStage = (): Stage => {
  const runtime = readRuntime();
  if (runtime === undefined) throw new Error('there is no Electron here yet: run "npm run setup" first');
  const main = join(projectFolder, 'out', 'main', 'index.cjs');
  if (!existsSync(main)) throw new Error('the program is not built yet: run "npm run build" first');
  const folder = mkdtempSync(join(trustedFolder() ?? tmpdir(), 'reset-doctor-e2e-'));
  spawnSync('chmod', ['755', folder]);
  const runtimeFolder = inReach(runtime.folder, 'resources/app/starter.cjs', join(folder, 'electron'));
  const program = runtime.program.replace(runtime.folder, runtimeFolder);
  const app = stageProgram(main, join(folder, 'program'));
  const packaged = findPackaged();
  const packagedFolder = packaged && inReach(packaged, 'resources/app.asar', join(folder, 'packaged'));
  return {
    executable: launcherFor(program, join(folder, 'electron-as-user')),
    args: [app],
    ...(packagedFolder && stagePackaged(packagedFolder, folder)),
    folder,
  };
};

const stagePackaged = (
  packagedFolder: string,
  folder: string,
): Pick<Stage, 'packagedExecutable' | 'packagedProgram'> => {
  const packagedProgram = join(packagedFolder, 'bitbucket-reset-doctor');
  return {
    packagedProgram,
    packagedExecutable: launcherFor(packagedProgram, join(folder, 'packaged-as-user')),
  };
};

const launcherFor = (program: string, launcher: string): string => {
  if (!needsOrdinaryUser()) return program;
  writeOrdinaryUserLauncher(launcher, program);
  return launcher;
};

const stageProgram = (main: string, target: string): string => {
  const isReadable = !needsOrdinaryUser() || canOrdinaryUserRead(main);
  if (trustedFolder() === undefined && isReadable) return projectFolder;
  mkdirSync(target);
  for (const name of ['package.json', 'out', 'resources']) {
    const from = join(projectFolder, name);
    if (existsSync(from)) cpSync(from, join(target, name), { recursive: true });
  }
  spawnSync('chmod', ['-R', 'a+rX', target]);
  return target;
};

export const removeStage = ({ folder }: Stage): void => rmSync(folder, { recursive: true, force: true });

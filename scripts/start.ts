import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { launchCommand } from './electron/launch-command.ts';
import { runInherited } from './run-inherited.ts';
import { readRuntime } from './setup/electron-runtime.mjs';
import { projectFolder } from './setup/project-paths.mjs';

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Verdicts have exit codes of their own (10 to 12); only the codes below 10 and 130 mean that the tool failed. */
const isVerdict = (code: number): boolean => code === 0 || (code >= 10 && code <= 12);

const runPracticeCase = async (): Promise<number> => {
  console.log(
    'There is no display here, so the practice case runs through the command line instead of the window.',
  );
  const cli = join(projectFolder, 'src', 'cli', 'index.ts');
  const capture = join('resources', 'practice', 'practice.pcap');
  const report = 'practice-report.zip';
  for (const needed of [cli, join(projectFolder, capture)]) {
    if (!existsSync(needed)) {
      console.error(`${needed} is missing: get a complete copy of the project and run "npm start" again.`);
      return 1;
    }
  }
  const command = (...args: string[]) =>
    runInherited(process.execPath, [cli, ...args], { cwd: projectFolder });
  const analyzed = await command('analyze', capture);
  if (!isVerdict(analyzed)) return analyzed;
  const reported = await command('report', '--practice', '--out', report);
  if (!isVerdict(reported) || !existsSync(join(projectFolder, report))) {
    console.error('The report could not be written: see the lines above.');
    return reported || 1;
  }
  console.log(`Report written: ${join(projectFolder, report)}`);
  return 0;
};

/** As the system's user database has it; sudo leaves HOME at root's. */
const homeOf = (uid: string): string => {
  const { stdout } = spawnSync('getent', ['passwd', uid], { encoding: 'utf8' });
  return stdout.trim().split(':')[5] ?? '/';
};

const openWindow = async (args: readonly string[]): Promise<number> => {
  const runtime = readRuntime();
  if (runtime === undefined) {
    console.error('There is no Electron here: run "npm run setup" and then "npm start" again.');
    return 1;
  }
  const { program, before, note, env } = launchCommand(runtime.program, {
    platform: process.platform,
    env: process.env,
    homeOf,
    ...(process.getuid && { getuid: process.getuid }),
  });
  if (note) console.log(note);
  return runInherited(program, [...before, projectFolder, ...args], { cwd: projectFolder, env });
};

const start = async (args: readonly string[]): Promise<number> => {
  if (!hasDisplay()) return runPracticeCase();
  const built = await build();
  if (built !== 0) {
    console.error('The program could not be built: see the lines above.');
    return built;
  }
  return openWindow(args);
};

process.exitCode = await start(process.argv.slice(2));

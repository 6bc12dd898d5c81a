import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findNode24, installDependencies, requireNode24 } from './dependencies.mjs';
import { installElectron, readRuntime } from './electron-runtime.mjs';
import { unpackFleetTools } from './fleet-tools.mjs';
import { createProgress } from './progress.mjs';
import { projectFolder } from './project-paths.mjs';
import { describeSetUpProblem, SetUpStop } from './set-up-problem.mjs';
import { installSystemPackages } from './system-packages.mjs';

/** What runs after the set-up, under Node 24. */
const NEXT = {
  start: 'scripts/start.ts',
  test: 'scripts/test.ts',
  pack: 'scripts/pack.ts',
  shots: 'scripts/shots.ts',
  bench: 'bench/run.ts',
  'bench:live': 'bench/live-capture.ts',
  fuzz: 'scripts/fuzz/run.ts',
};

/** @param {string} command */
export async function setUp(command) {
  const progress = createProgress();
  const startedAt = Date.now();
  await installDependencies(progress);
  const node24 = await requireNode24(progress);
  await installSystemPackages(progress, command);
  await unpackFleetTools(progress, command);
  await installElectron(progress, node24);
  const runtime = readRuntime();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  progress.say(`Set-up ready in ${seconds} s: Node ${node24 ? '24' : '?'}, ${nameOf(runtime)}.`);
  return node24;
}

function nameOf(runtime) {
  return runtime?.kind === 'stand-in'
    ? `Electron ${runtime.version} standing in for ${runtime.wanted}`
    : `Electron ${runtime?.version}`;
}

/** Hands over to the real script and ends as it ends. */
function handOver(node24, script, args) {
  const child = spawn(node24, [join(projectFolder, script), ...args], {
    cwd: projectFolder,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
}

/** @param {readonly string[]} args the command (setup, start, test, pack, shots, bench, bench:live, fuzz), then its own arguments */
export async function main([command = 'setup', ...args]) {
  try {
    const node24 = await setUp(command);
    const next = NEXT[command];
    if (next) handOver(node24 ?? findNode24(), next, args);
  } catch (error) {
    const expected = error instanceof SetUpStop;
    const text = expected ? error.details : String(error?.stack ?? error);
    if (text) console.error(text);
    const sentence = expected
      ? error.message
      : describeSetUpProblem(text, { what: 'setting up', folder: projectFolder }).message;
    console.error(sentence);
    process.exit(1);
  }
}

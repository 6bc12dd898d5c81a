import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './project-paths.mjs';
import { runTool } from './run-tool.mjs';

/**
 * Tools that the snippets for fleets are put before and that nobody wants on their machine for it: puppet's package starts
 * an agent that looks for a server. They are Debian's own, unpacked below node_modules and not installed.
 */
const TOOLS = [
  { name: 'kubectl', package: 'kubernetes-client', by: '' },
  { name: 'puppet', package: 'puppet-agent', by: 'ruby ' },
];

/** Where the unpacked tool is started; it need not be there. @param {string} name */
export const fleetTool = (name) => join(projectFolder, 'node_modules', '.cache', 'fleet-tools', name, 'run');

/** Below a root of its own: where its libraries and Ruby's lie (Debian's Ruby packages, dpkg -L). */
const launcher = (root, { name, by }) => `#!/bin/sh
root='${root}'
machine=$(uname -m)-linux-gnu
for folder in "$root"/usr/lib/ruby/vendor_ruby "$root"/usr/lib/ruby/[0-9]* "$root/usr/lib/$machine"/ruby/[0-9]* "$root/usr/lib/$machine"/ruby/vendor_ruby/[0-9]*; do
  [ -d "$folder" ] && RUBYLIB="$RUBYLIB:$folder"
done
export GEM_PATH="$root/usr/share/rubygems-integration/all" RUBYLIB="\${RUBYLIB#:}" LD_LIBRARY_PATH="$root/usr/lib/$machine" PATH="$root/usr/bin:$PATH"
exec ${by}"$root/usr/bin/${name}" "$@"
`;

/**
 * Root on Debian only, for the tests. What cannot be had is said, and its tests are left out.
 *
 * @param {{ step: Function, say: Function }} progress @param {string} command
 */
export async function unpackFleetTools(progress, command) {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  if (command !== 'test' && command !== 'setup') return;
  for (const tool of TOOLS) {
    if (existsSync(fleetTool(tool.name))) continue;
    const why = await progress.step(`${tool.name}, unpacked for the tests`, () => unpack(tool));
    if (why !== null) progress.say(`Without ${tool.name} the tests of its snippet are left out: ${why}`);
  }
}

/** @returns {Promise<string | null>} why not */
async function unpack(tool) {
  const file = fleetTool(tool.name);
  const folder = join(file, '..');
  const root = join(folder, 'root');
  await rm(folder, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const simulate = ['install', '-s', '--no-install-recommends', tool.package];
  let simulated = await runTool('apt-get', simulate);
  if (simulated.code !== 0) {
    await runTool('apt-get', ['update', '-q'], { timeoutMs: 120_000 });
    simulated = await runTool('apt-get', simulate);
  }
  const names = [...simulated.output.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
  if (simulated.code !== 0) return `Debian's ${tool.package} is not to be had here`;
  const sandbox = ['-o', 'APT::Sandbox::User=root'];
  const options = { cwd: folder, timeoutMs: 300_000 };
  const fetched = await runTool('apt-get', [...sandbox, 'download', ...names], options);
  if (fetched.code !== 0) return lastLine(fetched.output);
  for (const name of (await readdir(folder)).filter((one) => one.endsWith('.deb'))) {
    const unpacked = await runTool('dpkg', ['-x', join(folder, name), root]);
    if (unpacked.code !== 0) return lastLine(unpacked.output);
    await rm(join(folder, name));
  }
  await writeFile(`${file}.new`, launcher(root, tool));
  await chmod(`${file}.new`, 0o755);
  await rename(`${file}.new`, file);
  return null;
}

const lastLine = (text) => text.trim().split('\n').at(-1) ?? '';

import { existsSync } from 'node:fs';
import { runTool } from './run-tool.mjs';
import { SetUpStop, stopBecause } from './set-up-problem.mjs';

/** Debian's names; the second name is what newer releases call the same library. */
const WINDOW = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libdrm2'],
  ['libxss1'],
  // Without it Electron shows no message of the system's.
  ['libnotify4'],
];
const TESTS = [
  ['xvfb'],
  ['xauth'],
  ['dbus'],
  ['git'],
  ['openssl'],
  ['curl'],
  ['python3'],
  ['python3-dbus'],
  ['python3-gi'],
  // pdftotext reads back what was printed.
  ['poppler-utils'],
];
/** What the snippets for fleets are put before: 30 MB together. Their tests are left out where these are not. */
const FLEET = [['ansible-core'], ['docker-compose'], ['python3-yaml']];
const LABORATORY = [
  ['iproute2'],
  ['nftables'],
  ['tcpdump'],
  ['conntrack'],
  ['iptables'],
  ['traceroute'],
  ['iputils-ping'],
  ['openssh-client'],
  ['tshark'],
  ['strace'],
  ['dropbear-bin'],
  ['pkexec', 'policykit-1'],
  ['polkitd', 'policykit-1'],
];

/**
 * What a command needs from the system. The laboratory builds network namespaces and so is for root only.
 *
 * @param {'setup' | 'start' | 'test' | string} command
 * @param {boolean} isRoot
 */
export function packagesFor(command, isRoot) {
  if (command === 'start') return WINDOW;
  return isRoot ? [...WINDOW, ...TESTS, ...FLEET, ...LABORATORY] : [...WINDOW, ...TESTS];
}

async function installedAmong(names) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own field syntax
  const { output } = await runTool('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n', ...names]);
  const lines = output.split('\n').filter((line) => line.startsWith('ii'));
  return new Set(lines.map((line) => line.trim().split(/\s+/)[1]));
}

async function availableName(alternatives) {
  for (const name of alternatives) {
    const { code, output } = await runTool('apt-cache', ['policy', name]);
    if (code === 0 && /Candidate: (?!\(none\))/.test(output)) return name;
  }
  return alternatives[0];
}

/** @param {{ step: Function, say: Function }} progress @param {string} command */
export async function installSystemPackages(progress, command) {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return;
  const isRoot = process.getuid?.() === 0;
  const wanted = packagesFor(command, isRoot);
  const installed = await installedAmong(wanted.flat());
  const missing = wanted.filter((alternatives) => !alternatives.some((name) => installed.has(name)));
  if (missing.length === 0) return;
  if (!isRoot) {
    const names = await Promise.all(missing.map(availableName));
    throw new SetUpStop(
      `System packages are missing and only root can install them, so run this and then the same command again: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    );
  }
  await progress.step(`Debian packages: ${missing.map(([name]) => name).join(' ')}`, (onHeartbeat) =>
    installAsRoot(missing, onHeartbeat),
  );
}

async function installAsRoot(missing, onHeartbeat) {
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', DEBCONF_NONINTERACTIVE_SEEN: 'true' },
    timeoutMs: 15 * 60_000,
    onHeartbeat,
  };
  const lockWait = ['-o', 'DPkg::Lock::Timeout=300'];
  const update = await runTool('apt-get', [...lockWait, 'update', '-q'], options);
  const names = await Promise.all(missing.map(availableName));
  const install = await runTool(
    'apt-get',
    [...lockWait, 'install', '-y', '-q', '--no-install-recommends', ...names],
    options,
  );
  if (install.code !== 0) {
    const output = `${update.code === 0 ? '' : update.output}\n${install.output}`;
    stopBecause({ ...install, output }, { what: 'installing Debian packages', folder: '/' });
  }
}

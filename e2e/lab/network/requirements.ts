import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabProblem } from './lab-problem.ts';
import { TOOL_PATH } from './run-tool.ts';

/** Program and the Debian package that brings it. */
const TOOLS: readonly (readonly [string, string])[] = [
  ['ip', 'iproute2'],
  ['nft', 'nftables'],
  ['tcpdump', 'tcpdump'],
  ['conntrack', 'conntrack'],
  ['openssl', 'openssl'],
  ['python3', 'python3'],
  ['traceroute', 'traceroute'],
];

export function hasTool(program: string): boolean {
  return TOOL_PATH.split(':').some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @returns one sentence why the laboratory cannot be built here, or null */
export function whyNoLab(): string | null {
  if (process.platform !== 'linux') return 'The laboratory needs Linux: it is made of network namespaces.';
  if (process.getuid?.() !== 0)
    return 'The laboratory needs root, because it builds network namespaces: run the command again with sudo.';
  const missing = TOOLS.filter(([program]) => !hasTool(program)).map(([, name]) => name);
  if (missing.length > 0)
    return `The laboratory needs some Debian packages: apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (!existsSync('/dev/net/tun'))
    return 'The laboratory needs /dev/net/tun, which this machine does not offer.';
  return null;
}

export function requireLab(): void {
  const reason = whyNoLab();
  if (reason !== null) throw new LabProblem(reason);
}

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { release, version } from 'node:os';
import type { Versions } from '../../core/diagnosis/version-findings.ts';
import { toolVersion, VERSIONED_TOOLS } from '../../core/words/tool-version.ts';

const LIMIT_MS = 3000;

/** Both of its outputs: ssh says its version on standard error. Null when it is not here. */
function ask(program: string, words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { timeout: LIMIT_MS, windowsHide: true, encoding: 'utf8', maxBuffer: 65_536 } as const;
    execFile(program, [...words], options, (error, out, err) => resolve(error ? null : `${out}\n${err}`));
  });
}

/** What the system calls itself: os-release(5), sw_vers, or what Windows says. */
async function systemName(): Promise<string> {
  if (process.platform === 'darwin') {
    const said = await ask('/usr/bin/sw_vers', ['-productVersion']);
    return said === null ? `Darwin ${release()}` : `macOS ${said.trim()}`;
  }
  if (process.platform === 'win32') return `${version()} (${release()})`;
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    const [, name] = /^PRETTY_NAME="?([^"\n]{1,80})/m.exec(text) ?? [];
    return name === undefined ? `Linux ${release()}` : `${name}, kernel ${release()}`;
  } catch {
    return `Linux ${release()}`;
  }
}

/** What a tool says its version is; null when it is not here or does not say. */
export const readToolVersion = async (tool: string, program = tool): Promise<string | null> =>
  toolVersion(tool, (await ask(program, [tool === 'scamper' ? '-v' : '--version'])) ?? '');

/** Versions of what talks to the service, as the user would start it. Nothing leaves this computer. */
export async function readVersions(): Promise<Versions> {
  const tools = Promise.all(VERSIONED_TOOLS.map((tool) => readToolVersion(tool)));
  const [git, ssh, system] = await Promise.all([ask('git', ['--version']), ask('ssh', ['-V']), systemName()]);
  return { git, ssh, system, tools: (await tools).filter((one) => one !== null) };
}

import { networkInterfaces } from 'node:os';
import { runTool } from '../../broker/tool-process.ts';
import { findTools } from '../../broker/tools.ts';
import type { FoundTool } from '../../core/live-capture/tool-paths.ts';
import type { AbleTool } from './choose-way.ts';

const PROBE_LIMIT_MS = 5_000;

/**
 * Finds a tool this user may capture with as it is: file capabilities, the group of dumpcap, access to BPF. Asked by
 * doing it: listing link types opens the device for real, and nothing is captured.
 */
export async function probeAbility(
  tools: readonly FoundTool[] = findTools(),
  platform: string = process.platform,
): Promise<AbleTool | null> {
  for (const found of tools) {
    if (found.tool !== 'tcpdump' && found.tool !== 'dumpcap') continue;
    for (const name of interfacesToTry(platform)) {
      const order = { program: found.program, args: ['-i', name, '-L'] };
      const { failure } = await runTool(order, PROBE_LIMIT_MS);
      if (failure === null) return { ...found, interface: platform === 'win32' ? 'any' : name };
    }
  }
  return null;
}

/** `any` needs root on macOS even for those who may read /dev/bpf; Windows has no `any`. */
function interfacesToTry(platform: string): string[] {
  const [first] = Object.entries(networkInterfaces())
    .filter(([, addresses]) => addresses?.some(({ internal }) => !internal))
    .map(([name]) => name);
  if (platform === 'linux') return ['any'];
  const named = first === undefined ? [] : [first];
  return platform === 'darwin' ? ['any', ...named] : named;
}

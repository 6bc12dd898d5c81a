import { spawnSync } from 'node:child_process';

/** Debian keeps network tools in sbin, which an ordinary PATH lacks. */
export const TOOL_PATH = '/usr/sbin:/usr/bin:/sbin:/bin';

export const toolEnvironment = (): NodeJS.ProcessEnv => ({ PATH: TOOL_PATH, LC_ALL: 'C', HOME: '/root' });

export interface ToolResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a system tool to its end, at most `timeoutMs`. Never through a shell. */
export function tryTool(
  program: string,
  args: readonly string[],
  input = '',
  timeoutMs = 20_000,
): ToolResult {
  const ended = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    env: toolEnvironment(),
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  const errors = ended.error ? `${ended.error.message}\n${ended.stderr ?? ''}` : ended.stderr;
  return { code: ended.status ?? 1, output: ended.stdout ?? '', errors };
}

/** Same, for commands that only fail when the laboratory itself is wrong. @throws with the tool's own words */
export function runTool(program: string, args: readonly string[], input = '', timeoutMs?: number): string {
  const { code, output, errors } = tryTool(program, args, input, timeoutMs);
  if (code === 0) return output;
  throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${errors.trim()}\n${input}`.trim());
}

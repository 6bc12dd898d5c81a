import { spawn } from 'node:child_process';

/**
 * Runs a program without standard input and without a shell, and collects what it says.
 *
 * @param {string} program absolute path or a name on PATH
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onHeartbeat?: (seconds: number) => void }} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} code 127 when the program is not there
 */
export function runTool(program, args, options = {}) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let timedOut = false;
    const keep = (chunk) => {
      output = (output + chunk.toString('utf8')).slice(-200_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const limit = options.timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, options.timeoutMs)
      : undefined;
    const heartbeat = setInterval(
      () => options.onHeartbeat?.(Math.round((Date.now() - startedAt) / 1000)),
      10_000,
    );
    const finish = (code) => {
      clearTimeout(limit);
      clearInterval(heartbeat);
      resolve({ code, output, timedOut });
    };
    child.on('error', (error) => {
      keep(`${error.message}\n`);
      finish(error.code === 'ENOENT' ? 127 : 126);
    });
    child.on('close', (code, signal) => finish(code ?? (signal ? 128 : 1)));
  });
}

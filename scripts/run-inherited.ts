import { type SpawnOptions, spawn } from 'node:child_process';

/** Runs a program on this terminal, without standard input, and gives its exit code; signals are passed on. */
export const runInherited = (
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
    const forward = (signal: NodeJS.Signals) => child.kill(signal);
    const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
    for (const signal of signals) process.on(signal, forward);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const each of signals) process.off(each, forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });

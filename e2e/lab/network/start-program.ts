import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isRunning, type LabProcess } from './lab-process.ts';
import { labFolder } from './lab-state.ts';
import { toolEnvironment } from './run-tool.ts';

/**
 * Starts a program inside a namespace that outlives this one, its words in a log of the laboratory's folder.
 * `ip netns exec` replaces itself by the program, so the number is the program's own.
 */
export function startProgram(
  prefix: string,
  namespace: string,
  role: string,
  command: readonly string[],
): LabProcess {
  const log = openSync(join(labFolder(prefix), `${role}.log`), 'w', 0o600);
  const child = spawn('ip', ['netns', 'exec', namespace, ...command], {
    detached: true,
    stdio: ['ignore', log, log],
    env: toolEnvironment(),
    cwd: '/',
  });
  child.on('error', () => undefined);
  child.unref();
  closeSync(log);
  const identity = child.pid === undefined ? null : identifyProcess(child.pid);
  if (!identity) throw new Error(`${role} did not start: ${command.join(' ')}`);
  return identity;
}

/** Waits for a line in a program's log. @throws with the log when the program ends first or time runs out */
export async function waitForLine(
  prefix: string,
  role: string,
  target: LabProcess,
  line: string,
  limitMs = 15_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  const log = (): string => readFileSync(join(labFolder(prefix), `${role}.log`), 'utf8');
  while (!log().includes(line)) {
    if (!isRunning(target) || Date.now() > deadline)
      throw new Error(`${role} never said "${line}": ${log().trim() || '(nothing)'}`);
    await sleep(20);
  }
}

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryTool } from './run-tool.ts';

/** A process by number and start time (clock ticks since boot), because numbers come round again. */
export interface LabProcess {
  readonly pid: number;
  readonly startTime: string;
}

/** @returns null when no such process runs (a zombie does not run) */
export function identifyProcess(pid: number): LabProcess | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const startTime = fields[19];
    return fields[0] === 'Z' || startTime === undefined ? null : { pid, startTime };
  } catch {
    return null;
  }
}

export const isRunning = ({ pid, startTime }: LabProcess): boolean =>
  identifyProcess(pid)?.startTime === startTime;

/** Whoever runs inside a namespace, found by the kernel and not by memory. */
export const processesIn = (namespace: string): LabProcess[] =>
  tryTool('ip', ['netns', 'pids', namespace])
    .output.split(/\s+/)
    .filter(Boolean)
    .flatMap((pid) => identifyProcess(Number(pid)) ?? []);

export function signalProcess(target: LabProcess, signal: NodeJS.Signals): void {
  if (!isRunning(target)) return;
  try {
    process.kill(target.pid, signal);
  } catch {
    // it ended between the two lines
  }
}

/** @returns whether all have ended within the time */
export async function waitUntilEnded(targets: readonly LabProcess[], limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (targets.some(isRunning)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { isRunning, type LabProcess, processesIn, signalProcess, waitUntilEnded } from './lab-process.ts';
import {
  findLabPrefixes,
  labFolder,
  NETNS_SETTINGS,
  namespacesOf,
  readState,
  removeState,
  settingsFoldersOf,
} from './lab-state.ts';
import { runTool } from './run-tool.ts';

/** All processes of a laboratory: those written down that still are themselves, and whoever is in its namespaces. */
export function labProcesses(prefix: string): LabProcess[] {
  const written = (readState(prefix)?.processes ?? []).filter(isRunning);
  const found = namespacesOf(prefix).flatMap(processesIn);
  const byNumber = new Map([...written, ...found].map((each) => [each.pid, each]));
  byNumber.delete(process.pid);
  return [...byNumber.values()];
}

/** What is still there of a laboratory, in words; empty after a clean `down`. */
export const leftovers = (prefix: string): string[] => [
  ...labProcesses(prefix).map(({ pid }) => `process ${pid}`),
  ...namespacesOf(prefix).map((name) => `namespace ${name}`),
  ...settingsFoldersOf(prefix),
  ...(existsSync(labFolder(prefix)) ? [labFolder(prefix)] : []),
];

/**
 * Ends every process of one laboratory and removes its namespaces, settings and state. Needs no state file: what a
 * killed script left is found by its prefix. Safe to call twice.
 * @throws when something survived
 */
export async function takeDown(prefix: string): Promise<void> {
  const processes = labProcesses(prefix);
  for (const each of processes) signalProcess(each, 'SIGKILL');
  await waitUntilEnded(processes, 5000);
  for (const name of namespacesOf(prefix)) runTool('ip', ['netns', 'delete', name]);
  for (const folder of settingsFoldersOf(prefix)) rmSync(folder, { recursive: true, force: true });
  if (existsSync(NETNS_SETTINGS) && readdirSync(NETNS_SETTINGS).length === 0) rmdirSync(NETNS_SETTINGS);
  removeState(prefix);
  const left = leftovers(prefix);
  if (left.length > 0) throw new Error(`Laboratory ${prefix} left something behind: ${left.join(', ')}.`);
}

/** A laboratory whose recording or check still runs belongs to it. */
export const isOwnedByLiving = (prefix: string): boolean => {
  const owner = readState(prefix)?.owner;
  return owner != null && isRunning(owner);
};

/** Takes down every laboratory nobody is using any more. @returns prefixes taken down and those left alone */
export async function takeDownAll(evenOwned: boolean): Promise<{ gone: string[]; kept: string[] }> {
  const gone: string[] = [];
  const kept: string[] = [];
  for (const prefix of findLabPrefixes()) {
    if (!evenOwned && isOwnedByLiving(prefix)) {
      kept.push(prefix);
      continue;
    }
    await takeDown(prefix);
    gone.push(prefix);
  }
  return { gone, kept };
}

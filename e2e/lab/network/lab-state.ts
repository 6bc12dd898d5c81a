import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabProcess } from './lab-process.ts';

/** Everything known about a running laboratory; written before the thing it names exists, so nothing can be lost. */
export interface LabState {
  readonly schema: 'lab-state/1';
  readonly prefix: string;
  readonly scenario: string;
  readonly seed: number;
  readonly edges: number;
  readonly nodes: readonly string[];
  readonly processes: readonly LabProcess[];
  /** The recording or check this laboratory belongs to; null when somebody keeps it up by hand. */
  readonly owner: LabProcess | null;
  readonly phase: 'building' | 'up';
}

export const RUN_FOLDER = '/run/bitbucket-reset-lab';
export const NETNS_SETTINGS = '/etc/netns';
export const PREFIX_PATTERN = /^brd[0-9a-f]{4}$/;

export const labFolder = (prefix: string): string => join(RUN_FOLDER, prefix);
export const namespaceOf = (prefix: string, node: string): string => `${prefix}-${node}`;

const stateFile = (prefix: string): string => join(labFolder(prefix), 'state.json');

export function writeState(state: LabState): LabState {
  mkdirSync(labFolder(state.prefix), { recursive: true, mode: 0o700 });
  const next = `${stateFile(state.prefix)}.next`;
  writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, stateFile(state.prefix));
  return state;
}

/** @returns null when there is none, or when it was cut while being written for the first time */
export function readState(prefix: string): LabState | null {
  try {
    return JSON.parse(readFileSync(stateFile(prefix), 'utf8')) as LabState;
  } catch {
    return null;
  }
}

export function removeState(prefix: string): void {
  rmSync(labFolder(prefix), { recursive: true, force: true });
  if (existsSync(RUN_FOLDER) && readdirSync(RUN_FOLDER).length === 0) rmSync(RUN_FOLDER, { recursive: true });
}

const entries = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Laboratories of which anything is left: state, namespace or settings folder. Finds what a killed script forgot. */
export function findLabPrefixes(): string[] {
  const namespaces = [...entries('/run/netns'), ...entries(NETNS_SETTINGS)].map(
    (name) => name.split('-')[0] ?? '',
  );
  const found = [...entries(RUN_FOLDER), ...namespaces].filter((name) => PREFIX_PATTERN.test(name));
  return [...new Set(found)].sort();
}

export const namespacesOf = (prefix: string): string[] =>
  entries('/run/netns').filter((name) => name.startsWith(`${prefix}-`));

export const settingsFoldersOf = (prefix: string): string[] =>
  entries(NETNS_SETTINGS)
    .filter((name) => name.startsWith(`${prefix}-`))
    .map((name) => join(NETNS_SETTINGS, name));

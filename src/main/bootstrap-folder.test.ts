import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeBootstrapFolder, sweepBootstrapFolders } from './bootstrap-folder.ts';

const DAY_MS = 24 * 60 * 60_000;
const now = Date.now();
/** A process number that was just given back. */
const gonePid = spawnSync(process.execPath, ['-p', '1']).pid;

let parent: string;
let removals: (() => Promise<void>)[] = [];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'sweep-'));
});
afterEach(async () => {
  for (const remove of removals) await remove();
  removals = [];
  rmSync(parent, { recursive: true, force: true });
});

/** What a killed program leaves, or something like it. */
async function left(change: (path: string) => void = () => {}): Promise<string> {
  const { path, remove } = await makeBootstrapFolder(parent);
  removals.push(remove);
  writeFileSync(join(path, 'owner'), String(gonePid));
  change(path);
  return path;
}

const aged = (path: string): void => utimesSync(path, new Date(now - 2 * DAY_MS), new Date(now - 2 * DAY_MS));

describe('what a killed program left of a meeting place', () => {
  it.each<[string, (path: string) => void]>([
    ['its owner is gone', () => {}],
    [
      'it is older than a day, whoever has that number now',
      (path) => {
        writeFileSync(join(path, 'owner'), String(process.pid));
        aged(path);
      },
    ],
    [
      'it is older than a day and names no owner',
      (path) => {
        rmSync(join(path, 'owner'));
        aged(path);
      },
    ],
  ])('is removed at the next start when %s', async (_name, change) => {
    const path = await left(change);
    await sweepBootstrapFolders(parent, now);
    expect(existsSync(path)).toBe(false);
  });

  it.each<[string, (path: string) => void]>([
    ['its owner lives', (path) => writeFileSync(join(path, 'owner'), String(process.pid))],
    ['it names no owner and is young', (path) => rmSync(join(path, 'owner'))],
    ['others may enter it', (path) => chmodSync(path, 0o755)],
    ['something else lies in it', (path) => writeFileSync(join(path, 'thesis.txt'), 'x')],
    ['a folder lies in it', (path) => mkdirSync(join(path, 'more'))],
    [
      'it is empty',
      (path) => {
        for (const name of ['token', 'owner', 'bootstrap.json']) rmSync(join(path, name));
      },
    ],
  ])('is left alone when %s', async (_name, change) => {
    const path = await left(change);
    await sweepBootstrapFolders(parent, now);
    expect(existsSync(path)).toBe(true);
  });

  it.runIf(process.getuid?.() === 0)('is left alone when it is of another user', async () => {
    const path = await left((at) => spawnSync('chown', ['65534', at]));
    await sweepBootstrapFolders(parent, now);
    expect(existsSync(path)).toBe(true);
  });

  it('is not looked for behind a link', async () => {
    const path = await left();
    const elsewhere = mkdtempSync(join(tmpdir(), 'sweep-link-'));
    symlinkSync(path, join(elsewhere, 'bitbucket-reset-doctor-linked'));
    await sweepBootstrapFolders(elsewhere, now);
    expect(existsSync(join(path, 'token'))).toBe(true);
    rmSync(elsewhere, { recursive: true });
  });

  it('is nothing to speak of where there is no such folder', async () => {
    await expect(sweepBootstrapFolders(join(parent, 'nowhere'), now)).resolves.toBeUndefined();
  });
});

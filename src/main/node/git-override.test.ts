import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  addToGitFile,
  gitConfigFile,
  gitUses,
  knowsResolve,
  readGitState,
  removeFromGitFile,
} from './git-override.ts';

const folder = mkdtempSync(join(tmpdir(), 'git-override-'));
const config = join(folder, 'gitconfig');
const before = process.env.GIT_CONFIG_GLOBAL;
process.env.GIT_CONFIG_GLOBAL = config;
afterAll(() => {
  if (before === undefined) delete process.env.GIT_CONFIG_GLOBAL;
  else process.env.GIT_CONFIG_GLOBAL = before;
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => writeFileSync(config, '[user]\n\tname = Anna\n'));

const override = { name: 'bitbucket.org', address: '18.205.93.1' };
const state = () => readGitState(['bitbucket.org'], ['18.205.93.0', '18.205.93.1']);

test('git itself reports the override, and it is found again', async () => {
  expect(await gitUses(override)).toBe(false);
  expect(await addToGitFile(config, override)).toBe(true);
  expect(await gitUses(override)).toBe(true);
  expect(await state()).toMatchObject({ canResolve: true, overrides: [override] });
});

test('taken off, the configuration is what it was', async () => {
  const original = readFileSync(config, 'utf8');
  await addToGitFile(config, override);
  expect(await removeFromGitFile(config, override)).toBe(true);
  expect(readFileSync(config, 'utf8')).toBe(original);
  expect((await state()).overrides).toEqual([]);
});

test('another value of the same key is the user’s and stays', async () => {
  writeFileSync(
    config,
    '[http "https://bitbucket.org"]\n\tcurloptResolve = bitbucket.org:443:10.0.0.9\n\tproxy = http://p\n',
  );
  await addToGitFile(config, override);
  await removeFromGitFile(config, override);
  expect(readFileSync(config, 'utf8')).toContain('bitbucket.org:443:10.0.0.9');
  expect(readFileSync(config, 'utf8')).toContain('proxy');
  expect(readFileSync(config, 'utf8')).not.toContain('18.205.93.1');
});

test('taking off what is not there changes nothing', async () => {
  expect(await removeFromGitFile(config, override)).toBe(false);
  expect(existsSync(config)).toBe(true);
});

test.each([
  ['git version 2.39.5', true],
  ['git version 2.37.0.windows.1', true],
  ['git version 2.36.6', false],
  ['git version 3.0.0', true],
  ['nothing', false],
])('%s knows the setting: %s', (text, known) => {
  expect(knowsResolve(text)).toBe(known);
});

test('the file is the one git would write', () => {
  expect(gitConfigFile()).toBe(config);
});

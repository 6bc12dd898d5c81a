import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleBroker } from '../../scripts/bundle-broker.ts';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';

const linesOf = (file: string): number =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '').length;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

describe('what runs with rights', () => {
  it('can be read in one sitting', async () => {
    const sources = readdirSync(import.meta.dirname).filter((name) => !name.endsWith('.test.ts'));
    expect(sum(sources.map((name) => linesOf(join(import.meta.dirname, name))))).toBeLessThan(600);
  });

  it('is those files, the contract, pure building of commands, and zod: nothing else is in the bundle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'broker-size-'));
    const modules = await bundleBroker(join(folder, 'broker.cjs'));
    const text = readFileSync(join(folder, 'broker.cjs'), 'utf8');
    rmSync(folder, { recursive: true });
    const own = modules.filter((id) => !id.includes('/node_modules/zod/') && id.startsWith('/'));
    const places = own.map((id) => id.slice(projectFolder.length + 1));
    const allowed =
      /^src\/(broker|hosts-file|core\/(live-capture|hosts))\/[\w-]+\.ts$|^src\/core\/trace\/tcp-trace\.ts$|^src\/contract\/broker(-frames)?\.ts$|^src\/scheduler\/timer-process\.ts$/;
    expect(places.filter((place) => !allowed.test(place))).toEqual([]);
    expect(sum(own.map(linesOf))).toBeLessThan(1_900);
    const required = [...text.matchAll(/\brequire\(["']([^"']+)["']\)/g)].map(([, name]) => name);
    expect(required.length).toBeGreaterThan(3);
    expect(required.filter((name) => !name?.startsWith('node:'))).toEqual([]);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleTimer } from '../../scripts/bundle-broker.ts';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';

it('what the broker starts to speak with the scheduler is small, and nothing but Node is in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'timer-size-'));
  const modules = await bundleTimer(join(folder, 'timer.cjs'));
  const text = readFileSync(join(folder, 'timer.cjs'), 'utf8');
  rmSync(folder, { recursive: true });
  const places = modules.filter((id) => id.startsWith('/')).map((id) => id.slice(projectFolder.length + 1));
  expect(places.filter((place) => !/^src\/(scheduler|core\/schedule)\/[\w-]+\.ts$/.test(place))).toEqual([]);
  const lines = places.flatMap((place) => readFileSync(join(projectFolder, place), 'utf8').split('\n'));
  expect(lines.filter((line) => line.trim() !== '').length).toBeLessThan(500);
  for (const [, name] of text.matchAll(/\brequire\(["']([^"']+)["']\)/g)) expect(name).toMatch(/^node:/);
});

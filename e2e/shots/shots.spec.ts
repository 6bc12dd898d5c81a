import { existsSync } from 'node:fs';
import { expect, test } from '../app-fixture.ts';
import { LOOKS, shotFile, takeShots } from './take-shots.ts';

test('start', async ({ launch }) => {
  const app = await launch();
  await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
  await takeShots(app, 'start');
  for (const { name } of LOOKS) expect(existsSync(shotFile('start', name))).toBe(true);
});

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/setup/project-paths.mjs';
import { createCase } from '../../src/core/session/case-events.ts';
import { JOURNEYS } from '../app/every-state.ts';
import { giveToOrdinaryUser } from '../app/ordinary-user.ts';
import { expect, test } from '../app-fixture.ts';
import { wizardOf } from '../models/wizard.ts';
import { LIGHT, LOOKS, shotFile, takeReportDocument, takeShot, takeShots } from './take-shots.ts';

for (const [name, journey] of Object.entries(JOURNEYS)) {
  test(`pictures of ${name}`, async ({ launch, giveFile, newFolder }) => {
    test.setTimeout(240_000);
    await journey({ launch, giveFile, newFolder }, async ({ app }, state, at) => {
      await takeShots(app, state, at);
      if (state === 'report-page') await takeReportDocument(app);
      for (const look of LOOKS) expect(existsSync(shotFile(state, look.name))).toBe(true);
    });
  });
}

test('the picture for the README', async ({ launch, newFolder }) => {
  test.skip(process.env.README_PICTURE === undefined, 'only for: npm run shots -- --readme');
  // A case of a fixed name, so that two pictures differ only where the window does.
  const userDataDir = newFolder();
  const current = createCase('OTTER-42', '2026-11-24T09:00:00.000Z');
  const folder = join(userDataDir, 'cases', current.id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'case.json'), JSON.stringify(current));
  writeFileSync(join(userDataDir, 'cases', 'last-opened.json'), JSON.stringify(current.id));
  giveToOrdinaryUser(join(userDataDir, 'cases'));
  const app = await launch({ userDataDir });
  const { start, capture } = wizardOf(app);
  await start.openPractice.click();
  await expect(capture.verdictOf('anycast-shift-per-packet')).toBeVisible();
  await expect(capture.ladder).toBeVisible();
  await takeShot(app, LIGHT, join(projectFolder, 'docs', 'picture.png'));
});

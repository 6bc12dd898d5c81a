import type { Page } from '@playwright/test';
import { expectAccessible } from './app/axe.ts';
import { expectNothingClipped } from './app/clipping.ts';
import { JOURNEYS } from './app/every-state.ts';
import { setWindowSize } from './app/window-size.ts';
import { expect, test } from './app-fixture.ts';
import type { Wizard } from './models/wizard.ts';

/** Fewer would mean that a journey no longer looks at anything. */
const FEWEST_STATES = {
  'before a capture': 9,
  'the live diagnosis': 16,
  'the practice case': 12,
  'other captures': 4,
  'coming back': 2,
  'before a recording': 14,
  'without rights': 5,
  'a recording': 8,
  'after a crash': 2,
  'the workaround': 17,
};

async function expectAccessibleInBoth(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const only = colorScheme === 'dark' ? 'colours' : undefined;
    await test.step(`${state} in ${colorScheme}`, () => expectAccessible(page, only));
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

async function expectNothingClippedInSmall({ app, page }: Wizard, state: string): Promise<void> {
  await setWindowSize(app, 960, 640, 200);
  await expectNothingClipped(page, `${state}, zoomed to 200 %`);
  await setWindowSize(app, 960, 640, 100);
  await expectNothingClipped(page, `${state}, at 100 %`);
  const before = await page.evaluate(() => document.documentElement.style.fontSize);
  // What the text size of 200 % in the window's own settings does.
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '32px';
    document.documentElement.dataset.layout = 'stacked';
  });
  await expectNothingClipped(page, `${state}, text size 200 %`);
  await page.evaluate((size) => {
    document.documentElement.style.fontSize = size;
  }, before);
  await setWindowSize(app, 1280, 800, 100);
}

for (const [name, journey] of Object.entries(JOURNEYS)) {
  const fewest = FEWEST_STATES[name as keyof typeof FEWEST_STATES];

  test(`${name}: in no state does axe find anything, light or dark, and nothing is clipped at 960 by 640 with text at 200 %`, async ({
    launch,
    giveFile,
    newFolder,
  }) => {
    test.setTimeout(360_000);
    let seen = 0;
    await journey({ launch, giveFile, newFolder }, async (wizard, state) => {
      seen += 1;
      await expectAccessibleInBoth(wizard.page, state);
      await expectNothingClippedInSmall(wizard, state);
    });
    expect(seen).toBeGreaterThanOrEqual(fewest);
  });
}

test('the check by axe sees a button without a name, and in a second colour scheme words that are too pale', async ({
  launch,
}) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const said = (only?: 'colours'): Promise<string> =>
    expectAccessible(page, only).then(
      () => 'saw nothing',
      (error: Error) => error.message,
    );
  expect(await said('colours')).toBe('saw nothing');
  await page.evaluate(() => {
    const heading = document.querySelector('main h1') as HTMLElement;
    heading.style.color = 'rgb(200 200 200)';
    document.querySelector('main .button')?.replaceChildren();
  });
  expect(await said()).toContain('button-name');
  expect(await said('colours')).toContain('color-contrast');
});

test('the check for clipping sees a word that sticks out and controls that lie over each other', async ({
  launch,
}) => {
  const { page } = await launch();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectNothingClipped(page, 'as it is');
  await page.evaluate(() => {
    const heading = document.querySelector('main h1') as HTMLElement;
    heading.textContent = 'reset'.repeat(100);
    heading.style.whiteSpace = 'nowrap';
    const [first, second] = [...document.querySelectorAll<HTMLElement>('main .button')];
    if (first && second)
      second.style.translate = `${first.getBoundingClientRect().left - second.getBoundingClientRect().left}px`;
  });
  const failure = await expectNothingClipped(page, 'spoilt').then(
    () => 'saw nothing',
    (error: Error) => error.message,
  );
  expect(failure).toContain('text sticks out of the window');
  expect(failure).toContain('lies over');
});

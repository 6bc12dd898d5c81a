import type { Page } from '@playwright/test';

export const FILE_INPUT = 'file-for-the-test';

/** Puts a hidden input with real files into the page: only so does a script get hold of Files that have paths. */
export const placeFileInput = async (page: Page, paths: readonly string[]): Promise<void> => {
  await page.evaluate((id) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = id;
    input.multiple = true;
    input.hidden = true;
    document.body.append(input);
  }, FILE_INPUT);
  await page.setInputFiles(`#${FILE_INPUT}`, [...paths]);
};

import type { Page } from '@playwright/test';

export const FILE_INPUT = 'file-for-the-test';

/** Puts a hidden input with a real file into the page: only so does a script get hold of a File that has a path. */
export const placeFileInput = async (page: Page, path: string): Promise<void> => {
  await page.evaluate((id) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = id;
    input.hidden = true;
    document.body.append(input);
  }, FILE_INPUT);
  await page.setInputFiles(`#${FILE_INPUT}`, path);
};

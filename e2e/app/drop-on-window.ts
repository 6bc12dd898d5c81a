import type { Page } from '@playwright/test';
import { FILE_INPUT, placeFileInput } from './file-input.ts';

/** Drops real files on the window as a hand does: dragged in, over it, and let go. */
export const dropOnWindow = async (page: Page, ...paths: readonly string[]): Promise<void> => {
  await placeFileInput(page, paths);
  await page.evaluate((id) => {
    const input = document.getElementById(id) as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.remove();
    const dataTransfer = new DataTransfer();
    for (const file of files) dataTransfer.items.add(file);
    const target = document.querySelector('main') ?? document.body;
    for (const type of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }, FILE_INPUT);
};

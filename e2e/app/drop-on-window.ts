import type { Page } from '@playwright/test';

/** Drops a real file on the window as a hand does: dragged in, over it, and let go. */
export const dropOnWindow = async (page: Page, path: string): Promise<void> => {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'file-for-the-test';
    input.hidden = true;
    document.body.append(input);
  });
  await page.setInputFiles('#file-for-the-test', path);
  await page.evaluate(() => {
    const input = document.getElementById('file-for-the-test') as HTMLInputElement;
    const [file] = input.files ?? [];
    input.remove();
    const dataTransfer = new DataTransfer();
    if (file) dataTransfer.items.add(file);
    const target = document.querySelector('main') ?? document.body;
    for (const type of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  });
};

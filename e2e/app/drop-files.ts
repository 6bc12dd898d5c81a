import type { Page } from '@playwright/test';
import { FILE_INPUT, placeFileInput } from './file-input.ts';

/** What the main process said about one dropped file, in the end. */
export type DropOutcome = { readonly answer: unknown; readonly finished: unknown };

/** Hands a real file to the border as a drop does: as a File, whose path only the preload can see. */
export const dropFile = async (page: Page, path: string): Promise<DropOutcome> => {
  await placeFileInput(page, path);
  return page.evaluate(async (id) => {
    const input = document.getElementById(id) as HTMLInputElement;
    const file = input.files?.[0] ?? new File([], 'none');
    input.remove();
    let stop = () => {};
    const finished = new Promise((resolve) => {
      stop = window.app.capture.onFinished(resolve);
    });
    const answer = await window.app.capture.openDropped(file);
    const end = answer.ok ? await finished : undefined;
    stop();
    return { answer, finished: end };
  }, FILE_INPUT);
};

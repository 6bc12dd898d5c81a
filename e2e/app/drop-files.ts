import type { Page } from '@playwright/test';
import { FILE_INPUT, placeFileInput } from './file-input.ts';

/** What the main process said about one dropped file, in the end. */
export type DropOutcome = { readonly answer: unknown; readonly finished: unknown };

/** Hands real files to the border as a drop does: as Files, whose paths only the preload can see. */
export const dropFiles = async (page: Page, ...paths: readonly string[]): Promise<DropOutcome> => {
  await placeFileInput(page, paths);
  return page.evaluate(async (id) => {
    const input = document.getElementById(id) as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.remove();
    let stop = () => {};
    const finished = new Promise((resolve) => {
      stop = window.app.capture.onFinished(resolve);
    });
    const answer = await window.app.capture.openDropped(files);
    const end = answer.ok ? await finished : undefined;
    stop();
    return { answer, finished: end };
  }, FILE_INPUT);
};

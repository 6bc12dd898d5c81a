import type { RunningApp } from './running-app.ts';

/** Answers the next system dialogs as a user would, since nobody can click them in a test. */
export const answerOpenDialog = async (app: RunningApp, filePaths: readonly string[]): Promise<void> => {
  await app.electron?.evaluate(
    ({ dialog }, paths) => {
      dialog.showOpenDialog = async () => ({ canceled: paths.length === 0, filePaths: [...paths] });
    },
    [...filePaths],
  );
};

/** `undefined` is the user pressing Cancel. */
export const answerSaveDialog = async (app: RunningApp, filePath: string | undefined): Promise<void> => {
  await app.electron?.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: path === null, filePath: path ?? '' });
  }, filePath ?? null);
};

import type { z } from 'zod';
import type { captureProgressSchema } from '../../src/contract/app-ipc.ts';
import { eventChannel } from '../../src/contract/ipc-table.ts';
import { fail } from '../../src/contract/problem.ts';
import type { ReportProgress } from '../../src/contract/report.ts';
import type { RunningApp } from './running-app.ts';

export const send = async ({ electron }: RunningApp, channel: string, payload: unknown): Promise<void> => {
  await electron?.evaluate(
    ({ BrowserWindow }, message) =>
      BrowserWindow.getAllWindows()[0]?.webContents.send(message.channel, message.payload),
    { channel, payload },
  );
};

/** Says to the window what the main process says while a capture is read: a state that otherwise does not stand still. */
export const tellReading = (
  app: RunningApp,
  progress: z.input<typeof captureProgressSchema>,
): Promise<void> => send(app, eventChannel('capture', 'progress'), progress);

/** What it says while a report is made. */
export const tellMaking = (app: RunningApp, progress: ReportProgress): Promise<void> =>
  send(app, eventChannel('report', 'progress'), progress);

/** That reading was stopped. */
export const tellStopped = (app: RunningApp): Promise<void> =>
  send(app, eventChannel('capture', 'finished'), {
    kind: 'failed',
    problem: fail('cancelled', 'Reading was stopped.', 'Open the file again to read it to its end.').problem,
  });

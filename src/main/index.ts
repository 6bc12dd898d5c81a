import { join } from 'node:path';
import { PRODUCT_NAME } from '../core/words/product-name.ts';
import { createApp } from './app.ts';
import { readAppInfo } from './electron/app-info.ts';
import { createElectronApp } from './electron/create-electron-app.ts';
import { createDialogs } from './electron/dialogs.ts';
import { notify } from './electron/notify.ts';
import { openMail } from './electron/open-mail.ts';
import { printPdf } from './electron/print-pdf.ts';
import { systemLivePorts } from './node/live-ports.ts';
import { liveWorkerBeside, readOnThread } from './node/live-reader.ts';
import { systemAnalysis, workerBeside } from './node/start-analysis.ts';
import { createStartReport, reportWorkerBeside } from './node/start-report.ts';
import { privateNames, systemFacts } from './node/system-facts.ts';
import { systemWorkaroundPorts } from './node/workaround-ports.ts';
import { PRACTICE_FILE } from './services/capture-service.ts';
import { ownDiagnosePorts } from './services/diagnose-ports.ts';

let close: () => Promise<void> = async () => {};

createElectronApp({
  createHandlers: (shell) => {
    const info = readAppInfo();
    const app = createApp(
      {
        now: () => new Date(),
        random: Math.random,
        userDataFolder: shell.userDataFolder,
        resourcesFolder: shell.resourcesFolder,
        product: { name: PRODUCT_NAME, version: info.version },
        system: systemFacts(`Electron ${info.electron}`),
        names: privateNames(),
        dialogs: createDialogs(),
        printPdf,
        openMail,
        notify,
        ...systemAnalysis(
          workerBeside(shell.programFolder),
          shell.resourcesFolder,
          join(shell.resourcesFolder, PRACTICE_FILE),
        ),
        startReport: createStartReport(reportWorkerBeside(shell.programFolder), shell.resourcesFolder),
        live: systemLivePorts({ runtime: process.execPath, broker: shell.brokerFile }, (targets) =>
          readOnThread(liveWorkerBeside(shell.programFolder), shell.resourcesFolder, targets),
        ),
        workaround: systemWorkaroundPorts(notify, shell.cliFile),
        diagnose: ownDiagnosePorts,
      },
      shell.events,
      info,
    );
    close = app.close;
    void app.begin();
    return app.handlers;
  },
  reportBug: (where, error) => console.error(`bug at ${where}:`, error),
  close: () => close(),
});

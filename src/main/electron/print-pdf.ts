import { randomUUID } from 'node:crypto';
import { BrowserWindow, type Session, session } from 'electron';
import { APP_SCHEME } from './app-protocol.ts';

const PAGE = `${APP_SCHEME}://report/report.html`;

/** The report's own style and pictures, nothing that runs and nothing from elsewhere. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Points of CSS for the line at the bottom; Chromium's own classes fill in the numbers. */
const FOOTER =
  '<div style="width:100%;font-size:8px;text-align:center;color:#44525e"><span class="pageNumber"></span> / <span class="totalPages"></span></div>';

/** A session of its own in memory: it knows one page, and no request leaves it. */
function closedSession(html: string): Session {
  const own = session.fromPartition(`print-${randomUUID()}`);
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: url !== PAGE && !url.startsWith('data:image/') });
  });
  own.protocol.handle(
    APP_SCHEME,
    () =>
      new Response(html, {
        headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY },
      }),
  );
  return own;
}

/**
 * Prints a page to PDF in a window nobody sees, without scripts, without a preload and without a network. What is folded
 * on screen is open on paper.
 *
 * @param pageSize of the paper
 * @throws the signal's reason once it is aborted
 */
export async function printPdf(
  html: string,
  pageSize: 'A4' | 'Letter',
  signal: AbortSignal,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: closedSession(html.replaceAll('<details>', '<details open>')),
      ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false, webgl: false },
    },
  });
  // Electron has no way to stop a print; the window it runs in can go.
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const print = async (): Promise<Uint8Array> => {
    await window.loadURL(PAGE);
    return window.webContents.printToPDF({
      ...{ pageSize, printBackground: true, displayHeaderFooter: true },
      // An older Electron leaves it out.
      generateTaggedPDF: true,
      headerTemplate: '<span></span>',
      footerTemplate: FOOTER,
    });
  };
  const printed = print();
  // Its end does not matter to anybody once the window is gone.
  printed.catch(() => {});
  try {
    return await Promise.race([printed, stopped]);
  } finally {
    window.destroy();
  }
}

import type { WebContents } from 'electron';

/** Electron recommendations 13 and 14: the window shows one page for its whole life and opens no other. */
export const denyNavigation = (contents: WebContents): void => {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
};

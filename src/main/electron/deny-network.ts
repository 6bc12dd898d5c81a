import type { Session } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

/** True for what the window may load: its own files, and images it carries inline. */
export const mayLoad = (url: string): boolean =>
  url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('data:image/');

/** The second lock behind the content security policy: no request of the window leaves this computer. */
export const denyNetwork = (session: Session): void => {
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !(mayLoad(details.url) || details.url.startsWith('devtools://')) });
  });
};

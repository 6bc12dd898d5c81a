import { BrowserWindow, Notification } from 'electron';
import type { Notice } from '../../core/words/override-words.ts';

/** Held until they are closed: what nobody holds is collected, and its click with it. */
const shown = new Set<Notification>();

/** A message of the system's own, where it has any; a click brings the window forward. */
export function notify({ title, body }: Notice): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title, body });
  shown.add(notification);
  const forget = (): void => void shown.delete(notification);
  notification.on('close', forget);
  notification.on('click', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
    forget();
  });
  notification.show();
}

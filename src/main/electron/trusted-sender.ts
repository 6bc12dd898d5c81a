import type { WebContents, WebFrameMain } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';

/** The windows this program made itself; everything else that speaks is not answered (recommendation 17). */
const trusted = new Set<number>();

export const trust = (contents: WebContents): void => {
  const { id } = contents;
  trusted.add(id);
  contents.once('destroyed', () => trusted.delete(id));
};

type Sender = {
  readonly sender: Pick<WebContents, 'id' | 'mainFrame'>;
  readonly senderFrame: WebFrameMain | null;
};

/** True when the top frame of one of our windows speaks, and that frame shows our own page. */
export const isTrusted = ({ sender, senderFrame }: Sender): boolean =>
  trusted.has(sender.id) &&
  senderFrame !== null &&
  senderFrame.routingId === sender.mainFrame.routingId &&
  senderFrame.processId === sender.mainFrame.processId &&
  senderFrame.url.startsWith(`${APP_ORIGIN}/`);

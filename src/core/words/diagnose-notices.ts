import type { ProbeAttempt } from '../../contract/diagnosis.ts';
import type { Notice } from './override-words.ts';

/** Less often than this, so that a fault that goes on does not fill the screen. */
const NOTICE_EVERY_MS = 10 * 60_000;

const KINDS = { anycast: 'usual (anycast)', legacy: 'older (legacy)' } as const;

/** A connection was reset while nobody looked at the window. */
const resetNotice = ({ arm, address, port }: ProbeAttempt): Notice => ({
  title: 'A connection to Bitbucket was reset',
  body: `It went to the ${KINDS[arm]} address ${address}, port ${port}. We go on watching. Click here to look at it.`,
});

export const lookedAgainNotice = (text: string): Notice => ({
  title: 'Measured Bitbucket again',
  body: text,
});

/** Tells of resets, at once of the first, and not again for a while. */
export function noticesOfResets(notify: (notice: Notice) => void): (attempt: ProbeAttempt) => void {
  let last: number | null = null;
  return (attempt) => {
    const at = Date.parse(attempt.startedAt);
    if (attempt.outcome !== 'reset' || (last !== null && at - last < NOTICE_EVERY_MS)) return;
    last = at;
    notify(resetNotice(attempt));
  };
}

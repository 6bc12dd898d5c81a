import type { LiveReset } from '../../contract/live-capture.ts';

/** What a recording goes round in that keeps only what passes around resets: hours of ordinary work, headers alone. */
export const AROUND_MEGABYTES = 32;

/** What ends a session that was over, that nobody listened for, or that this computer ended itself. */
const ORDINARY: readonly LiveReset['cause'][] = ['late-after-close', 'closed-port', 'local'];

/** A reset that is the fault somebody records for. */
export const isWorthKeeping = ({ from, cause }: LiveReset): boolean =>
  from === 'server' && !ORDINARY.includes(cause);

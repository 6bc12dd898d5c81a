import type { TimedRevert } from '../core/schedule/timed-revert.ts';
import type { OwnProgram } from './own-program.ts';

/**
 * The one command a scheduler of any kind is given: it takes no input, and takes off only what has expired.
 *
 * @param home for a service of the system, which has none; null for a user's own
 */
export const revertOrder = (
  { program, environment }: Extract<OwnProgram, { kind: 'known' }>,
  ways: readonly string[],
  at: Date,
  home: string | null,
): TimedRevert => ({
  command: [...program, 'workaround', 'revert', '--expired', '--with', ways.join(',')],
  environment: home === null ? environment : { HOME: home, ...environment },
  at,
});

/** The program belongs to somebody who could exchange it, so no service with rights may run it. */
export const untrustedProgram = (why: string): string =>
  `The system would run a program that others can exchange: ${why}.`;

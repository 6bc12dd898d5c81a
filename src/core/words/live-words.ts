import type { Attempt, LiveReset, RecordedEnd } from '../../contract/live-capture.ts';

/** The first reading of a reset, in one sentence: said the moment it was seen, so it claims little. */
const FIRST_READINGS: Readonly<Record<LiveReset['cause'], string>> = {
  'other-edge': 'It came from another edge than the one that had accepted the session.',
  'near-device': 'It came from a device near you, not from Bitbucket.',
  'server-abort': 'The server that had accepted the session ended it.',
  'late-after-close': 'It came after both sides had closed: harmless.',
  'closed-port': 'Nobody listens at that port.',
  'idle-expiry': 'The session had been idle for long and was forgotten on the way.',
  injected: 'It does not fit the session: somebody on the way forged it.',
  local: 'This computer sent it itself.',
  unexplained: 'Its sender cannot be told yet; the findings at the end know more.',
};

export const firstReading = ({ cause }: Pick<LiveReset, 'cause'>): string => FIRST_READINGS[cause];

const ENDINGS: Readonly<Record<RecordedEnd, string>> = {
  stopped: 'You stopped it.',
  time: 'The time limit was reached.',
  size: 'The size limit was reached.',
  'tool-ended': 'The capturing program ended by itself.',
  'disk-full': 'The disk was nearly full, so we stopped.',
  'connection-lost': 'The part that captures went away; what it had sent until then is kept.',
};

export const endingOf = (reason: RecordedEnd): string => ENDINGS[reason];

/** Whether a capture came to its end as it was meant to. */
export const endedAsMeant = (reason: RecordedEnd): boolean =>
  reason === 'stopped' || reason === 'time' || reason === 'size';

const ATTEMPT_NAMES: Readonly<Record<Attempt['kind'], string>> = {
  tls: 'TLS handshake',
  https: 'HTTPS request',
  'ssh-banner': 'SSH greeting',
  'git-ls-remote': 'git ls-remote',
};

export const attemptName = ({ kind }: Pick<Attempt, 'kind'>): string => ATTEMPT_NAMES[kind];

const PHASES: Readonly<Record<Attempt['phase'], string>> = {
  connect: ' while connecting',
  tls: ' during the TLS handshake',
  request: ' after the request',
  banner: ' before the greeting',
  git: '',
  done: '',
};

const OUTCOMES: Readonly<Record<string, string>> = {
  ECONNRESET: 'was reset',
  EPIPE: 'was reset',
  ECONNREFUSED: 'was refused',
  ETIMEDOUT: 'had no answer in time',
  ENETUNREACH: 'found no way there',
  EHOSTUNREACH: 'found no way there',
  'closed early': 'was closed early',
  stopped: 'was stopped with the recording',
};

/** What became of an attempt, to follow its name: `was reset during the TLS handshake`. */
export function attemptOutcome({ error, phase, ms }: Pick<Attempt, 'error' | 'phase' | 'ms'>): string {
  if (error === null) return `was answered in ${ms} ms`;
  const known = OUTCOMES[error];
  return known === undefined ? `did not succeed${PHASES[phase]}: ${error}` : `${known}${PHASES[phase]}`;
}
